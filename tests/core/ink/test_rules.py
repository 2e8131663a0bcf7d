import numpy as np
import pytest

from mnist_core.ink.rules import without_rules

STROKE = (slice(40, 260), slice(140, 156))


def ruled(*, level=True, slope=0.0, line=0.3):
    """Ink of 0.8 across lines three pixels wide, thirty apart."""
    across, along = np.indices((300, 300))
    away = np.abs((across + slope * along) % 30 - 15)
    ink = (line * np.clip(2 - away, 0, 1)).astype(np.float32)
    if not level:
        ink = ink.T.copy()
    ink[STROKE] = 0.8
    return ink


@pytest.mark.parametrize("level", [True, False])
@pytest.mark.parametrize("slope", [0.0, 0.08, -0.05])
def test_lines_go_and_ink_across_them_stays(level, slope):
    wiped = without_rules(ruled(level=level, slope=slope))

    ink = np.zeros((300, 300), bool)
    ink[STROKE] = True
    assert wiped.darkest == pytest.approx(0.3, abs=0.05)
    assert wiped.ink[ink].min() > 0.4
    assert np.mean(wiped.ink[~ink] > 0.15) < 0.02


def test_lines_are_marked_where_they_were():
    wiped = without_rules(ruled())

    rows = wiped.lines[:, 20]
    assert rows[[15, 45, 75]].all()
    assert not rows[26:34].any()


@pytest.mark.parametrize("longest", [120, 200])
def test_ink_that_follows_a_line_stays(longest):
    ink = ruled()
    along = (slice(133, 138), slice(40, 40 + longest))
    ink[along] = 0.8

    wiped = without_rules(ink)

    assert wiped.ink[along].mean() > 0.6
    assert wiped.darkest < 0.5


def test_a_bold_line_among_others_is_wiped():
    ink = ruled()
    ink[134:137] = np.maximum(ink[134:137], 0.5)

    wiped = without_rules(ink)

    assert np.mean(wiped.ink[:, :130] > 0.15) < 0.02
    assert wiped.darkest == pytest.approx(0.5, abs=0.05)


def test_a_stroke_alone_is_no_line():
    ink = np.zeros((300, 300), np.float32)
    ink[150:156, 40:260] = 0.8

    wiped = without_rules(ink)

    np.testing.assert_array_equal(wiped.ink, ink)
    assert wiped.darkest == 0
