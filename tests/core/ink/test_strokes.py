import json
import random
from typing import Any

import numpy as np
import pytest

from mnist_core.errors import DrawingError
from mnist_core.ink.strokes import strokes_from_json

# What the canvas returned for a stroke of the mouse, then a click without a move.
CANVAS_DRAWING: dict[str, Any] = {
    "version": "7.4.0",
    "objects": [
        {
            "type": "Path",
            "originX": "center",
            "originY": "center",
            "left": 136.5595,
            "top": 105.0175,
            "width": 73.1551,
            "height": 90.001,
            "strokeWidth": 18,
            "strokeUniform": False,
            "scaleX": 1,
            "scaleY": 1,
            "angle": 0,
            "flipX": False,
            "flipY": False,
            "skewX": 0,
            "skewY": 0,
            "visible": True,
            "path": [
                ["M", 99.982, 60.018],
                ["Q", 100, 60, 110, 80],
                ["Q", 120, 100, 130, 80],
                ["Q", 140, 60, 160, 90],
                ["Q", 180, 120, 140, 135],
                ["L", 99.982, 150.018],
            ],
        },
        {
            "type": "Path",
            "originX": "center",
            "originY": "center",
            "left": 50,
            "top": 220,
            "width": 0.036,
            "height": 0,
            "strokeWidth": 18,
            "path": [["M", 49.982, 220], ["L", 50.018, 220]],
        },
    ],
    "background": "#000000",
}
MIDDLE = [136.5595, 105.0175]


def edited(**changes):
    return {"objects": [CANVAS_DRAWING["objects"][0] | changes]}


def only_line(document):
    (line,) = strokes_from_json(document).lines
    return line


def test_points_keep_their_places_and_lose_their_times():
    strokes = strokes_from_json(
        {"width": 300, "height": 200, "strokes": [[[1, 2, 0.5, 17], [3, 4, 0.6, 18]], [], [[5, 6]]]}
    )

    assert (strokes.width, strokes.height) == (300, 200)
    assert [line.tolist() for line in strokes.lines] == [[[1, 2], [3, 4]], [[5, 6]]]


def test_a_stroke_of_the_canvas_lies_where_the_mouse_went():
    line, dot = strokes_from_json(CANVAS_DRAWING).lines

    np.testing.assert_allclose(line[0], [99.982, 60.018], atol=1e-4)  # as the canvas rounds
    np.testing.assert_allclose(line[-1], [99.982, 150.018], atol=1e-4)
    assert np.hypot(*(line - [160, 90]).T).min() < 0.1  # on the way to 180, 120
    np.testing.assert_allclose(dot.mean(axis=0), [50, 220], atol=0.1)


def test_a_stroke_scaled_on_the_canvas_shrinks_about_its_middle():
    plain, scaled = only_line(edited()), only_line(edited(scaleX=0.5, scaleY=0.5))

    np.testing.assert_allclose(scaled - MIDDLE, (plain - MIDDLE) / 2)


def test_a_stroke_turned_on_the_canvas_turns_clockwise_about_its_middle():
    plain, turned = only_line(edited()), only_line(edited(angle=90))

    right, down = (plain - MIDDLE).T
    np.testing.assert_allclose(turned - MIDDLE, np.stack([-down, right], axis=1))


def test_a_corner_as_origin_is_half_a_pen_outside_the_path():
    width, height = (CANVAS_DRAWING["objects"][0][side] for side in ("width", "height"))
    cornered = edited(
        originX="left",
        originY="top",
        left=136.5595 - width / 2 - 9,
        top=105.0175 - height / 2 - 9,
    )

    np.testing.assert_allclose(only_line(cornered), only_line(edited()), atol=0.1)


def test_a_canvas_that_tells_no_size_is_at_least_as_large_as_its_ink():
    strokes = strokes_from_json({"strokes": [[[10, 20], [400, 100]]]})

    assert (strokes.width, strokes.height) == (400, 280)


def test_an_empty_canvas_has_no_strokes():
    assert strokes_from_json({"objects": []}).lines == ()


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([[1, 2]], "must be a JSON object"),
        ({}, "neither"),
        ({"strokes": 3}, "list of strokes"),
        ({"strokes": [[1, 2]]}, "list \\[x, y\\]"),
        ({"strokes": [[[1]]]}, "list \\[x, y\\]"),
        ({"strokes": [[["1", 2]]]}, "coordinate must be a number"),
        ({"strokes": [[[True, 2]]]}, "coordinate must be a number"),
        ({"strokes": [[[float("nan"), 2]]]}, "at most 1,000,000"),
        ({"strokes": [[[10**400, 2]]]}, "at most 1,000,000"),
        ({"strokes": [[[1, 2]] * 100_001]}, "100,001 points; at most 100,000"),
        ({"width": 0, "height": 5, "strokes": []}, "above 0"),
        ({"width": 5, "strokes": []}, '"height" must be a number'),
        ({"objects": [{"type": "Rect"}]}, "no free stroke"),
        ({"objects": [{"type": "Path", "path": [["L", 1, 2]]}]}, "begin with a move"),
        ({"objects": [{"type": "Path", "path": [["A", 1, 2]]}]}, "not understood"),
        ({"objects": [{"type": "Path", "path": [["M", 1]]}]}, "not understood"),
        ({"objects": [{"type": "Path", "path": [["M", 1, None]]}]}, "coordinate must be a number"),
        (edited(left=float("inf")), '"left" must be a number'),
        (edited(scaleX=1e300), "at most 1,000,000"),
    ],
)
def test_an_impossible_document_is_refused_in_one_sentence(document, words):
    with pytest.raises(DrawingError, match=words) as caught:
        strokes_from_json(document, source="seven.json")

    assert str(caught.value).startswith("seven.json ")
    assert "\n" not in str(caught.value)


def test_damaged_documents_are_read_or_refused_but_never_crash():
    chance = random.Random(0)
    junk: list[Any] = [None, True, -1, 1e308, 10**400, float("nan"), "x", [], {}, [[]], [[[]]]]
    for _ in range(500):
        document = json.loads(json.dumps(CANVAS_DRAWING if chance.random() < 0.5 else PLAIN))
        for _ in range(chance.randint(1, 3)):
            damage(document, chance, junk)
        try:
            strokes_from_json(document)
        except DrawingError:
            continue


PLAIN = {"width": 280, "height": 280, "strokes": [[[1, 2], [3, 4]], [[5, 6]]]}


def damage(document, chance, junk):
    """Put junk in the place of one part, however deep."""
    place = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            return
        key = chance.choice(keys)
        if not isinstance(place[key], dict | list) or chance.random() < 0.2:
            place[key] = chance.choice(junk)
            return
        place = place[key]
