"""The figures of mistakes and confidence, read back."""

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core.analysis.evaluation import DigitScore, RefusalCurve, Reliability
from mnist_core.figures.calibration import refusal_curve_chart, reliability_curve
from mnist_core.figures.confusion import (
    confusion_heatmap,
    digit_score_bars,
)

CONFUSION = np.diag(np.arange(900, 1000, 10))
CONFUSION[4, 9], CONFUSION[7, 2] = 20, 5
SCORES = [DigitScore(digit, 100, 0.93 + digit / 200, 0.98, 0.95) for digit in range(10)]
RELIABILITY = Reliability(
    edges=np.linspace(0, 1, 5),
    confidence=np.array([np.nan, 0.4, 0.6, 0.9]),
    accuracy=np.array([np.nan, 0.5, 0.3, 0.95]),
    count=np.array([0, 10, 40, 400]),
    expected_calibration_error=0.07,
)
NO_DIGITS = Reliability(
    np.linspace(0, 1, 5), np.full(4, np.nan), np.full(4, np.nan), np.zeros(4, np.int64), 0.0
)
REFUSAL = RefusalCurve(
    np.array([0, 0.5, 1]), np.array([1, 0.8, 0.0]), np.array([0.03, 0.01, np.nan])
)


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
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("Answered", "Is a")


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


def test_reliability_leaves_empty_bins_out_and_joins_the_others_to_the_diagonal() -> None:
    _, diagonal, gaps, curve = reliability_curve(RELIABILITY).data

    assert (list(diagonal.x), list(diagonal.y)) == ([0, 1], [0, 1])
    assert (list(curve.x), list(curve.y)) == ([0.4, 0.6, 0.9], [0.5, 0.3, 0.95])
    assert list(gaps.base) == list(gaps.x) == [0.4, 0.6, 0.9]
    assert np.add(gaps.base, gaps.y) == pytest.approx([0.5, 0.3, 0.95])


def test_reliability_shows_how_many_digits_stand_behind_a_point() -> None:
    histogram, _, _, curve = reliability_curve(RELIABILITY).data

    assert list(histogram.x) == [0.125, 0.375, 0.625, 0.875]
    assert list(histogram.y) == [0, 10 / 400, 40 / 400, 1]
    assert list(curve.customdata) == [10, 40, 400]
    assert list(curve.marker.size) == sorted(curve.marker.size)


def test_refusing_has_an_axis_for_the_error_and_one_for_the_share_answered() -> None:
    figure = refusal_curve_chart(REFUSAL)
    wrong, answered = figure.data

    assert (list(wrong.y[:2]), wrong.yaxis) == ([0.03, 0.01], "y")
    assert (list(answered.y), answered.yaxis) == ([1, 0.8, 0], "y2")
    assert figure.layout.yaxis.range[1] == pytest.approx(0.03, rel=0.1)
    assert figure.layout.yaxis2.range[1] >= 1


@pytest.mark.parametrize(
    ("full", "empty"),
    [
        (confusion_heatmap(CONFUSION), confusion_heatmap(np.zeros((10, 10), np.int64))),
        (digit_score_bars(SCORES), digit_score_bars([])),
        (reliability_curve(RELIABILITY), reliability_curve(NO_DIGITS)),
    ],
    ids=["confusion", "scores", "reliability"],
)
def test_without_digits_a_figure_keeps_its_frame(full: go.Figure, empty: go.Figure) -> None:
    assert empty.layout == full.layout
    assert len(empty.data) == len(full.data)


def test_refusing_without_digits_keeps_its_axes() -> None:
    nothing = RefusalCurve(REFUSAL.thresholds, np.zeros(3), np.full(3, np.nan))
    empty, full = refusal_curve_chart(nothing).layout, refusal_curve_chart(REFUSAL).layout

    assert (empty.height, empty.margin, empty.xaxis) == (full.height, full.margin, full.xaxis)
    assert empty.yaxis.range[1] > 0
