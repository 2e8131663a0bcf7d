"""A run's two curves, loss and accuracy by epoch, with what the epoch under way has reached."""

import streamlit as st

from mnist_core.figures.epoch_marks import epochs_on_axis, marks_of
from mnist_core.figures.learning_curves import Metric, Partial, learning_curve
from mnist_core.store.records import Epoch, Progress, Run
from parts.shared.figure import draw_figure


def curves(run: Run, history: list[Epoch]) -> None:
    """Draw loss and accuracy by epoch, with the epoch that is kept and rates set by hand."""
    partials, marks = _partials(run), marks_of(run, history)
    metrics: tuple[Metric, ...] = ("loss", "accuracy")
    with st.grid(2, min_column_width=330, border=True):
        for metric in metrics:
            figure = learning_curve(
                history,
                metric,
                total_epochs=epochs_on_axis(run),
                partial=partials.get(metric),
                marks=marks,
                run=run.id,
            )
            draw_figure(
                figure, key=f"{metric}_chart", alt=f"{metric} by epoch, training and validation"
            )


def part_epoch(run: Run) -> Progress | None:
    """Give the progress inside an epoch that has begun and not ended, or None."""
    inside = run.state in ("training", "paused") or run.stopped_at
    if run.progress is None or not inside or run.progress.epoch != run.epochs_done + 1:
        return None
    return run.progress


def _partials(run: Run) -> dict[Metric, Partial]:
    progress = part_epoch(run)
    if progress is None:
        return {}
    position = run.epochs_done + progress.step / progress.steps
    return {
        "loss": Partial(position, progress.loss),
        "accuracy": Partial(position, progress.accuracy),
    }
