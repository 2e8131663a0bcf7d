"""The figures of mistakes, read back."""

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core.analysis.evaluation import DigitScore
from mnist_core.figures.confusion import (
    confusion_heatmap,
    digit_score_bars,
)

CONFUSION = np.diag(np.arange(900, 1000, 10))
CONFUSION[4, 9], CONFUSION[7, 2] = 20, 5
SCORES = [DigitScore(digit, 100, 0.93 + digit / 200, 0.98, 0.95) for digit in range(10)]


def _written(figure: go.Figure) -> dict[tuple[int, int], tuple[str, int]]:
    """Read each cell's text and size by true digit and answer."""
    return {
        (int(y), int(x)): (text, trace.textfont.size)
        for trace in figure.data[1:]
        for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)
    }


def test_a_cell_is_found_by_its_answer_across_and_its_true_digit_down() -> None:
    figure = confusion_heatmap(CONFUSION)
    cells = figure.data[0]

    assert list(cells.x) == list(cells.y) == list(range(10))
    assert cells.customdata[4][9] == 20
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    axes = figure.layout.xaxis, figure.layout.yaxis
    assert [axis.title.text for axis in axes] == ["Answer", "True digit"]
    assert "Confusion matrix" in figure.layout.title.text


def test_only_mistakes_are_coloured_and_the_worst_most() -> None:
    cells = confusion_heatmap(CONFUSION).data[0]

    assert not np.diag(cells.z).any()
    assert (cells.z[4][9], cells.z[7][2], cells.zmax) == (20, 5, 20)
    assert cells.customdata[3][3] == 930


def test_every_count_is_written_and_mistakes_larger_than_right_ones() -> None:
    written = _written(confusion_heatmap(CONFUSION))

    assert len(written) == 12
    assert written[4, 9][0] == "20"
    assert written[3, 3][0] == "930"
    assert written[4, 9][1] > written[3, 3][1]


def test_written_counts_leave_the_click_to_the_cell_below() -> None:
    assert all(trace.hoverinfo == "skip" for trace in confusion_heatmap(CONFUSION).data[1:])


def test_cells_are_square() -> None:
    assert confusion_heatmap(CONFUSION).layout.yaxis.scaleanchor == "x"


def test_each_digit_has_its_precision_and_recall_with_a_bar_between() -> None:
    bar, precision, recall = digit_score_bars(SCORES).data

    assert (precision.name, recall.name) == ("Precision", "Recall")
    assert precision.y[2] == pytest.approx(0.94)
    assert recall.y[2] == 0.98
    assert (bar.base[2], bar.base[2] + bar.y[2]) == pytest.approx((0.94, 0.98))


@pytest.mark.parametrize(("lowest", "start"), [(0.93, 0.9), (0.9, 0.9), (0.41, 0), (0, 0)])
def test_the_axis_of_scores_starts_below_the_lowest_and_says_where(
    lowest: float, start: float
) -> None:
    axis = digit_score_bars([DigitScore(0, 9, lowest, 1.0, 0.9)]).layout.yaxis

    assert f"from {start:.0%}" in axis.title.text
    assert axis.range[0] <= start
    assert axis.range[0] == pytest.approx(start, abs=0.05)
    assert axis.range[1] > 1


@pytest.mark.parametrize(
    ("full", "empty"),
    [
        (confusion_heatmap(CONFUSION), confusion_heatmap(np.zeros((10, 10), np.int64))),
        (digit_score_bars(SCORES), digit_score_bars([])),
    ],
    ids=["confusion", "scores"],
)
def test_without_digits_a_figure_keeps_its_frame(full: go.Figure, empty: go.Figure) -> None:
    assert empty.layout.update(meta=None) == full.layout.update(meta=None)
    assert len(empty.data) == len(full.data)
