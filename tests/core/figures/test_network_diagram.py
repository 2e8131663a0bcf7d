"""The picture of a network, read back from the figure."""

from typing import Any

import plotly.graph_objects as go
import pytest

from mnist_core.config import RunConfig
from mnist_core.figures.network_diagram import MAX_SHOWN, network_diagram
from mnist_core.setting_options import DropoutAfter


def drawn(config: RunConfig) -> go.Figure:
    """Make a figure of it, which takes no property that Plotly does not know."""
    return go.Figure(network_diagram(config))


def columns(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.mode == "markers"]


def texts(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.mark.parametrize("hidden_units", [(), (1,), (128, 64), (4096, 512, 64, 32, 16, 3)])
def test_each_layer_is_a_column_under_its_size(hidden_units: tuple[int, ...]) -> None:
    figure = drawn(RunConfig(hidden_units=hidden_units))
    sizes = [784, *hidden_units, 10]

    assert [f"<b>{units}</b>" for units in sizes] == [t for t in texts(figure) if "<b>" in t]
    assert [len(column.x) for column in columns(figure)] == [
        units if units <= MAX_SHOWN else 8 for units in sizes
    ]


def test_only_layers_too_wide_to_show_have_an_ellipsis() -> None:
    figure = drawn(RunConfig(hidden_units=(11, 10)))

    assert texts(figure).count("⋮") == 2


def test_every_shown_neuron_is_joined_to_every_one_of_the_next_layer() -> None:
    connections = drawn(RunConfig(hidden_units=(3,))).data[0]

    assert list(connections.x).count(None) == 8 * 3 + 3 * 10


@pytest.mark.parametrize(
    ("dropout_after", "expected"), [("last", [False, True]), ("every", [True, True])]
)
def test_neurons_are_hollow_where_dropout_follows(
    dropout_after: DropoutAfter, expected: list[bool]
) -> None:
    config = RunConfig(hidden_units=(64, 64), dropout=0.2, dropout_after=dropout_after)
    hollow = ["circle-open" in c.marker.symbol for c in columns(drawn(config))]

    assert hollow == [False, *expected, False]


def test_a_network_without_dropout_has_no_hollow_neuron() -> None:
    figure = drawn(RunConfig(hidden_units=(64,), dropout=0.0))

    assert not any("circle-open" in column.marker.symbol for column in columns(figure))
    assert not any("dropout" in text for text in texts(figure))


def test_the_activation_stands_below_hidden_layers_and_nowhere_without_them() -> None:
    assert "gelu" in texts(drawn(RunConfig(activation="gelu")))
    assert "gelu" not in texts(drawn(RunConfig(activation="gelu", hidden_units=())))


def test_the_diagram_keeps_its_height_whatever_the_network() -> None:
    small, large = (drawn(RunConfig(hidden_units=h)) for h in ((), (784,) * 6))

    assert small.layout.height == large.layout.height
