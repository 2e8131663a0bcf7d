import numpy as np
import pytest

from mnist_core.ink.binarise import find_ink
from mnist_core.ink.pen_width import redraw
from mnist_core.ink.skeleton import thin


def bar(width, paper=0.0, ink=1.0, size=100):
    picture = np.full((size, size), paper, np.float32)
    picture[20:80, 50 - width // 2 : 50 - width // 2 + width] = ink
    return picture


def inked(picture):
    found = find_ink(picture)
    assert found is not None
    return found > 0.5


@pytest.mark.parametrize(("paper", "ink"), [(0, 1), (1, 0), (0.7, 0.4), (0.2, 0.5)])
def test_ink_is_what_differs_from_the_frame(paper, ink):
    found = inked(bar(10, paper, ink))

    np.testing.assert_array_equal(found, bar(10) > 0.5)


@pytest.mark.parametrize("dark", [True, False])
def test_ink_is_found_across_a_shadow(dark):
    light = np.linspace(0.35, 0.9, 100, dtype=np.float32)[None, :]
    picture = light * (1 - 0.7 * bar(8)) if dark else 1 - light * (1 - 0.7 * bar(8))

    found = inked(picture.astype(np.float32))

    assert np.mean(found != (bar(8) > 0.5)) < 0.01


def test_a_digit_cut_out_without_paper_around_is_ink_all_the_same():
    cross = np.zeros((60, 40), np.float32)
    cross[:, 16:24] = 1
    cross[26:34] = 1

    np.testing.assert_array_equal(inked(cross), cross > 0.5)
    np.testing.assert_array_equal(inked(1 - cross), cross > 0.5)


def test_thin_lines_stay_in_one_piece_with_their_ends():
    line = thin(bar(9) > 0.5)

    assert line.sum(axis=1).max() == 1
    rows = np.nonzero(line.any(axis=1))[0]
    assert rows[0] <= 25
    assert rows[-1] >= 74
    assert np.all(np.diff(rows) == 1)


def test_a_ring_stays_a_ring_when_thinned():
    y, x = np.mgrid[-20:21, -20:21]
    ring = thin(np.abs(np.hypot(x, y) - 14) < 4)

    assert not ring[20, 20]
    assert ring[20, :20].sum() == 1
    assert 60 <= ring.sum() <= 110


@pytest.mark.parametrize("width", [1, 3, 8, 16])
def test_a_stroke_of_any_width_gets_the_same_pen(width):
    image = redraw(bar(width))

    assert image[9:19].sum(axis=1) == pytest.approx(1.8, abs=0.45)
