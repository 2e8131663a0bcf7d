"""A lesson's four numbers: the slide's error beside the measured one, for the back of a room."""

from mnist_core.compare.contenders import Spread
from mnist_core.lessons.lesson_runs import Trial
from mnist_core.lessons.slides import Lesson
from mnist_core.lessons.texts import (
    ILLEGIBLE,
    UNKNOWN,
    chance_of,
    difference,
    published_text,
    seeds_text,
)
from mnist_core.network.architecture import parameter_count
from mnist_core.store.records import Epoch, Run, kept_epoch
from mnist_core.web.messages import Numbers, Tile


def lesson_numbers(lesson: Lesson, trial: Trial, history: list[Epoch]) -> Numbers:
    """Gather them.

    Args:
        history: the epochs of the trial's ``shown`` run.
    """
    gap, note = difference(lesson, trial.error)
    measured, of_what = _measured(trial.error, trial.shown, history)
    return Numbers(
        page=lesson_mark(trial),
        text="",
        share=0.0,
        failed=False,
        note="",
        tiles=(
            _published(lesson),
            Tile(label="Measured error", value=measured, note=of_what),
            Tile(label="Difference", value=gap, note=note, help=_chance_text(lesson, trial.error)),
            _parameters(lesson),
        ),
    )


def lesson_mark(trial: Trial) -> str:
    """Give what the page around the numbers depends on; that a run has begun is not part of it."""
    return " ".join(
        f"{run.id}:{'active' if run.active else run.state}:{run.request or ''}"
        for run in trial.runs
    )


def _published(lesson: Lesson) -> Tile:
    known = lesson.preset.published_error_percent is not None
    return Tile(
        label="Error on the slide",
        value=published_text(lesson) if known else UNKNOWN,
        note="of 10,000 test digits" if known else ILLEGIBLE,
    )


def _measured(error: Spread | None, run: Run | None, history: list[Epoch]) -> tuple[str, str]:
    """Give the error to show and its note: while the first run trains, that of its best epoch.

    Without early stopping that is its last one.
    """
    if error is not None:
        return f"{error.mean:.2f}%", seeds_text(error)
    if run is None or run.state == "failed" or run.val_error_percent is None:
        return UNKNOWN, "not run yet" if run is None else "nothing learned yet"
    kept = kept_epoch(run.config, history)
    number = run.epochs_done if kept is None else kept.number
    return f"{run.val_error_percent:.2f}%", f"after epoch {number}"


def _chance_text(lesson: Lesson, error: Spread | None) -> str:
    if error is None:
        return ""
    return f"In points. Other seeds alone may change it by ±{chance_of(lesson, error):.2f}."


def _parameters(lesson: Lesson) -> Tile:
    """Write their count so that it fits on a phone; the table below has it in full."""
    count, published = parameter_count(lesson.preset.config), lesson.preset.published_parameters
    return Tile(
        label="Parameters",
        value=f"{count:,}" if count < 1_000_000 else f"{count / 1e6:.2f} M",
        note="not on the slide" if published is None else f"slide {published:,}",
    )
