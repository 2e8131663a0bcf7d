"""Pictures that explain an answer, read back from the figure."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core.analysis.explain import Change, Explanation
from mnist_core.figures.explain import (
    AGAINST,
    change_pictures,
    contribution_map,
    digit_gallery,
    occlusion_map,
)
from mnist_core.figures.style import ACCENT

IMAGE = np.zeros((28, 28), np.float32)
IMAGE[5:20, 12:15] = 1


def explanation(contributions) -> Explanation:
    return Explanation(IMAGE, 4, 9, 2.0, contributions.astype(np.float32), -1.0, True)


def some_change() -> Change:
    changed = IMAGE.copy()
    changed[7, 20], changed[9, 13] = 0.75, 0.5
    return Change(IMAGE, changed, 4, 9, 0.9, 2)


def captions(figure: go.Figure) -> list[str]:
    return [text for trace in figure.data for text in trace.text or () if trace.mode == "text"]


def test_what_speaks_for_the_answer_is_blue_and_as_strong_as_what_speaks_against_it() -> None:
    contributions = np.zeros((28, 28))
    contributions[3, 4], contributions[20, 9] = 0.5, -2.0
    picture = contribution_map(explanation(contributions)).data[0]

    assert (picture.z[3][4], picture.z[20][9]) == (0.5, -2.0)
    assert (picture.zmin, picture.zmax) == (-2, 2)
    assert (picture.colorscale[-1][1], picture.colorscale[0][1]) == (ACCENT, AGAINST)


def test_what_has_no_part_is_clear() -> None:
    scale = contribution_map(explanation(IMAGE)).data[0].colorscale
    middle = [color for place, color in scale if place == 0.5]

    assert len(middle) == 2
    assert all(color.endswith(",0)") for color in middle)


def test_the_key_names_the_answer_and_the_runner_up_in_their_colours() -> None:
    (key,) = contribution_map(explanation(IMAGE)).layout.annotations
    blue, orange = key.text.split("\N{EM SPACE}")

    assert ACCENT in blue
    assert blue.endswith("for 4")
    assert AGAINST in orange
    assert orange.endswith("for 9")


@pytest.mark.parametrize(
    "figure", [contribution_map(explanation(IMAGE)), occlusion_map(IMAGE, IMAGE)]
)
def test_the_outline_of_the_digit_lies_over_the_colours_upright(figure: go.Figure) -> None:
    outline = figure.data[1]

    np.testing.assert_array_equal(outline.z, IMAGE)
    assert outline.contours.start == outline.contours.end
    assert 0 < outline.contours.start < 1
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


@pytest.mark.parametrize(
    ("empty", "full"),
    [
        (contribution_map(None), contribution_map(explanation(IMAGE))),
        (occlusion_map(None, None), occlusion_map(IMAGE, IMAGE)),
        (change_pictures(None), change_pictures(some_change())),
        (
            digit_gallery(np.zeros((0, 28, 28), np.uint8), []),
            digit_gallery(np.ones((3, 28, 28), np.uint8), ["a"] * 3),
        ),
    ],
)
def test_nothing_to_show_keeps_the_frame(empty: go.Figure, full: go.Figure) -> None:
    assert empty.layout.height == full.layout.height
    assert (empty.layout.xaxis, empty.layout.yaxis) == (full.layout.xaxis, full.layout.yaxis)
    assert not empty.layout.annotations
    assert captions(empty) == []


def test_a_network_that_is_no_number_any_more_still_makes_a_figure_a_browser_can_read() -> None:
    figure = contribution_map(explanation(np.full((28, 28), np.nan)))

    assert json.loads(figure.to_json())["data"][0]["zmax"] == 1


def test_a_change_is_shown_between_the_digit_before_and_after() -> None:
    before, after, difference = change_pictures(some_change()).data[:3]

    assert (before.x0, difference.x0, after.x0) == (0, 31, 62)
    assert (before.z[9][13], difference.z[9][13], after.z[9][13]) == (1, -0.5, 0.5)
    assert (difference.z[7][20], difference.zmax) == (0.75, 0.75)
    assert np.count_nonzero(difference.z) == 2


def test_a_change_says_what_was_read_before_and_after() -> None:
    first, middle, last = captions(change_pictures(some_change()))

    assert (first, last) == ("read as 4", "read as 9")
    assert "more" in middle
    assert "less" in middle


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
