"""A home looked over: what is wrong is found, and what is at work is not."""

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mnist_core.access.room_keys import room_keys
from mnist_core.care.check import check
from mnist_core.errors import ConfigError, StoreError
from mnist_core.store import jobs
from mnist_core.store.job_leases import JobLease
from mnist_core.store.records import Taught
from mnist_core.store.run_leases import RunLease
from mnist_core.store.service_status import report_service
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep
from mnist_core.sweeps.trial_leases import claim_trial
from tests.app import runs
from tests.core.care.conftest import SMALL

PLAN = SweepPlan(dimensions=(parse_dimension("optimizer=adam,sgd"),), trials=2)
OLD = time.time() - 3600


def found(settings) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.kind, each.subject) for each in check(settings, moment_s=0)]


def folder_of(settings, run) -> Path:
    return settings.home / "artifacts" / run.id


def change(settings, statement: str) -> None:
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


def make_old(path: Path) -> None:
    os.utime(path, (OLD, OLD))


def test_nothing_is_wrong_with_a_lab_that_has_trained(settings, run):
    room_keys(settings.home)

    assert found(settings) == []


def test_nothing_is_wrong_where_no_lab_is_yet_and_none_is_made(settings):
    assert found(settings) == []
    assert not settings.home.exists()


@pytest.mark.parametrize("state", ["queued", "training", "paused"])
def test_nothing_is_wrong_with_a_run_that_has_not_ended(settings, store, state):
    run = store.create(SMALL, "ruff", holder="worker" if state == "training" else None)
    if state == "training":
        lease = RunLease(store, run.id, "worker")
        lease.claim()
        lease.report(None, [runs.epoch(1)])
    elif state == "paused":
        store.pause(run.id)

    assert store.read(run.id).state == state
    assert found(settings) == []


@pytest.mark.parametrize("length", [0, 1, 21, 22, 300, -1])
def test_a_snapshot_that_is_cut_off_is_found(settings, run, length):
    file = folder_of(settings, run) / "epoch-0001.npz"
    file.write_bytes(file.read_bytes()[:length])

    assert found(settings) == [("file", (run.id, "epoch-0001"))]


def test_an_ended_run_without_its_weights_is_found(settings, run):
    (folder_of(settings, run) / "last.npz").unlink()

    assert found(settings) == [("weights", (run.id,))]


def test_a_run_whose_folder_is_gone_is_found(settings, run, tmp_path):
    folder_of(settings, run).rename(tmp_path / "elsewhere")

    assert found(settings) == [("weights", (run.id,))]


def test_files_of_no_run_are_found(settings, store, run):
    store.artifacts.write("0000000000ab", "last", {"a": np.zeros(3)})
    store.artifacts.write(run.id, "holiday", {"a": np.zeros(3)})

    assert found(settings) == [
        ("orphan", ("0000000000ab",)),
        ("stray", (run.id, "holiday")),
    ]


def test_files_are_found_whose_database_is_gone(settings, store, run):
    store.database.dispose()
    for file in settings.home.glob("lab.sqlite*"):
        file.unlink()

    assert found(settings) == [("orphan", (run.id,))]


def test_a_lost_epoch_is_found(settings, run):
    change(settings, "DELETE FROM epochs WHERE number = 2")

    assert found(settings) == [("history", (run.id,))]


def test_a_row_that_cannot_be_read_is_found(settings, run):
    change(settings, "UPDATE runs SET config = '{\"hidden'")

    assert found(settings) == [("row", (run.id,))]


def test_what_a_taught_run_began_with_is_missed_while_it_needs_it(settings, store, run):
    taught = Taught(run.id, run.name, drawings=10, digest="ab", folds=4)
    waiting = store.create(SMALL, "ruff taught", taught=taught)

    assert found(settings) == [("start", (waiting.id,))]


def measured(store, run) -> JobLease:
    jobs.request(store, run.id, "evaluation")
    lease = JobLease(store, run.id, "evaluation", "", "worker")
    assert lease.claim() is not None
    return lease


def test_a_result_that_is_gone_is_found(settings, store, run):
    measured(store, run).finish({"a": np.zeros(3)}, "version", 2)
    assert found(settings) == []

    store.artifacts.remove(run.id, "evaluation")

    assert found(settings) == [("measurement", (run.id, "evaluation", ""))]


def training(store) -> str:
    run = store.create(SMALL, "knot", holder="worker")
    RunLease(store, run.id, "worker").claim()
    return run.id


