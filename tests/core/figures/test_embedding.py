"""The map of digits, read back."""

import numpy as np

from mnist_core.analysis.embedding import DigitMap
from mnist_core.figures.embedding import DIGIT_COLORS, digit_map

MAP = DigitMap(
    indices=np.array([3, 5, 8, 13]),
    truth=np.array([4, 4, 9, 9], np.uint8),
    answers=np.array([4, 9, 9, 9], np.uint8),
    confidences=np.array([0.99, 0.714, 0.6, 0.8], np.float32),
    principal=np.array([[0, 1], [2, 3], [4, 5], [6, 7]], np.float32),
    variance_shares=np.array([0.3, 0.11], np.float32),
    neighbours=np.array([[0, -1], [-2, -3], [-4, -5], [-6, -7]], np.float32),
)


def test_misread_digits_are_larger_and_on_top_ringed_in_the_answers_colour() -> None:
    right, wrong = digit_map(MAP).data

    assert (list(right.customdata), list(wrong.customdata)) == ([3, 8, 13], [5])
    assert wrong.marker.size > right.marker.size
    assert (wrong.marker.color[0], wrong.marker.line.color[0]) == (4, 9)
    assert right.marker.line.width == 0 < wrong.marker.line.width


def test_hovering_tells_what_a_digit_is_and_was_read_as() -> None:
    right, wrong = digit_map(MAP).data

    assert list(wrong.hovertext) == ["True digit 4, answer 9, confidence 71%"]
    assert right.hovertext[0] == "True digit 4, answer 4, confidence 99%"


def test_each_digit_has_a_colour_of_its_own_on_the_scale() -> None:
    marker = digit_map(MAP).data[0].marker
    scale = [color for _, color in marker.colorscale]

    assert (marker.cmin, marker.cmax) == (0, 9)
    assert scale == list(DIGIT_COLORS)
    assert len(set(scale)) == 10


def test_the_names_stand_at_the_medians_of_the_digits_that_are_there() -> None:
    names = {note.text: (note.x, note.y) for note in digit_map(MAP, "pca").layout.annotations}

    assert names["<b>4</b>"] == (1, 2)
    assert names["<b>9</b>"] == (5, 6)
    assert "<b>0</b>" not in names


def test_the_two_maps_show_their_own_positions() -> None:
    assert list(digit_map(MAP, "tsne").data[1].x) == [-2]
    assert list(digit_map(MAP, "pca").data[1].x) == [2]
    assert "41%" in digit_map(MAP, "pca").layout.title.text


def test_zoom_lasts_within_a_map_but_not_from_one_to_the_other() -> None:
    assert digit_map(MAP, "pca").layout.uirevision != digit_map(MAP, "tsne").layout.uirevision


def test_no_map_keeps_the_frame() -> None:
    empty, full = digit_map(None).layout, digit_map(MAP).layout

    assert (empty.height, empty.margin, empty.title) == (full.height, full.margin, full.title)
