"""The changed digits, read back from the figure."""

import numpy as np

from mnist_core.figures.eight_digits import eight_digits


def test_eight_digits_stand_in_two_rows_in_their_order():
    images = np.random.default_rng(0).integers(0, 256, (8, 28, 28), dtype=np.uint8)

    cells = np.array(eight_digits(images).data[0].z)

    for number, image in enumerate(images):
        top, left = number // 4 * 31, number % 4 * 31
        np.testing.assert_array_equal(cells[top : top + 28, left : left + 28], np.maximum(image, 1))
    assert np.count_nonzero(cells) == 8 * 28 * 28


def test_whatever_the_digits_the_figure_keeps_its_frame():
    paper, ink = (np.full((8, 28, 28), level, np.uint8) for level in (0, 255))

    assert eight_digits(paper).layout == eight_digits(ink).layout
