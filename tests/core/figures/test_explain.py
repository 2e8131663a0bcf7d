"""Pictures that explain an answer, read back from the figure."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core.analysis.explain import Change, Explanation
from mnist_core.figures.colors import ACCENT
from mnist_core.figures.explain import (
    AGAINST,
    change_pictures,
    contribution_map,
    occlusion_map,
)

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


def test_what_supports_the_answer_is_blue_and_as_strong_as_what_supports_the_runner_up() -> None:
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


def test_a_change_names_what_was_read_before_and_after() -> None:
    first, middle, last = captions(change_pictures(some_change()))

    assert (first, last) == ("read as 4", "read as 9")
    assert "more" in middle
    assert "less" in middle
