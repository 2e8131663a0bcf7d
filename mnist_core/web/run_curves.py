"""A run's two curves, loss and accuracy by epoch, with what the epoch under way has reached."""

import plotly.graph_objects as go

from mnist_core.figures.epoch_marks import epochs_on_axis, marks_of
from mnist_core.figures.learning_curves import Metric, Partial, learning_curve
from mnist_core.store.records import Epoch, Run
from mnist_core.web.run_numbers import part_epoch

METRICS: tuple[Metric, ...] = ("loss", "accuracy")


def run_curves(run: Run, history: list[Epoch]) -> dict[Metric, go.Figure]:
    """Draw loss and accuracy by epoch, with the epoch that is kept and rates set by hand."""
    partials, marks = _partials(run), marks_of(run, history)
    return {
        metric: learning_curve(
            history,
            metric,
            total_epochs=epochs_on_axis(run),
            partial=partials.get(metric),
            marks=marks,
            run=run.id,
        )
        for metric in METRICS
    }


def _partials(run: Run) -> dict[Metric, Partial]:
    progress = part_epoch(run)
    if progress is None:
        return {}
    position = run.epochs_done + progress.step / progress.steps
    return {
        "loss": Partial(position, progress.loss),
        "accuracy": Partial(position, progress.accuracy),
    }
