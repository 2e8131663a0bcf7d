"""Networks are made ready while nothing trains; a run that comes meanwhile waits for its turn."""

import threading

import pytest

from mnist_core.engine.programs_ahead import make_ahead
from mnist_core.engine.run_task import digits
from mnist_core.engine.turns import TURNS, Turns
from mnist_core.network.training_path import training_path
from mnist_core.training import traced_networks
from mnist_core.training.traced_networks import take_network
from mnist_core.training.train_loop import Stepper
from tests.core.training.training_helpers import SMALL

NARROW = SMALL.model_copy(update={"hidden_units": (9,)})
WIDER = SMALL.model_copy(update={"hidden_units": (10,)})


@pytest.mark.keras
def test_networks_are_made_that_a_run_then_takes_up():
    make_ahead([NARROW, WIDER], idle=0.0).join()

    for config in (NARROW, WIDER):
        assert take_network(config, training_path(config), digits()).stepper._traced


@pytest.mark.keras
def test_nothing_is_made_while_something_trains():
    with TURNS.training(), TURNS.training():
        thread = make_ahead([NARROW], idle=0.0)
        thread.join(0.2)
        assert thread.is_alive()
    thread.join()


@pytest.mark.keras
def test_a_network_that_cannot_be_made_is_left_to_the_run_that_needs_it(monkeypatch, capsys):
    def fail(_: Stepper) -> None:
        raise MemoryError

    monkeypatch.setattr(Stepper, "trace", fail)
    monkeypatch.setattr(traced_networks, "_kept", type(traced_networks._kept)())
    make_ahead([NARROW], idle=0.0).join()

    assert "MemoryError" in capsys.readouterr().err
    with TURNS.training():
        assert take_network(NARROW, "plain", digits()).model is not None


def test_a_training_waits_for_the_network_that_is_being_made():
    turns, order = Turns(), []

    def train() -> None:
        with turns.training():
            order.append("trained")

    with turns.making(0.0):
        training = threading.Thread(target=train)
        training.start()
        training.join(0.1)
        order.append("made")
    training.join()

    assert order == ["made", "trained"]


def test_a_worker_that_has_just_begun_makes_nothing_yet():
    TURNS._idle_since = 0.0  # as in one forked from a process that has waited for long

    make_ahead([], idle=30.0).join()

    assert TURNS._idle_since > 0.0


def test_the_pause_is_counted_from_the_last_trainings_end():
    turns, made = Turns(), threading.Event()
    turns._idle_since -= 60

    def make() -> None:
        with turns.making(30):
            made.set()

    with turns.training():
        pass
    making = threading.Thread(target=make)
    making.start()

    assert not made.wait(0.1)
    with turns._changed:  # as if the pause were over
        turns._idle_since -= 60
        turns._changed.notify_all()
    making.join()
    assert made.is_set()
