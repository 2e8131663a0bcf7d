"""What happened to a run along its epochs, marked in its charts: which is kept, new rates."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import plotly.graph_objects as go

from mnist_core.dataset import epoch_size
from mnist_core.figures.colors import GREY
from mnist_core.plural import number_text
from mnist_core.store.best_epoch import ENDED, best_word, earlier_best
from mnist_core.store.records import Epoch, RateChange, Run

# A letter's width as a share of the narrowest chart's, which is a phone's.
LETTER = 0.021
MOST_RATES = 3  # written in one label; of more, the first and the last

Written = tuple[float, str]  # where its line stands, as a share of the axis, and a rate


class RateMark(NamedTuple):
    """A learning rate set by hand.

    Attributes:
        epoch: epochs done by then and the share of the one under way, such as 3.5.
        value: the rate from there on.
    """

    epoch: float
    value: float


class Marks(NamedTuple):
    """What is marked along the axis of epochs.

    Attributes:
        kept: the epoch whose weights are kept, where that is not simply the last; or None.
        kept_word: what it is called.
        rates: learning rates set by hand, first to last.
    """

    kept: int | None = None
    kept_word: str = ""
    rates: tuple[RateMark, ...] = ()


NO_MARKS = Marks()


def marks_of(run: Run, epochs: Sequence[Epoch]) -> Marks:
    """Gather what there is to mark of a run."""
    best = earlier_best(run, epochs)
    return Marks(
        kept=best.number if best else None,
        kept_word=best_word(run),
        rates=tuple(_rate_mark(run, change) for change in run.rate_changes),
    )


def epochs_on_axis(run: Run) -> int:
    """Count the epochs on a run's axis: what it did once it has ended, what it is to do before."""
    done = run.epochs_done + (1 if run.stopped_at else 0)
    return done if run.state in ENDED and done else run.target_epochs


def add_marks(figure: go.Figure, marks: Marks, *, total_epochs: int, kept_at_top: bool) -> None:
    """Draw the marks: a thin line each, a dotted one for a rate, each with a small label.

    Rates are written above the plot, where lines never cross them; neighbours share one label.

    Args:
        kept_at_top: whether the kept epoch's label stands at the top of the plot or at its foot,
            wherever curves seldom come.
    """
    lines = [_line(mark.epoch, "dot") for mark in marks.rates]
    written = [(mark.epoch / total_epochs, number_text(mark.value)) for mark in marks.rates]
    labels = [_rates_label(group, total_epochs) for group in _groups(_with_name(written))]
    if marks.kept is not None:
        lines.append(_line(marks.kept, "solid"))
        labels.append(_kept_label(marks, total_epochs, at_top=kept_at_top))
    if lines:
        figure.layout.shapes = lines
        figure.layout.annotations = labels


def _rate_mark(run: Run, change: RateChange) -> RateMark:
    steps = -(-epoch_size(run.config) // run.config.batch_size)
    steps = run.progress.steps if run.progress is not None else steps
    return RateMark(change.epoch - 1 + change.step / steps, change.value)


def _line(epoch: float, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": epoch,
        "x1": epoch,
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": GREY, "width": 1.5, "dash": dash},
    }


def _with_name(written: list[Written]) -> list[Written]:
    """Say in the first label what the numbers are."""
    return [(place, text if at else f"rate {text}") for at, (place, text) in enumerate(written)]


def _groups(written: Sequence[Written]) -> list[list[Written]]:
    """Put texts together that would touch."""
    groups: list[list[Written]] = []
    for each in written:
        groups.append([each])
        while any(_touch(*pair) for pair in pairwise(groups[-2:])):
            groups[-2:] = [[*groups[-2], *groups[-1]]]
    return groups


def _touch(one: Sequence[Written], next_one: Sequence[Written]) -> bool:
    return _left(one) + _width(one) > _left(next_one)


def _left(group: Sequence[Written]) -> float:
    """Give where a label begins, as a share of the axis: at its line, or so that it fits."""
    return max(0.0, min(group[0][0], 1 - _width(group)))


def _width(group: Sequence[Written]) -> float:
    return LETTER * (len(_text(group)) + 1)


def _text(group: Sequence[Written]) -> str:
    texts = [text for _, text in group]
    return " → ".join(texts if len(texts) <= MOST_RATES else [texts[0], "…", texts[-1]])


def _rates_label(group: Sequence[Written], total_epochs: int) -> dict[str, Any]:
    fits = _left(group) == group[0][0]
    return {
        "text": _text(group),
        "x": total_epochs * (group[0][0] if fits else 1),
        "xanchor": "left" if fits else "right",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 13},
    }


def _kept_label(marks: Marks, total_epochs: int, *, at_top: bool) -> dict[str, Any]:
    assert marks.kept is not None
    left = marks.kept > total_epochs / 2
    return {
        "text": marks.kept_word,
        "x": marks.kept,
        "xanchor": "right" if left else "left",
        "xshift": -3 if left else 3,
        "y": 1 if at_top else 0,
        "yref": "paper",
        "yanchor": "top" if at_top else "bottom",
        "showarrow": False,
        "font": {"size": 14},
    }
