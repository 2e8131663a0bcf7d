"""Parallel coordinates, read back from the figure."""

import plotly.graph_objects as go
import pytest

from mnist_core.config import RunConfig
from mnist_core.figures.comparison_style import contender_color
from mnist_core.figures.parallel_coordinates import most_varied, parallel_coordinates
from tests.core.compare.comparison_helpers import make_contender

SMALL = make_contender(
    "small", config=RunConfig(optimizer="adam", batch_size=32, dropout=0.2), test_errors=[2.0]
)
MIDDLE = make_contender(
    "middle", config=RunConfig(optimizer="sgd", batch_size=64, dropout=0.2), test_errors=[3.0]
)
LARGE = make_contender(
    "large", config=RunConfig(optimizer="sgd", batch_size=96, dropout=0.5), test_errors=[4.0]
)
UNTRAINED = make_contender("untrained", config=RunConfig(batch_size=80))
ALL = [SMALL, MIDDLE, LARGE]


def axis_names(figure: go.Figure) -> list[str]:
    names = [note for note in figure.layout.annotations if note.yanchor == "bottom"]
    return [note.text.replace("<br>", " ") for note in names]


def test_each_contender_is_one_line_through_its_settings_to_its_error():
    figure = parallel_coordinates([SMALL, MIDDLE])
    small, middle = figure.data

    assert axis_names(figure) == ["Optimizer", "Learning rate", "Batch size", "Error (%)"]
    assert (list(small.x), list(small.y)) == ([0, 1, 2, 3], [0, 0, 0, 0])
    assert list(middle.y) == [1, 1, 1, 1]
    assert [trace.meta["run"] for trace in figure.data] == ["small", "middle"]
    assert [trace.line.color for trace in figure.data] == [contender_color(0), contender_color(1)]


def test_numbers_stand_in_proportion():
    figure = parallel_coordinates(ALL)
    column = axis_names(figure).index("Batch size")

    assert [trace.y[column] for trace in figure.data] == pytest.approx([0, 0.5, 1])


def test_of_many_settings_the_most_varied_are_shown_and_the_error_last():
    assert most_varied(ALL, 1) == ["batch_size"]
    assert axis_names(parallel_coordinates(ALL, max_axes=2)) == ["Batch size", "Error (%)"]
    assert len(axis_names(parallel_coordinates(ALL))) == 4


def test_a_line_without_an_error_ends_before_the_last_axis():
    figure = parallel_coordinates([*ALL, UNTRAINED])

    assert figure.data[3].y[-1] is None
    assert None not in figure.data[3].y[:-1]
    assert [trace.y[-1] for trace in figure.data[:3]] == pytest.approx([0, 0.5, 1])


def test_hovering_tells_the_name_the_error_and_every_differing_setting():
    text = parallel_coordinates(ALL, max_axes=2).data[2].hovertext

    for part in ("large", "4.00%", "Optimizer sgd", "Batch size 96", "Dropout 0.5"):
        assert part in text


def test_the_ends_of_the_error_axis_are_written():
    notes = parallel_coordinates(ALL).layout.annotations

    assert [note.text for note in notes][-2:] == ["2.00", "4.00"]


@pytest.mark.parametrize("contenders", [[], [SMALL], [UNTRAINED]])
def test_fewer_contenders_keep_the_frame(contenders):
    few, many = parallel_coordinates(contenders), parallel_coordinates(ALL)

    assert (few.layout.height, few.layout.margin, few.layout.title) == (
        many.layout.height,
        many.layout.margin,
        many.layout.title,
    )
    assert axis_names(few) == ["Error (%)"]
