"""Which epoch a run keeps, where it trained on after it."""

from dataclasses import replace

import pytest

from mnist_core.config import RunConfig
from mnist_core.store.best_epoch import best_word, earlier_best
from mnist_core.store.records import Epoch

PATIENT = RunConfig(early_stopping_patience=2)


def epochs(*val_losses):
    return [Epoch(n, 0.1, 0.9, loss, 0.9, 1.0, 0.001) for n, loss in enumerate(val_losses, 1)]


@pytest.mark.parametrize(
    ("config", "val_losses", "expected"),
    [
        (PATIENT, (0.5, 0.3, 0.3, 0.4), 2),
        (PATIENT, (0.5, 0.3, 0.2), None),
        (PATIENT, (), None),
        (RunConfig(), (0.5, 0.3, 0.4), None),
    ],
)
def test_an_epoch_is_the_earlier_best_only_where_patience_looks_back_past_others(
    run, config, val_losses, expected
):
    best = earlier_best(replace(run, config=config), epochs(*val_losses))

    assert (best.number if best else None) == expected


def test_a_stop_inside_an_epoch_gives_the_whole_epoch_before_it_back(run):
    history = epochs(0.5, 0.3)
    stopped = replace(run, config=PATIENT, state="stopped", stopped_at=7)

    assert earlier_best(stopped, history) == history[1]
    assert earlier_best(replace(stopped, state="training"), history) is None


@pytest.mark.parametrize(
    ("state", "word"),
    [("training", "best so far"), ("paused", "best so far"), ("finished", "kept")],
)
def test_nothing_is_called_kept_before_the_end(run, state, word):
    assert best_word(replace(run, state=state)) == word
