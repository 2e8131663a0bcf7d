"""What a run's record says of itself: its state's word, its kept epoch, its targets."""

from dataclasses import replace

import pytest

from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, kept_epoch

VAL_LOSSES = (0.5, 0.3, 0.3, 0.4)
EPOCHS = [
    Epoch(number, 0.1, 0.9, val_loss, 0.9, 1.0, 0.001)
    for number, val_loss in enumerate(VAL_LOSSES, start=1)
]


@pytest.mark.parametrize(("patience", "expected"), [(None, 4), (2, 2)])
def test_early_stopping_keeps_the_first_epoch_of_least_loss_and_others_the_last(patience, expected):
    kept = kept_epoch(RunConfig(early_stopping_patience=patience), EPOCHS)

    assert kept is not None
    assert kept.number == expected


def test_no_epoch_is_kept_of_none():
    assert kept_epoch(RunConfig(early_stopping_patience=1), []) is None


@pytest.mark.parametrize(
    ("state", "pruned", "word"),
    [("stopped", True, "pruned"), ("stopped", False, "stopped"), ("finished", True, "finished")],
)
def test_a_run_that_its_sweep_ended_early_is_called_pruned(run, state, pruned, word):
    assert replace(run, state=state, pruned=pruned).word == word


def test_an_epoch_keeps_the_target_that_it_was_trained_under(store, run, lease):
    for epochs in (EPOCHS[:2], EPOCHS[2:3]):
        lease.report(None, epochs)
        store.extend(run.id, 5)

    extended = store.read(run.id)

    assert [extended.target_at(epoch) for epoch in (1, 2, 3, 4, 20)] == [10, 10, 15, 20, 20]
