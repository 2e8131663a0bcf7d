"""The tables of charts, against the data that the charts were made of.

A chart has a table of its own, or its series' places are its numbers, or it is a picture alone.
"""

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core import figures
from mnist_core.figures.confusion import confusion_heatmap
from mnist_core.figures.digit import layer_activations, probability_bars, seen_digit
from mnist_core.figures.drawn import framed_drawing
from mnist_core.figures.eight_digits import eight_digits
from mnist_core.figures.error_scatter import error_against
from mnist_core.figures.final_errors import final_errors
from mnist_core.figures.layer_health import first_layer_weights
from mnist_core.figures.network_diagram import network_diagram
from mnist_core.figures.number import digit_row
from mnist_core.figures.parallel_coordinates import parallel_coordinates
from mnist_core.figures.standings import standings_chart
from mnist_core.figures.sweep_importance import importance_bars
from mnist_core.figures.sweep_slices import contour_chart
from mnist_core.presets import PRESETS
from tests.core.figures.figure_samples import SAMPLES
from tests.core.figures.test_confusion import CONFUSION

# Nothing that is written in them is a number.
PICTURES_ALONE = {eight_digits, first_layer_weights, framed_drawing, seen_digit}
SHARED = {"bare_figure", "framed_figure", "sweep_frame"}  # frames, not figures


def table_of(function: Callable[..., Any]) -> list[list[Any]]:
    """Give the rows of a figure's own table as the browser gets them."""
    rows: list[list[Any]] = go.Figure(SAMPLES[function]()).layout.meta["table"]["rows"]
    return [list(row) for row in rows]


def shown(figure: go.Figure) -> list[Any]:
    return [trace for trace in figure.data if trace.hoverinfo != "skip"]


def tells_numbers(axis: Any) -> bool:
    """Tell whether a place along an axis is the number that is written there."""
    hidden = axis.visible is False or axis.showticklabels is False
    written = zip(axis.tickvals or (), axis.ticktext or (), strict=False)
    return not hidden and all(
        math.isclose(float(text.removeprefix("<br>").replace(",", "")), value)
        for value, text in written
    )


def test_every_figure_function_has_a_sample_here():
    names = [module.name for module in pkgutil.iter_modules(figures.__path__)]
    modules = [importlib.import_module(f"{figures.__name__}.{name}") for name in names]
    functions = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__annotations__.get("return") is go.Figure
    }
    drawn = {function for function in functions if function.__name__ not in SHARED}

    assert {*drawn, network_diagram} == set(SAMPLES)


@pytest.mark.parametrize("function", SAMPLES, ids=lambda function: function.__name__)
def test_a_chart_has_a_table_or_its_places_are_its_numbers_or_it_is_a_picture(function):
    figure = go.Figure(SAMPLES[function]())
    own = (figure.layout.meta or {}).get("table")
    if own is not None:
        assert own["rows"]
        assert {len(row) for row in own["rows"]} == {len(own["columns"])}
        return
    grids = [trace for trace in shown(figure) if trace.type == "heatmap"]
    series = [trace for trace in shown(figure) if trace.type != "heatmap"]
    if function in PICTURES_ALONE:
        assert figure.layout.xaxis.visible is False
        assert not grids
        return
    assert grids or series
    assert all(trace.customdata is None for trace in grids)
    axes = [
        figure.layout[f"{a[0]}axis{a[1:]}"]
        for t in series
        for a in (t.xaxis or "x", t.yaxis or "y")
    ]
    assert all(tells_numbers(axis) for axis in axes)
    places = [(trace.name, trace.xaxis) for trace in series]
    assert len(set(places)) == len(places)


def test_right_answers_are_on_the_diagonal_of_the_confusion_matrix():
    rows = np.array(table_of(confusion_heatmap))

    np.testing.assert_array_equal(rows[:, 0], range(10))
    np.testing.assert_array_equal(rows[:, 1:], CONFUSION)


@pytest.mark.parametrize("function", [final_errors, parallel_coordinates, error_against])
def test_a_run_beyond_the_axis_has_its_own_error_and_its_name_as_it_is(function):
    (row,) = [row for row in table_of(function) if row[0] == "<b>far</b> off"]

    assert 30.63 in row
    assert "test digits" in row


def test_several_seeds_have_their_mean_and_its_ends_beside_the_slide():
    (row,) = [row for row in table_of(final_errors) if row[0] == "pair"]

    assert row[1:] == [2.6, "test digits", 2.4, 2.8, 2, PRESETS["slide-2"].published_error_percent]
    assert ["new", *[None] * 6] in table_of(final_errors)


def test_the_board_names_its_runs_with_their_ranks_and_errors():
    rows = table_of(standings_chart)

    assert [row[:2] for row in rows] == [[1, "three0"], [1, "alone0"], [3, "far0"]]
    assert [row[3] for row in rows] == [2.1, 1.95, 90.1]
    assert [row[-1] for row in rows] == [3, 1, 2]


def test_what_matters_most_is_first_with_its_share():
    assert table_of(importance_bars) == [["Learning rate", "56%"], ["Dropout", "44%"]]


def test_a_sweeps_trials_have_their_settings_and_errors():
    rows = table_of(contour_chart)

    assert rows[:3] == [
        [1, "0.001", "adam", 3.0, "finished"],
        [2, "0.1", "sgd", 88.125, "finished"],
        [3, "0.01", "adam", 4.0, "pruned"],
    ]
    assert len(rows) == 9


def test_the_answer_to_a_drawing_is_ten_probabilities():
    rows = table_of(probability_bars)

    assert rows[7] == [7, "75.0%"]
    assert [row[0] for row in rows] == list(range(10))


def test_a_layer_has_every_neuron_those_that_do_not_fire_too():
    assert table_of(layer_activations) == [[0, 0.5], [1, -0.25], [2, 2.0]]


def test_a_number_has_its_digits_from_left_to_right():
    assert table_of(digit_row) == [[1, "7", "75%"], [2, "no digit", None]]


def test_a_network_has_the_neurons_of_each_layer():
    assert [row[1] for row in table_of(network_diagram)] == [784, 784, 784, 10]
