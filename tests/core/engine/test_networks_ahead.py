"""Networks are made ready while nothing trains, for runs that then take them up."""

from dataclasses import dataclass, field

import pytest

from mnist_core.config import RunConfig
from mnist_core.engine import networks_ahead
from mnist_core.engine.networks_ahead import NetworksAhead, make_network
from mnist_core.engine.own_cluster import TRAINING, TRAINING_IN_ONE_THREAD
from mnist_core.engine.run_task import digits
from mnist_core.network.training_path import training_path
from mnist_core.store import drafts
from mnist_core.store.drafts import write_draft
from mnist_core.training import traced_networks
from mnist_core.training.traced_networks import take_network
from mnist_core.training.train_loop import Stepper
from tests.core.engine.dispatching import IN_ONE_THREAD, Future
from tests.core.training.training_helpers import SMALL

NARROW = SMALL.model_copy(update={"hidden_units": (9,)})


@dataclass
class Clock:
    now: float = 1_000.0

    def monotonic(self) -> float:
        self.now += networks_ahead.LOOK_S
        return self.now


@dataclass
class Lab:
    """The engine's client and its workers, of which one is there at first."""

    addresses: dict[str, str] = field(default_factory=lambda: {TRAINING: "tcp://first"})
    sent: list[tuple[RunConfig, str]] = field(default_factory=list)
    futures: list[Future] = field(default_factory=list)

    def first_of_roles(self) -> dict[str, str]:
        return self.addresses

    def need(self, role: str, count: int) -> None:
        self.addresses[role] = f"tcp://{role}"

    def submit(self, function, config, path, *, pure, workers) -> Future:
        assert (function, path) == (make_network, training_path(config))
        self.sent.append((config, workers[0]))
        self.futures.append(Future())
        return self.futures[-1]


@pytest.fixture
def lab() -> Lab:
    return Lab()


@pytest.fixture
def ahead(lab, store, monkeypatch) -> NetworksAhead:
    """Its clock goes on by half a second with each look."""
    clock = Clock()
    monkeypatch.setattr(networks_ahead, "time", clock)
    monkeypatch.setattr(drafts, "SETTLED_S", 0.0)
    return NetworksAhead(lab, store, lab, _idle_since=clock.now)


def look(ahead: NetworksAhead, times: int, *, busy: bool = False) -> None:
    for _ in range(times):
        ahead.dispatch(busy=busy)


def test_networks_are_made_one_after_another_each_once(ahead, lab):
    look(ahead, 20)
    assert [config for config, _ in lab.sent] == [RunConfig()]

    for _ in range(20):
        lab.futures[-1].ended = True
        look(ahead, 2)

    made = [config for config, _ in lab.sent]
    assert len(made) == len(set(made)) > 5
    assert {address for _, address in lab.sent} == {"tcp://first"}


def test_what_a_form_has_comes_first(ahead, lab, store):
    write_draft(store.database, "ann", NARROW)
    look(ahead, 10)

    assert lab.sent[0] == (NARROW, "tcp://first")


def test_what_is_computed_in_one_thread_is_made_by_a_worker_of_one_thread(ahead, lab, store):
    write_draft(store.database, "ann", IN_ONE_THREAD)
    look(ahead, 10)
    lab.futures[-1].ended = True
    look(ahead, 2)

    assert lab.sent[:2] == [
        (RunConfig(), "tcp://first"),
        (IN_ONE_THREAD, f"tcp://{TRAINING_IN_ONE_THREAD}"),
    ]


def test_nothing_is_made_while_something_trains_nor_just_after(ahead, lab, store):
    look(ahead, 20, busy=True)
    look(ahead, 2)
    assert lab.sent == []

    run = store.create(RunConfig())
    look(ahead, 20)
    assert lab.sent == []

    store.delete(run.id)
    look(ahead, 20)
    assert lab.sent != []


def test_a_new_worker_has_them_made_again(ahead, lab):
    look(ahead, 10)
    lab.futures[-1].ended = True
    lab.addresses[TRAINING] = "tcp://second"
    look(ahead, 2)

    assert lab.sent == [(RunConfig(), "tcp://first"), (RunConfig(), "tcp://second")]


@pytest.mark.keras
def test_a_run_takes_up_what_was_made():
    make_network(NARROW, training_path(NARROW))

    assert take_network(NARROW, training_path(NARROW), digits()).stepper._traced


@pytest.mark.keras
def test_a_network_that_cannot_be_made_is_left_to_the_run_that_needs_it(monkeypatch, capsys):
    def fail(_: Stepper, *, wait: bool) -> None:
        raise MemoryError

    monkeypatch.setattr(Stepper, "trace", fail)
    monkeypatch.setattr(traced_networks, "_kept", type(traced_networks._kept)())
    make_network(NARROW, training_path(NARROW))

    assert "MemoryError" in capsys.readouterr().err
    assert take_network(NARROW, "plain", digits()).model is not None
