"""The gallery of digits, read back from the figure."""

import numpy as np
import pytest

from mnist_core.figures.digit_gallery import digit_gallery


@pytest.mark.parametrize(("count", "columns"), [(1, 8), (8, 8), (9, 8), (40, 8), (7, 5)])
def test_a_gallery_shows_every_digit_in_its_place_with_its_caption(
    count: int, columns: int
) -> None:
    images = np.random.default_rng(0).integers(0, 256, (count, 28, 28), dtype=np.uint8)
    names = [f"{number} → 9" for number in range(count)]
    figure = digit_gallery(images, names, columns=columns)
    mosaic, labels, targets = figure.data
    cells = np.array(mosaic.z)

    assert list(labels.text) == names
    assert list(targets.customdata) == list(range(count))
    for number, image in enumerate(images):
        left, top = round(targets.x[number] - 13.5), round(targets.y[number] - 13.5)
        np.testing.assert_array_equal(cells[top : top + 28, left : left + 28], np.maximum(image, 1))
        assert labels.x[number] == targets.x[number]
        assert top + 27 < labels.y[number]
    assert np.count_nonzero(cells) == count * 28 * 28


def test_between_the_digits_of_a_gallery_the_page_is_seen() -> None:
    scale = digit_gallery(np.zeros((2, 28, 28), np.uint8), ["a", "b"]).data[0].colorscale

    assert scale[0] == (0, "rgba(0,0,0,0)")
    assert scale[1] == (1 / 255, "#000000")
    assert scale[-1] == (1, "#FFFFFF")


def test_a_gallery_of_40_is_small_enough_to_send() -> None:
    images = np.random.default_rng(0).integers(0, 256, (40, 28, 28), dtype=np.uint8)

    assert len(digit_gallery(images, ["7 → 9"] * 40).to_json()) < 100_000


def test_a_gallery_without_digits_keeps_the_frame_of_a_row() -> None:
    empty = digit_gallery(np.zeros((0, 28, 28), np.uint8), [])
    full = digit_gallery(np.ones((3, 28, 28), np.uint8), ["a"] * 3)

    assert empty.layout.update(meta=None) == full.layout.update(meta=None)
    assert [len(trace.x) for trace in empty.data[1:]] == [0, 0]
