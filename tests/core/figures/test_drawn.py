"""What was drawn, with frames around its digits, read back from the figure."""

import numpy as np
import pytest

from mnist_core.figures.drawn import FRAME, MOST_PIXELS, framed_drawing
from mnist_core.ink.strokes import Strokes

WIDE = np.linspace(0, 1, 40 * 80, dtype=np.float32).reshape(40, 80)
STROKES = Strokes(100.0, 200.0, (np.array([[10.0, 20], [90, 180]]), np.array([[50.0, 50]])))


def frames(figure):
    return [shape for shape in figure.layout.shapes if shape.line.color == FRAME]


def test_a_picture_fills_the_width_in_its_middle_and_keeps_its_shape():
    figure = framed_drawing(WIDE, [], width=280, height=280)

    assert figure.layout.height == 280
    assert list(figure.layout.xaxis.range) == [0, 80]
    assert list(figure.layout.yaxis.range) == [60, -20]
    np.testing.assert_array_equal(figure.data[0].z, np.round(255 * WIDE))
    assert frames(figure) == []


def test_each_digit_is_framed_a_little_outside_its_box():
    figure = framed_drawing(WIDE, [(10, 5, 30, 35), (40, 5, 70, 35)], width=280, height=280)

    first, second = frames(figure)
    assert (first.x0 < 10, first.y0 < 5, first.x1 > 30, first.y1 > 35) == (True,) * 4
    assert first.x0 == pytest.approx(10, abs=3)
    assert (second.x0, second.x1) == pytest.approx((40, 70), abs=3)


def test_strokes_are_white_lines_and_dots_on_black():
    figure = framed_drawing(STROKES, [(10, 20, 90, 180)], width=280, height=280)

    lines, ends = figure.data
    assert list(figure.layout.yaxis.range) == [200, 0]
    assert list(figure.layout.xaxis.range) == [-50, 150]
    assert (lines.x[0], lines.y[0]) == (10, 20)
    assert (50, 50) in list(zip(ends.x, ends.y, strict=True))
    assert lines.line.color == "#FFFFFF"
    assert figure.layout.plot_bgcolor == "#000000"


def test_nothing_drawn_is_the_same_black_canvas():
    empty = framed_drawing(None, [], width=460, height=180)

    assert empty.layout.height == framed_drawing(WIDE, [], width=460, height=180).layout.height
    assert empty.layout.plot_bgcolor == "#000000"


@pytest.mark.parametrize("shape", [(1_000, 900), (2, 1_000)])
def test_a_large_picture_is_sent_with_fewer_pixels_in_their_own_places(shape):
    figure = framed_drawing(np.ones(shape, np.float32), [], width=280, height=280)

    picture = figure.data[0]
    assert max(np.shape(picture.z)) <= MOST_PIXELS
    assert picture.x0 + picture.dx * (np.shape(picture.z)[1] - 0.5) == pytest.approx(
        shape[1], abs=picture.dx
    )
