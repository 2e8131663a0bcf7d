"""A training that is there to be timed: how many digits it counts, by a clock of the test's own."""

import itertools

import pytest

from mnist_core.engine import throughput_probe
from mnist_core.engine.run_task import digits
from mnist_core.engine.throughput_probe import ready_probe
from mnist_core.network.training_path import training_path
from mnist_core.training.traced_networks import take_network
from tests.core.training.training_helpers import SMALL

pytestmark = pytest.mark.keras


class Clock:
    """A clock that goes on by half a second with every look at it."""

    def __init__(self) -> None:
        self._ticks = itertools.count()

    def time(self) -> float:
        return next(self._ticks) / 2


def test_digits_a_second_are_counted_until_the_end_of_the_window(monkeypatch):
    probe = ready_probe(SMALL)
    slices = iter([30] * 3)  # at 0.5, 1.0 and 1.5 seconds
    monkeypatch.setattr(probe, "_train", lambda: next(slices))
    monkeypatch.setattr(throughput_probe, "time", Clock())

    rate = probe.digits_until(2.0)

    assert rate == 3 * 30 / 2.5
    assert list(slices) == []


def test_a_window_that_is_over_counts_nothing():
    assert ready_probe(SMALL).digits_until(0.0) == 0.0


def test_a_trial_takes_up_the_network_that_was_measured():
    path = training_path(SMALL, beside_others=True)
    probe = ready_probe(SMALL)
    probe.put_away()

    assert take_network(SMALL, path, digits()).stepper is probe._stepper
    assert ready_probe(SMALL) is not probe


def test_a_process_keeps_its_probe_and_each_slice_trains_whole_batches():
    probe = ready_probe(SMALL)

    assert ready_probe(SMALL) is probe
    assert probe._train() % SMALL.batch_size == 0
    assert probe._train() > 0
