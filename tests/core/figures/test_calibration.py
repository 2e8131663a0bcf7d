"""The figures of confidence, read back."""

import numpy as np
import pytest

from mnist_core.analysis.calibration import RefusalCurve, Reliability
from mnist_core.figures.calibration import refusal_curve_chart, reliability_curve

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


def test_reliability_leaves_empty_bins_out_and_joins_the_others_to_the_diagonal() -> None:
    _, diagonal, gaps, curve = reliability_curve(RELIABILITY).data

    assert (list(diagonal.x), list(diagonal.y)) == ([0, 1], [0, 1])
    assert (list(curve.x), list(curve.y)) == ([0.4, 0.6, 0.9], [0.5, 0.3, 0.95])
    assert list(gaps.base) == list(gaps.x) == [0.4, 0.6, 0.9]
    assert np.add(gaps.base, gaps.y) == pytest.approx([0.5, 0.3, 0.95])


def test_reliability_has_the_terms_of_the_field() -> None:
    layout = reliability_curve(RELIABILITY).layout

    assert layout.title.text == "<b>Calibration</b>"
    assert [axis.title.text for axis in (layout.xaxis, layout.yaxis)] == ["Confidence", "Accuracy"]


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


def test_reliability_without_digits_keeps_its_frame() -> None:
    full, empty = reliability_curve(RELIABILITY), reliability_curve(NO_DIGITS)

    assert empty.layout == full.layout
    assert len(empty.data) == len(full.data)


def test_refusing_without_digits_keeps_its_axes() -> None:
    nothing = RefusalCurve(REFUSAL.thresholds, np.zeros(3), np.full(3, np.nan))
    empty, full = refusal_curve_chart(nothing).layout, refusal_curve_chart(REFUSAL).layout

    assert (empty.height, empty.margin, empty.xaxis) == (full.height, full.margin, full.xaxis)
    assert empty.yaxis.range[1] > 0
