"""Two lines are told from one, whoever wrote them."""

import numpy as np
import pytest

from mnist_core.multidigit.lines import has_several_lines
from tests.core.multidigit.number_cases import HANDS, any_digit, in_a_line, written_digit

NUMBERS = ("2024", "10", "357", "1618", "90210", "88", "55", "1", "8")


def strokes(text, hand="apart", *, down=0.0, seed=0):
    """Write a line of digits 1 high, its feet near ``down``; give its strokes."""
    random = np.random.default_rng(seed)
    digits = [any_digit(int(letter), random) for letter in text]
    placed = in_a_line(digits, HANDS[hand], np.random.default_rng(seed))
    return [line + np.array([0, down]) for lines in placed for line in lines]


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("text", NUMBERS)
def test_one_line_is_one_in_every_hand(text, hand):
    assert not any(has_several_lines(strokes(text, hand, seed=seed)) for seed in range(5))


@pytest.mark.parametrize("hand", ["apart", "close", "leaning right", "rising", "falling"])
@pytest.mark.parametrize(
    ("above", "below"), [("12345", "67890"), ("20", "24"), ("1", "2"), ("3", "14159"), ("77", "11")]
)
def test_digits_above_others_are_several_lines(above, below, hand):
    for seed in range(3):
        written = strokes(above, hand, seed=seed) + strokes(below, hand, down=1.6, seed=seed)
        assert has_several_lines(written)
        assert has_several_lines(written + strokes("42", hand, down=3.2, seed=seed))


@pytest.mark.parametrize(
    "more", [[[0, 0.4], [3, 0.45]], [[0.5, -2], [0.6, -1.9]]], ids=["underline", "dot"]
)
def test_what_is_low_is_no_line(more):
    assert not has_several_lines([*strokes("2024"), np.array(more)])


def test_an_eight_of_two_circles_is_one_digit():
    assert not has_several_lines(written_digit(8, "two circles apart"))


def test_digits_that_go_down_steeply_are_one_line():
    steps = [line + place * np.array([0.8, 1.6]) for place in range(4) for line in strokes("7")]

    assert not has_several_lines(steps)
