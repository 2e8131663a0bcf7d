"""What a number is split by before a network has a say: where ink lies, and where it can be cut."""

import numpy as np
import pytest

from mnist_core.ink.binarise import find_ink
from mnist_core.ink.strokes import Strokes
from mnist_core.multidigit.canvas_size import canvas_height, canvas_strokes, for_width
from mnist_core.multidigit.layout import lay_out
from mnist_core.multidigit.pieces import blot_pieces, stroke_pieces
from mnist_core.multidigit.read_number import read_number
from mnist_core.multidigit.seams import find_cuts
from mnist_core.network.mlp import Network
from tests.core.multidigit.number_cases import (
    HANDS,
    WAYS,
    in_a_line,
    on_canvas,
    photographed,
    pictured,
    smooth,
    written_digit,
    written_number,
)

TURNS = np.linspace(0, 2 * np.pi, 60)
CIRCLE = np.stack([np.sin(TURNS), np.cos(TURNS)], axis=1) * 40
IGNORANT = Network("relu", (np.zeros((784, 10), np.float32),), (np.zeros(10, np.float32),))


def strokes(*lines):
    return Strokes(600.0, 200.0, tuple(np.array(line, float) for line in lines))


def layout_of(drawing):
    pieces = stroke_pieces(drawing)
    return lay_out(pieces.points, range(len(pieces.points)))


@pytest.mark.parametrize("lean", [-60, 0, 60])
def test_a_slanted_line_parts_leaning_strokes_whose_boxes_overlap(lean):
    ones = [[(100 + step + lean, 40), (100 + step, 160)] for step in (0, 40, 80)]

    layout = layout_of(strokes(*ones))

    assert layout.gap((0, 1), (1, 2)) == pytest.approx(40, abs=6)
    assert layout.lean == pytest.approx(lean / 120, abs=0.1)


def test_a_line_that_falls_is_measured_as_if_it_were_level():
    ones = [
        [(100 + 60 * place, 40 + 20 * place), (100 + 60 * place, 100 + 20 * place)]
        for place in range(4)
    ]

    layout = layout_of(strokes(*ones))

    assert layout.rise == pytest.approx(1 / 3)
    assert np.ptp(layout.feet) == pytest.approx(0, abs=1e-6)


def test_strokes_come_from_left_to_right_however_they_were_drawn():
    places = [300, 100, 200]

    layout = layout_of(strokes(*([(x, 40), (x, 160)] for x in places)))

    assert layout.order.tolist() == [1, 2, 0]


def test_two_circles_that_touch_are_cut_where_they_do():
    both = pictured(strokes(np.add(CIRCLE, [100, 100]), np.add(CIRCLE, [184, 100])), 8)
    pieces = blot_pieces(both)
    assert pieces is not None
    (points,) = pieces.points

    cuts = find_cuts(points, slant=0, height=88, pen=pieces.pen)

    ends = [points[cuts.labels <= part][:, 0].max() for part in range(len(cuts.pens))]
    assert min(abs(end - 142) for end in ends) <= 4
    assert len(np.unique(cuts.labels)) == len(cuts.pens) + 1


def test_a_digit_near_the_border_of_a_photograph_is_kept_beside_others():
    ink = pictured(strokes([(100, 40), (100, 160)], [(300, 40), (300, 199)]), 14)
    photograph = photographed(ink, np.random.default_rng(0))

    alone, beside = find_ink(photograph), find_ink(photograph, in_a_line=True)

    assert alone is not None
    assert beside is not None
    assert alone[:, 280:320].max() < 0.5 < beside[:, 280:320].max()


@pytest.mark.parametrize(("digit", "way"), [(d, way) for d in WAYS for way in WAYS[d]])
def test_every_way_to_write_a_digit_stays_one_without_help_of_a_network(digit, way):
    random, hand = np.random.default_rng(0), HANDS["apart"]
    lines = [smooth(line) for line in written_digit(digit, way)]
    drawing = on_canvas(in_a_line([lines] * 3, hand, random), random)

    reading = read_number(drawing, IGNORANT)

    assert len(reading.digits) == 3
    assert reading.text == "???"


def test_a_dot_beside_a_number_is_no_digit():
    number = written_number("11", HANDS["apart"], np.random.default_rng(0))
    dotted = Strokes(number.width, number.height, (*number.lines, np.array([[5.0, 190.0]])))

    digits = len(read_number(number, IGNORANT).digits)

    assert len(read_number(dotted, IGNORANT).digits) == digits == 2


@pytest.mark.parametrize(("before", "after"), [(780, 324), (324, 780)])
def test_a_drawing_keeps_its_place_on_a_canvas_of_another_width(before, after):
    line = {"type": "Path", "path": [["M", 30, 20], ["L", 90, 120]], "left": 60, "top": 70}
    document = {"objects": [line | {"originX": "center", "originY": "center", "strokeWidth": 9}]}

    (moved,) = canvas_strokes(for_width(document, before, after), after).lines

    factor = min(after / before, canvas_height(after) / canvas_height(before))
    np.testing.assert_allclose(moved, np.array([[30, 20], [90, 120]]) * factor, atol=1e-6)
