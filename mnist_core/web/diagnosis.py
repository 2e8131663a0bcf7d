"""What moves of a diagnosis while its run trains: two errors, and the reasons of hints."""

import hashlib
import json

from mnist_core.analysis.hints import find_hints
from mnist_core.analysis.symptoms import Hint, symptoms_of
from mnist_core.dataset import validation_size
from mnist_core.presets import published_error
from mnist_core.store.best_epoch import best_word, earlier_best
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.web.messages import Hints, Numbers, Tile

NONE = "–"


def diagnosis_numbers(store: RunStore, run: Run, history: list[Epoch]) -> Numbers:
    """Gather a run's errors; those numbers that are measured are not among them."""
    return Numbers(
        page=diagnosis_mark(store, run, history),
        text="",
        share=0.0,
        failed=run.state == "failed",
        note="",
        tiles=(_test_error(run), _validation_error(run, history)),
    )


def diagnosis_mark(store: RunStore, run: Run, history: list[Epoch]) -> str:
    """Give what of a run its diagnosis depends on, but for numbers that move by themselves.

    That is its name and state, whether it has learned anything, and what the hints advise.
    """
    advice = [[hint.name, hint.title, hint.change_text] for hint in _hints(run, history)]
    learned = store.artifacts.version(run.id, LAST) != ""
    shown = json.dumps([run.name, run.state, run.message, learned, advice])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def hint_reasons(_store: RunStore, run: Run, history: list[Epoch]) -> Hints:
    """Give the reasons of the hints that follow from the history alone, by their names."""
    return Hints(reasons={hint.name: hint.reason for hint in _hints(run, history)})


def _hints(run: Run, history: list[Epoch]) -> list[Hint]:
    return find_hints(symptoms_of(run, history))


def _test_error(run: Run) -> Tile:
    error, published = run.test_error_percent, published_error(run.config)
    note = "after the end" if error is None else f"{round(100 * error):,} of 10,000 misread"
    return Tile(
        label="Test error",
        value=_percent(error),
        note=f"slide {published:.2f}%" if published else note,
    )


def _validation_error(run: Run, history: list[Epoch]) -> Tile:
    """Show it, and name the epoch that it is of, where that is not simply the last."""
    best = earlier_best(run, history)
    note = f"of {validation_size(run.config):,} digits"
    if best is not None:
        note = f"{best_word(run)}: epoch {best.number} of {run.epochs_done}"
    return Tile(label="Validation error", value=_percent(run.val_error_percent), note=note)


def _percent(percent: float | None) -> str:
    return NONE if percent is None else f"{percent:.2f}%"