def test_a_lease_that_ends_far_in_the_future_is_found_whoever_is_at_work(settings, store, run):
    trained, lease = training(store), measured(store, run)
    sweep = create_sweep(store, PLAN)
    claim_trial(store, sweep.id, "worker")
    report_service(store.database, "ready")
    assert found(settings) == []

    for table in ("runs", "examinations", "sweep_trials"):
        change(settings, f"UPDATE {table} SET lease_until = {time.time() + 10**6}")

    assert found(settings) == [
        ("run lease", (run.id,)),
        ("run lease", (trained,)),
        ("job lease", (run.id, lease.kind, "")),
        ("trial lease", (sweep.id, "0")),
    ]


def test_what_a_dead_process_left_is_found_unless_an_engine_takes_it_up(settings, store, run):
    trained, lease = training(store), measured(store, run)
    for table in ("runs", "examinations"):
        change(settings, f"UPDATE {table} SET lease_until = {OLD} WHERE lease_until IS NOT NULL")

    closed = found(settings)
    report_service(store.database, "ready")

    assert closed == [("run lease", (trained,)), ("job lease", (run.id, lease.kind, ""))]
    assert found(settings) == []


def test_only_what_is_old_and_nobodys_is_left_over(settings, run):
    part = folder_of(settings, run) / "last.npz.123.part"
    part.write_bytes(b"half")
    ours = settings.home / "artifacts" / f"backup-{os.getpid()}-abcdefg_"
    ours.mkdir()
    make_old(ours)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    nobodys = settings.home / f"restore-{ended.pid}-abcdefg_"
    nobodys.mkdir()
    assert found(settings) == []

    make_old(part)
    make_old(nobodys)

    assert found(settings) == [("leftover", (str(part),)), ("leftover", (str(nobodys),))]


@pytest.mark.parametrize(
    "name",
    [
        "restore-2025-term",
        "room-keys.json.bak",
        "room-keys.json.2025",
        "lab.sqlite.mine.part",
        "artifacts/backup-2025-term",
    ],
)
def test_what_a_user_has_named_alike_is_not_left_over(settings, run, name):
    file = settings.home / name
    file.mkdir() if "-term" in name else file.write_text("mine")
    make_old(file)

    assert "leftover" not in [kind for kind, _ in found(settings)]


def test_a_damaged_file_of_nothing_is_found_once(settings, run):
    (folder_of(settings, run) / "evaluation.npz").write_bytes(b"")

    assert found(settings) == [("stray", (run.id, "evaluation"))]


def test_damaged_keys_are_found(settings, run):
    (settings.home / "room-keys.json").write_text("{")

    assert found(settings) == [("keys", ())]


def test_a_damaged_database_is_found_in_one_line(settings, store, run):
    store.database.dispose()
    file = settings.home / "lab.sqlite"
    file.write_bytes(file.read_bytes()[:-5000])

    (only,) = check(settings, moment_s=0)

    assert only.kind == "database"
    assert str(file) in only.sentence
    assert "\n" not in only.sentence


def test_a_database_that_another_program_has_locked_is_not_taken_for_damaged(
    settings, store, run, monkeypatch
):
    monkeypatch.setattr("mnist_core.store.sqlite_file.WAIT_S", 0)
    store.database.dispose()
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("DELETE FROM epochs")

        with pytest.raises(StoreError, match="locked"):
            check(settings, moment_s=0)


def test_a_lab_on_a_server_is_refused_in_a_sentence(settings):
    elsewhere = replace(settings, database="postgresql+psycopg://lab:secret@db/lab")

    with pytest.raises(ConfigError, match=r"check takes a database in an SQLite file.*\*\*\*"):
        check(elsewhere)


def test_what_is_mended_by_itself_within_a_moment_is_nothing(settings, store, run):
    """A folder that is deleted just then, as that of a run is."""
    store.artifacts.write("0000000000ab", "last", {"a": np.zeros(3)})
    deletion = threading.Timer(0.2, lambda: store.artifacts.remove_run("0000000000ab"))
    deletion.start()

    assert check(settings, moment_s=1.0) == []


def test_a_lab_at_work_is_not_taken_for_damaged(settings, store):
    """A writer creates runs, reports, replaces files and deletes, as fast as it can."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            run = runs.trained(store, SMALL, "busy", weights=True)
            measured(store, run).finish({"a": np.zeros(3)}, "version", 2)
            store.artifacts.write(run.id, "last", runs.random_weights(SMALL, 9))
            store.delete(run.id)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        looks = [check(settings, moment_s=0.1) for _ in range(8)]
    finally:
        ended.set()
        worker.join()

    assert looks == [[]] * 8
