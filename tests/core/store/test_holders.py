"""Of a process that has died on this machine the leases run out at once, and no others."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from mnist_core.config import RunConfig
from mnist_core.store import holders, jobs
from mnist_core.store.holders import (
    expire_leases_of_the_dead,
    has_died,
    new_holder,
    this_machine,
)
from mnist_core.store.job_leases import JobLease
from mnist_core.store.run_leases import RunLease
from tests.waiting import wait_until

HOLDER = "from mnist_core.store.holders import new_holder; print(new_holder(), flush=True); input()"


@pytest.fixture
def other() -> Iterator[subprocess.Popen[str]]:
    """Another process, which prints the text by which it holds leases, and waits."""
    command, pipe = [sys.executable, "-c", HOLDER], subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:
        yield process
        process.kill()


def holder_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_no_two_holders_have_one_name():
    assert len({new_holder() for _ in range(100)}) == 100


def test_a_holder_is_alive_until_its_process_is_killed(other):
    holder = holder_of(other)
    assert holder.startswith(f"{other.pid}-{this_machine()}-")
    assert not has_died(holder)

    other.kill()
    wait_until(lambda: has_died(holder))  # nobody has asked how it ended: it is a zombie

    other.wait()
    assert has_died(holder)


def test_of_another_machines_holder_nothing_is_known(other, monkeypatch):
    holder = holder_of(other)
    other.kill()
    other.wait()

    monkeypatch.setattr(holders, "this_machine", lambda: "elsewhere")

    assert not has_died(holder)


@pytest.mark.parametrize("text", ["worker", "1-1234abcd", "stuck-machine-1", ""])
def test_what_names_no_process_of_this_machine_counts_as_alive(text):
    assert not has_died(text)


def test_leases_of_the_dead_run_out_and_others_stay(store, other):
    dead, alive = holder_of(other), new_holder()
    left, kept = (store.create(RunConfig(hidden_units=(16,), seed=seed)) for seed in range(2))
    assert RunLease(store, left.id, dead).claim()
    assert RunLease(store, kept.id, alive).claim()
    jobs.request(store, kept.id, "map")
    assert JobLease(store, kept.id, "map", "", dead).claim()
    other.kill()
    other.wait()
    assert (store.waiting(), jobs.waiting(store)) == ([], [])

    expire_leases_of_the_dead(store.database)

    assert [run.id for run in store.waiting()] == [left.id]
    assert [job[:2] for job in jobs.waiting(store)] == [(kept.id, "map")]
