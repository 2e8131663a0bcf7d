"""Beside a run that trains alone, and for long, an idle worker makes its network."""

from dataclasses import dataclass, field

import pytest

from mnist_core.config import RunConfig
from mnist_core.engine import spare_worker
from mnist_core.engine.networks_ahead import make_network
from mnist_core.engine.own_cluster import TRAINING
from mnist_core.engine.spare_worker import SpareWorker
from mnist_core.store.records import Progress, Run
from mnist_core.store.run_leases import RunLease
from tests.core.engine.dispatching import Future


@dataclass
class Clock:
    now: float = 1_000.0

    def monotonic(self) -> float:
        self.now += 2 * spare_worker.LOOK_S
        return self.now


@dataclass
class Lab:
    """The engine's client and its workers."""

    at: list[str] = field(default_factory=lambda: ["tcp://second"])
    needed: list[tuple[str, int]] = field(default_factory=list)
    sent: list[tuple[RunConfig, str, str]] = field(default_factory=list)
    futures: list[Future] = field(default_factory=list)

    def need(self, role: str, count: int) -> None:
        self.needed.append((role, count))

    def idle(self, role: str) -> list[str]:
        return list(self.at)

    def submit(self, function, config, path, *, pure, workers) -> Future:
        assert function is make_network
        self.sent.append((config, path, workers[0]))
        self.futures.append(Future())
        return self.futures[-1]


@pytest.fixture
def lab() -> Lab:
    return Lab()


@pytest.fixture
def spare(lab, store, monkeypatch) -> SpareWorker:
    """Its clock goes on by two seconds with each look."""
    monkeypatch.setattr(spare_worker, "time", Clock())
    return SpareWorker(lab, store, lab)


def training(store, config: RunConfig, seconds_left: float = 60.0) -> Run:
    """Give a run that trains, and says how long it will."""
    run = store.create(config)
    lease = RunLease(store, run.id, f"worker of {run.id}")
    assert lease.claim()
    lease.report(Progress(1, 1, 9, 1.0, 0.5, 1_000.0, seconds_left), [])
    return run


def look(spare: SpareWorker, times: int) -> None:
    for _ in range(times):
        spare.dispatch()


def test_a_spare_worker_makes_the_network_of_a_run_that_trains_alone_once(spare, lab, store):
    run = training(store, RunConfig())
    look(spare, 1)
    assert (lab.needed, lab.sent) == ([], [])

    look(spare, 9)
    assert lab.sent == [(run.config, run.training_path, "tcp://second")]
    assert set(lab.needed) == {(TRAINING, 2)}

    lab.futures[-1].ended = True
    look(spare, 9)
    assert len(lab.sent) == 1


def test_where_the_spare_worker_has_taken_over_the_next_one_is_made_ready(spare, lab, store):
    training(store, RunConfig())
    look(spare, 9)
    lab.futures[-1].ended = True

    lab.at = ["tcp://third"]
    look(spare, 2)

    assert [address for *_, address in lab.sent] == ["tcp://second", "tcp://third"]


def test_a_run_that_ends_soon_gets_none(spare, lab, store):
    training(store, RunConfig(), seconds_left=spare_worker.AT_LEAST_S - 1)
    look(spare, 9)

    assert (lab.needed, lab.sent) == ([], [])


@pytest.mark.parametrize("other", ["trains", "waits"])
def test_where_another_run_trains_or_waits_workers_are_for_that(spare, lab, store, other):
    training(store, RunConfig())
    if other == "trains":
        training(store, RunConfig(seed=1))
    else:
        store.create(RunConfig(seed=1))
    look(spare, 9)

    assert (lab.needed, lab.sent) == ([], [])


def test_a_run_whose_network_is_not_kept_for_others_gets_none(spare, lab, store):
    training(store, RunConfig(forms=20))
    look(spare, 9)

    assert lab.sent == []
