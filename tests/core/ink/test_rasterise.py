"""One pen for all drawings: the ink of a pixel is told by its way to the nearest line."""

import numpy as np
import pytest

from mnist_core.ink.rasterise import (
    DRAWN_AT_ONCE,
    PEN_WIDTH,
    SIZE,
    SOFTNESS,
    draw_lines,
    ink_drawings,
    ink_lines,
)


def ink_by_the_book(start, end):
    """Measure from every pixel to one straight line, without leaving any out."""
    y, x = np.mgrid[:SIZE, :SIZE]
    pixels = np.stack([x, y], axis=-1) - start
    along = np.clip(pixels @ (end - start) / max((end - start) @ (end - start), 1e-12), 0, 1)
    way = np.linalg.norm(pixels - along[..., None] * (end - start), axis=-1)
    return np.clip((PEN_WIDTH / 2 - way) / SOFTNESS + 0.5, 0, 1)


@pytest.mark.parametrize("seed", range(20))
def test_a_line_inks_what_is_near_it_and_nothing_else(seed):
    """Lines of any length and place, also beyond the frame."""
    random = np.random.default_rng(seed)
    start, end = random.uniform(-10, 38, (2, 2))

    image = draw_lines([np.array([start, end])])

    assert image.dtype == np.float32
    assert np.abs(image - ink_by_the_book(start, end)).max() < 1e-6


@pytest.mark.parametrize("corner", [(0.0, 0.0), (27.0, 27.0), (13.5, 13.5), (0.49, 26.51)])
def test_a_dot_inks_what_is_around_it(corner):
    dot = np.array(corner)

    image = draw_lines([dot[None]])

    assert np.abs(image - ink_by_the_book(dot, dot)).max() < 1e-6


def test_lines_that_cross_ink_a_pixel_once():
    lines = [np.array([[4.0, 4.0], [24.0, 24.0]]), np.array([[4.0, 24.0], [24.0, 4.0]])]

    image = draw_lines(lines)

    assert np.array_equal(image, np.maximum(draw_lines(lines[:1]), draw_lines(lines[1:])))


def test_many_drawings_at_once_are_each_as_if_alone():
    random = np.random.default_rng(1)
    drawings = [
        [random.normal(0, 60, (random.integers(1, 9), 2)).cumsum(axis=0) for _ in range(2)]
        for _ in range(2 * DRAWN_AT_ONCE + 1)
    ]

    together = ink_drawings(drawings, 2.0)

    assert np.array_equal(together, np.stack([ink_lines(lines, 2.0) for lines in drawings]))
