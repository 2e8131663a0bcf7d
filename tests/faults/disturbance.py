"""One training that something befalls, and how it ended."""

import contextlib
import random
import time
from dataclasses import dataclass

from mnist_core.config import RunConfig
from tests.faults.faults import Fault, Missed
from tests.faults.lab_at_work import Ending, LabAtWork
from tests.waiting import wait_until

# 10,000 steps an epoch take a fifth of a second at least; reports are written as often.
CONFIG = RunConfig(hidden_units=(32,), batch_size=2, epochs=10, train_size=20_000)
FIRST, LAST = 0.1, 0.6  # of the epochs: something is behind it, and something is left


@dataclass(frozen=True)
class Disturbed:
    """A training that something befell.

    Attributes:
        moment: after how many epochs.
        seconds: the longest time without a further epoch in the record, from the fault to the end.
        ending: how it ended.
    """

    moment: float
    seconds: float
    ending: Ending


def disturb(lab: LabAtWork, fault: Fault, config: RunConfig = CONFIG) -> Disturbed:
    """Train, let something befall the lab at a random moment, and wait for the end.

    A run that ends before anything could befall it, on a machine that does much else, is followed
    by another.
    """
    while True:
        with contextlib.suppress(Missed):
            return _disturb_one(lab, fault, config)


def _disturb_one(lab: LabAtWork, fault: Fault, config: RunConfig) -> Disturbed:
    run = lab.store.create(config)
    moment = config.epochs * random.uniform(FIRST, LAST)
    wait_until(lambda: lab.done(run.id) >= moment)
    known, began = lab.store.read(run.id).epochs_done, time.monotonic()
    with fault(lab, run.id):
        waits = _waits(lab, run.id, known, began)
        return Disturbed(moment, max(waits), lab.ending(run.id))


def _waits(lab: LabAtWork, run_id: str, known: int, since: float) -> list[float]:
    """Wait until a run has ended, and give the seconds between its further epochs and to its end.

    Args:
        known: how many epochs it had when it was looked at last, at ``since``.
    """
    waits: list[float] = []

    def ended() -> bool:
        nonlocal known, since
        run, now = lab.store.read(run_id), time.monotonic()
        if run.epochs_done > known or not run.active:
            waits.append(now - since)
            known, since = run.epochs_done, now
        return not run.active

    wait_until(ended)
    return waits


def undisturbed(lab: LabAtWork, config: RunConfig = CONFIG) -> Ending:
    """Train in peace, and give how it ended."""
    return lab.ending(lab.store.create(config).id)
