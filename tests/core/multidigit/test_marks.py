"""What is no digit in a line gets a question mark, and digits in any hand get none."""

import re

import numpy as np
import pytest

from mnist_core.dataset import load_test_digits
from mnist_core.figures.number import boxed_number, digit_row, digit_text, number_answer
from mnist_core.ink.forms import drawn_forms
from mnist_core.ink.strokes import Strokes
from mnist_core.multidigit.mark_likeness import LIKE_A_MARK, mark_likeness
from mnist_core.multidigit.read_number import read_number
from mnist_core.multidigit.uncertainty import DOT_LEFT_OUT
from mnist_core.multidigit.way_images import parsed_way, way_images
from mnist_core.network.mlp import network_from_arrays
from mnist_core.store.starter import FOLDER, starter
from tests.core.multidigit.number_cases import HANDS, any_digit, on_canvas, pictured, written_number

# Other ways than those that the lab draws, feet of digits at 100.
OTHER_MARKS = {
    "comma": "8,92 10,98 8,106 2,118",
    "short comma": "6,86 0,104",
    "full stop": "3,95 5,97 4,99 2,97",
    "round bracket": "30,-12 12,10 3,48 10,90 28,112",
    "square bracket": "26,-8 2,-9 0,48 1,108 27,109",
    "plus": "4,50 62,49 | 33,20 32,80",
    "A": "0,100 20,50 37,0 50,45 70,100 | 12,65 57,64",
    "X": "0,0 30,52 62,100 | 60,2 28,55 2,100",
    "M": "0,100 4,40 6,2 20,36 38,62 54,30 68,0 72,50 76,100",
    "N": "0,100 1,50 2,0 30,50 58,100 60,50 60,0",
}


NETWORK = network_from_arrays(starter().config.activation, dict(np.load(FOLDER / "last.npz")))
NUMBERS = ("2024", "10", "357", "1618", "90210", "46", "2718", "808", "1111", "65", "39", "77")


def line_with(way: str) -> Strokes:
    """Write 38 and 52, and between them something else."""
    random, right, placed = np.random.default_rng(4), 0.0, []
    digits = [any_digit(digit, random) for digit in (3, 8, 5, 2)]
    for lines in (*digits[:2], parsed_way(way), *digits[2:]):
        x = np.vstack(lines)[:, 0]
        placed.append([line + np.array([right - x.min(), 0]) for line in lines])
        right += float(np.ptp(x)) + 0.3
    return on_canvas(placed, random)


@pytest.mark.parametrize("way", OTHER_MARKS.values(), ids=OTHER_MARKS)
@pytest.mark.parametrize("as_picture", [False, True], ids=["strokes", "picture"])
def test_a_mark_between_digits_gets_a_question_mark(way, as_picture):
    strokes = line_with(way)

    reading = read_number(pictured(strokes, 7) if as_picture else strokes, NETWORK)

    assert re.fullmatch(r"38\?+52", reading.text)
    assert reading.hints


def test_a_letter_of_several_strokes_is_one_thing_and_no_digit():
    reading = read_number(line_with("0,0 0,100 | 0,0 52,0 | 0,48 40,48 | 0,100 55,100"), NETWORK)

    assert reading.text == "38?52"


def test_a_point_before_the_digits_is_left_out():
    strokes = line_with(OTHER_MARKS["full stop"])
    low, high = (np.vstack(strokes.lines).min(axis=0), np.vstack(strokes.lines).max(axis=0))
    without = [line for line in strokes.lines if np.ptp(line, axis=0).max() > 10]
    first = np.array([[low[0] - 20, high[1]]])

    reading = read_number(Strokes(600.0, 200.0, (*without, first)), NETWORK)

    assert reading.text == "3852"
    assert reading.hints == (DOT_LEFT_OUT,)


def test_a_comma_is_told_from_a_digit_in_words_and_is_none_in_the_figures():
    strokes = line_with(OTHER_MARKS["comma"])

    reading = read_number(strokes, NETWORK)

    hint = "Digit 3 is small and off the line, as a comma is; only digits are read."
    assert reading.hints == (hint,)
    assert reading.guess == "38?52"
    assert "best guess: 38?52" in number_answer(reading).to_json()
    assert digit_text(reading.digits[2]) == "no digit"
    assert "no digit" in digit_row(reading, narrow=False).to_json()
    above = [note.text for note in boxed_number(strokes, reading, (600, 200)).layout.annotations]
    assert above == ["<b>3</b>", "<b>8</b>", "<b>?</b>", "<b>5</b>", "<b>2</b>"]


@pytest.mark.parametrize("hand", HANDS)
def test_digits_of_every_size_are_large_and_on_the_line(hand):
    random = np.random.default_rng(3)
    readings = [read_number(written_number(text, HANDS[hand], random), NETWORK) for text in NUMBERS]

    assert "small" not in [digit.doubt for reading in readings for digit in reading.digits]


def test_of_mnist_s_and_of_drawn_digits_hardly_any_looks_like_a_mark():
    for digits in (load_test_digits().images[:2_000], drawn_forms(99, 1_000).images):
        like_marks = mark_likeness(digits.astype(np.float32) / np.float32(255)) > LIKE_A_MARK
        assert like_marks.mean() < 0.005


def test_drawings_in_many_hands_have_mnist_s_size_and_middle():
    images = way_images(parsed_way("0,0 60,100 | 60,0 0,100"), 20, np.random.default_rng(0))

    sums = images.sum(axis=(1, 2))
    for axis in (1, 2):
        middles = (images.sum(axis=axis) * np.arange(28)).sum(axis=1) / sums
        np.testing.assert_allclose(middles, 14, atol=0.3)
    sides = [np.ptp(np.argwhere(image > 0.4), axis=0).max() + 1 for image in images]
    assert set(sides) <= {18, 19, 20, 21}
    assert images.min() == 0
    assert 0.8 < images.max() <= 1
    assert len({image.tobytes() for image in images}) == 20
