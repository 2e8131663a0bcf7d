"""Drawings of QuickDraw's read as the same points written in the lab's own way."""

import json

import numpy as np
import pytest

from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import read_drawing
from mnist_core.ink.strokes import strokes_from_json
from tests.core.ink.degrade import spaced

HEAD = spaced(np.array([[0, 20], [120, 0], [60, 200]], float), 10)
BAR = spaced(np.array([[30, 100], [110, 100]], float), 10)
OWN = {"strokes": [(line + 40).tolist() for line in (HEAD, BAR)]}


def columns(*lines, times=False):
    """Write (n, 2) strokes as QuickDraw does, with milliseconds or without."""
    clocks = [[list(range(0, 16 * len(line), 16))] if times else [] for line in lines]
    return [[*line.T.tolist(), *clock] for line, clock in zip(lines, clocks, strict=True)]


@pytest.mark.parametrize("times", [False, True], ids=["simplified", "raw"])
@pytest.mark.parametrize("key", ["drawing", "strokes"])
def test_strokes_in_lists_of_x_and_of_y_are_the_points_that_they_stand_for(key, times):
    content = json.dumps({"word": "seven", key: columns(HEAD, BAR, times=times)}).encode()

    seen, own = (read_drawing("7.json", one) for one in (content, json.dumps(OWN).encode()))

    assert seen.image is not None
    assert seen.image == pytest.approx(own.image, abs=0.05)
    assert seen.hints == ()


def test_one_stroke_of_many_points_is_recognised():
    (line,) = strokes_from_json({"width": 280, "height": 280, "strokes": columns(HEAD)}).lines

    np.testing.assert_allclose(line, HEAD)


def test_ink_without_paper_lies_amid_some():
    strokes = strokes_from_json({"drawing": columns(HEAD)})

    low, high = np.vstack(strokes.lines).min(axis=0), np.vstack(strokes.lines).max(axis=0)
    np.testing.assert_allclose(low, [strokes.width, strokes.height] - high)
    assert low.min() > 0.1 * max(strokes.width, strokes.height)


def test_a_dot_and_a_stroke_without_points_are_read():
    strokes = strokes_from_json({"drawing": [[[5], [6]], [[], []], []]})

    assert [line.shape for line in strokes.lines] == [(1, 2)]
    assert strokes_from_json({"drawing": []}).lines == ()


@pytest.mark.parametrize(
    "strokes",
    [
        [[[140, 40], [140, 240]]],
        [[[60, 60], [180, 60]], [[180, 60], [110, 220]]],
        [[[1, 2], [3, 4], [5, 6]]],
        [[[1, 2, 0], [3, 4, 16]], [[5, 6, 40], [7, 8, 50], [9, 9, 60], [10, 11, 70]]],
        [[[1, 2, 0], [3, 4, 16]], [[5, 6, 40]]],
    ],
)
def test_short_strokes_of_points_stay_points(strokes):
    lines = strokes_from_json({"strokes": strokes}).lines

    assert [line.tolist() for line in lines] == [
        [point[:2] for point in stroke] for stroke in strokes
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"strokes": [[[60, 180, 110], [60, 60, 220]]]}, "may be points, or lists of all x"),
        ({"strokes": [[[1, 2, 3, 4], [1, 2, 3, 4], [0, 1, 2, 3]]]}, "or lists of all x"),
        ({"strokes": [[list(range(20)), list(range(19))]]}, "list \\[x, y\\]"),
        ({"drawing": [[[1, 2], [3]]]}, "a list of all x and a list of all y"),
        ({"drawing": [[1, 2], [3, 4]]}, "a list of all x and a list of all y"),
        ({"drawing": "seven"}, "a list of all x and a list of all y"),
        ({"drawing": [[[1, None], [3, 4]]]}, "coordinate must be a number"),
        ({"drawing": [[[1e9, 2], [3, 4]]]}, "at most 1,000,000"),
        ({"drawing": [[[1] * 100_001] * 2]}, "100,001 points; at most 100,000"),
    ],
)
def test_what_may_be_either_or_is_neither_is_refused_in_one_sentence(document, words):
    with pytest.raises(DrawingError, match=words) as caught:
        strokes_from_json(document, source="seven.json")

    assert str(caught.value).startswith("seven.json cannot be read: ")
    assert "\n" not in str(caught.value)
