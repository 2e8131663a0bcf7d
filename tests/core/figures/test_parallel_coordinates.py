"""Parallel coordinates, read back from the figure."""

from itertools import pairwise

import plotly.graph_objects as go
import pytest

from mnist_core.compare.differences import differing_settings
from mnist_core.compare.read_contenders import keep_places
from mnist_core.config import RunConfig
from mnist_core.figures.comparison_style import contender_color
from mnist_core.figures.parallel_coordinates import NARROW, parallel_coordinates
from mnist_core.setting_options import ACTIVATIONS
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
    return [note.text[3:-4] for note in figure.layout.annotations if note.text.startswith("<b>")]


def ticks(figure: go.Figure, name: str) -> dict[str, float]:
    """Give the texts below an axis with their places, from left to right."""
    height = figure.data[0].y[axis_names(figure).index(name)]
    notes = [note for note in figure.layout.annotations if note.y == height]
    return {note.text: note.x for note in notes if not note.text.startswith("<b>")}


def test_each_contender_is_one_line_down_through_its_settings_to_its_error():
    figure = parallel_coordinates(keep_places([SMALL, MIDDLE], {}))
    small, middle = figure.data

    assert axis_names(figure) == ["Optimizer", "Learning rate", "Batch size", "Test error (%)"]
    assert (list(small.x), list(middle.x)) == ([0, 0, 0, 0], [1, 1, 1, 1])
    assert list(small.y) == list(middle.y) == sorted(set(small.y))
    assert [trace.meta["run"] for trace in figure.data] == ["small", "middle"]
    assert [trace.line.color for trace in figure.data] == [contender_color(0), contender_color(1)]


def test_numbers_stand_in_proportion():
    figure = parallel_coordinates(ALL)
    row = axis_names(figure).index("Batch size")

    assert [trace.x[row] for trace in figure.data] == pytest.approx([0, 0.5, 1])


TEN = RunConfig(
    hidden_units=(64, 64, 64),
    activation="tanh",
    dropout=0.5,
    kernel_initializer="he_normal",
    l2=1e-4,
    optimizer="sgd",
    momentum=0.9,
    learning_rate=0.1,
    schedule="cosine",
    loss="kl_divergence",
    batch_size=32,
    early_stopping_patience=3,
    seed=7,
)


def test_every_setting_that_differs_is_an_axis_however_many_and_of_whatever_kind():
    pair = [
        make_contender(name, config=config, test_errors=[3.0])
        for name, config in (("plain", RunConfig()), ("ten", TEN))
    ]
    figure = parallel_coordinates(pair)
    differ = {row.name for row in differing_settings(pair)} - {"Layer sizes"}

    assert len(differ) >= 10
    assert set(axis_names(figure)) == {
        *differ,
        "Hidden layers",
        "Neurons in all",
        "Test error (%)",
    }
    assert ticks(figure, "Activation") == {"relu": 0, "tanh": 1}
    assert ticks(figure, "Early stopping patience") == {"3": 0, "never": 1}
    assert all(len(trace.x) == len(axis_names(figure)) for trace in figure.data)


def test_more_axes_make_the_chart_higher():
    heights = [
        parallel_coordinates([SMALL, make_contender("b", config=config)]).layout.height
        for config in (RunConfig(l2=0.1), RunConfig(l2=0.1, epochs=3, augmentation=0.5))
    ]

    assert heights[1] > heights[0]


def test_words_that_would_lie_upon_each_other_stand_in_several_lines():
    contenders = [
        make_contender(name, config=RunConfig(activation=name), test_errors=[2.0])
        for name in ACTIVATIONS
    ]
    figure = parallel_coordinates(contenders)
    written = ticks(figure, "Activation")
    lines: dict[float, list[tuple[float, str]]] = {}
    for note in figure.layout.annotations:
        if note.text in written:
            lines.setdefault(note.yshift, []).append((note.x, note.text))

    assert set(written) == set(ACTIVATIONS)
    assert len(lines) > 1
    for line in lines.values():
        for (x, text), (next_x, next_text) in pairwise(sorted(line)):
            assert (next_x - x) * NARROW > 6 * (len(text) + len(next_text)) / 2


def test_a_line_without_an_error_ends_before_the_last_axis():
    figure = parallel_coordinates([*ALL, UNTRAINED])

    assert figure.data[3].x[-1] is None
    assert None not in figure.data[3].x[:-1]
    assert [trace.x[-1] for trace in figure.data[:3]] == pytest.approx([0, 0.5, 1])


def test_hovering_tells_the_name_the_error_and_every_differing_setting():
    text = parallel_coordinates(ALL).data[2].hovertext

    for part in ("large", "4.00%", "Optimizer sgd", "Batch size 96", "Dropout 0.5"):
        assert part in text


def test_the_ends_of_the_error_axis_are_written():
    assert ticks(parallel_coordinates(ALL), "Test error (%)") == {"2.00": 0, "4.00": 1}


@pytest.mark.parametrize("contenders", [[], [SMALL], [UNTRAINED]])
def test_fewer_contenders_keep_the_frame(contenders):
    few, many = parallel_coordinates(contenders), parallel_coordinates(ALL)

    assert (few.layout.margin, few.layout.title) == (many.layout.margin, many.layout.title)
    assert axis_names(few) == ["Test error (%)"]
