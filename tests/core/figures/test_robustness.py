"""The figures of robustness, read back."""

import numpy as np
import pytest

from mnist_core.analysis.robustness import DISTORTIONS, KINDS, Kind, Robustness, RobustnessCurve
from mnist_core.figures.robustness import robustness_curve

ROBUSTNESS = Robustness(
    100,
    {
        kind: RobustnessCurve(
            np.array(DISTORTIONS[kind].levels), np.linspace(1, 0.2, len(DISTORTIONS[kind].levels))
        )
        for kind in KINDS
    },
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_curve_shows_accuracy_by_level_with_the_untouched_digits_hollow(kind: Kind) -> None:
    (curve,) = robustness_curve(ROBUSTNESS, kind).data
    hollow = [x for x, symbol in zip(curve.x, curve.marker.symbol, strict=True) if "open" in symbol]

    assert list(curve.x) == list(DISTORTIONS[kind].levels)
    assert curve.y == pytest.approx(ROBUSTNESS.curves[kind].accuracy, abs=1e-4)
    assert hollow == [0]


@pytest.mark.parametrize("kind", KINDS)
def test_every_level_is_in_sight_and_accuracy_spans_0_to_100_percent(kind: Kind) -> None:
    layout = robustness_curve(ROBUSTNESS, kind).layout

    assert layout.xaxis.range[0] < DISTORTIONS[kind].levels[0]
    assert layout.xaxis.range[1] > DISTORTIONS[kind].levels[-1]
    assert DISTORTIONS[kind].unit in layout.xaxis.title.text
    assert tuple(layout.yaxis.range) == (0, 1)


def test_without_a_measurement_the_frame_stays() -> None:
    empty, full = robustness_curve(None, "shift"), robustness_curve(ROBUSTNESS, "shift")

    assert empty.layout == full.layout
    assert not empty.data
