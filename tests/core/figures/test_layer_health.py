"""Figures of a network's health, read back."""

import numpy as np
import pytest

from mnist_core.analysis.layer_activity import LayerActivity
from mnist_core.figures.colors import ACCENT, TRAINING, VALIDATION
from mnist_core.figures.layer_health import (
    CLEAR,
    DEAD_COLOR,
    dead_share_curve,
    firing_histogram,
    first_layer_weights,
    norms_curve,
)

NORMS = np.array([[0.1, 0.02, 0.3, 1], [0.2, 0.0, np.nan, np.inf]], np.float32)
NAMES = {"title": "Gradient size", "value_title": "RMS per weight"}


def layer(firing, dead) -> LayerActivity:
    firing = np.array(firing, np.float32)
    return LayerActivity(1, firing, firing, np.array(dead))


def tile(figure, number):
    mosaic, targets = figure.data
    left, top = round(targets.x[number] - 13.5), round(targets.y[number] - 13.5)
    return np.array(mosaic.z, float)[top : top + 28, left : left + 28]


@pytest.mark.parametrize(("units", "shown"), [(1, 1), (10, 10), (30, 30), (64, 64), (100, 64)])
def test_every_neuron_shown_is_a_picture_of_its_weights_on_one_scale(units, shown):
    kernel = np.random.default_rng(0).normal(0, 1, (784, units)).astype("float32")
    figure = first_layer_weights(kernel)
    neurons = list(figure.data[1].customdata)

    assert len(neurons) == shown
    assert neurons == sorted(neurons)
    scale = np.quantile(np.abs(kernel[:, neurons]), 0.999)
    for number in {0, shown // 2, shown - 1}:
        weights = kernel[:, neurons[number]].reshape(28, 28)
        expected = np.clip(weights / scale, -1, 1)
        np.testing.assert_allclose(tile(figure, number) / 127, expected, atol=0.006)


def test_of_too_many_neurons_the_strongest_are_shown_in_their_order():
    kernel = np.random.default_rng(0).normal(0, 0.1, (784, 20)).astype("float32")
    kernel[:, [3, 17, 11]] *= [9, 5, 7]

    assert list(first_layer_weights(kernel, limit=3).data[1].customdata) == [3, 11, 17]


def test_the_neurons_shown_may_be_chosen_by_another_epochs_weights():
    later = np.random.default_rng(0).normal(0, 0.1, (784, 20)).astype("float32")
    first = later[:, ::-1].copy()
    later[:, [3, 17, 11]] *= [9, 5, 7]

    shown = first_layer_weights(first, limit=3, ranked_by=later).data[1].customdata

    assert list(shown) == [3, 11, 17]


def test_weights_of_zero_and_of_no_number_are_clear():
    zeros, numberless = (np.full((784, 12), value, np.float32) for value in (0, np.nan))

    assert not np.any(first_layer_weights(zeros).data[0].z)
    assert not np.any(first_layer_weights(numberless).data[0].z)


def test_64_neurons_are_small_enough_to_send():
    kernel = np.random.default_rng(0).normal(0, 1, (784, 4096)).astype("float32")

    assert len(first_layer_weights(kernel).to_json()) < 100_000


def test_each_layer_has_a_line_on_a_logarithmic_axis_the_output_last():
    figure = norms_curve([1, 2], NORMS, **NAMES)

    assert figure.layout.yaxis.type == "log"
    assert [trace.name for trace in figure.data] == ["1", "2", "3", "output"]
    assert [trace.line.color for trace in figure.data[:2]] == [TRAINING, VALIDATION]
    np.testing.assert_array_equal(figure.data[0].y, NORMS[:, 0])


def test_what_a_logarithm_cannot_show_leaves_a_gap():
    figure = norms_curve([1, 2], NORMS, **NAMES)

    assert [np.isnan(trace.y[1]) for trace in figure.data] == [False, True, True, True]


def test_seven_layers_have_seven_colours():
    figure = norms_curve([1], np.ones((1, 7), np.float32), **NAMES)

    assert len({trace.line.color for trace in figure.data}) == 7


@pytest.mark.parametrize(
    ("norms", "ticks"), [([[0.05, 0.2]], "D2"), ([[1e-6, 0.2]], 1), ([[0, np.nan]], 1)]
)
def test_an_axis_of_few_powers_of_ten_has_marks_between_them(norms, ticks):
    figure = norms_curve([1], np.array(norms, np.float32), **NAMES)

    assert figure.layout.yaxis.dtick == ticks


@pytest.mark.parametrize(
    ("empty", "full"),
    [
        (
            norms_curve([], np.zeros((0, 3), np.float32), **NAMES),
            norms_curve([1], np.array([[1e-9, 1, 1]], np.float32), **NAMES),
        ),
        (
            dead_share_curve([], np.zeros((0, 2), np.float32)),
            dead_share_curve([1], np.array([[0.02, 0.0]], np.float32)),
        ),
        (firing_histogram(None, title="A"), firing_histogram(layer([0.5], [False]), title="A")),
    ],
)
def test_no_measurement_keeps_the_frame(empty, full):
    for part in ("height", "margin", "title", "legend", "xaxis.title", "yaxis.title", "yaxis.type"):
        assert empty.layout[part] == full.layout[part]
    assert [trace.name for trace in empty.data] == [trace.name for trace in full.data]


def norms(epochs, values):
    return norms_curve(epochs, values, **NAMES)


@pytest.mark.parametrize("draw", [norms, dead_share_curve])
def test_axes_have_no_numbers_before_anything_was_measured(draw):
    def colors(epochs, values):
        axes = draw(epochs, np.array(values, np.float32).reshape(len(epochs), 2)).layout
        return [axis.tickfont.color for axis in (axes.xaxis, axes.yaxis)]

    assert colors([], []) == [CLEAR, CLEAR]
    assert colors([1], [[0.1, 0.2]]) == [None, None]


def test_dead_neurons_are_a_share_of_their_layer_from_0_up():
    figure = dead_share_curve([1, 2], np.array([[0.1, 0.0], [0.5, 0.25]], np.float32))
    low, high = figure.layout.yaxis.range

    assert list(figure.data[0].y) == pytest.approx([0.1, 0.5])
    assert [trace.name for trace in figure.data] == ["1", "2"]
    assert low == 0
    assert 0.5 < high <= 0.6


def test_a_share_of_nothing_has_a_range_to_be_seen_in():
    assert dead_share_curve([1], np.zeros((1, 1), np.float32)).layout.yaxis.range[1] >= 0.1


def test_neurons_are_counted_by_how_often_they_fire_the_dead_ones_apart():
    figure = firing_histogram(
        layer([0.0, 0.0, 0.01, 0.52, 1.0], [True, True, False, False, False]), title="Layer 1"
    )
    alive, dead = figure.data

    assert (alive.name, dead.name) == ("alive", "dead")
    assert (alive.marker.color, dead.marker.color) == (ACCENT, DEAD_COLOR)
    assert (dead.y[0], sum(dead.y)) == (2, 2)
    assert [place for place, count in enumerate(alive.y) if count] == [0, 10, 19]
    assert figure.layout.barmode == "stack"


def test_saturated_neurons_are_called_so():
    figure = firing_histogram(layer([1.0], [True]), title="Layer 1", condition="saturated")

    assert figure.data[1].name == "saturated"


def test_an_epoch_axis_ticks_each_of_few_epochs():
    few = dead_share_curve([2, 3], np.zeros((2, 1), np.float32)).layout.xaxis
    many = dead_share_curve(range(1, 25), np.zeros((24, 1), np.float32)).layout.xaxis

    assert list(few.tickvals) == [1, 2, 3]
    assert many.tickvals is None
    assert many.range[0] == 0
    assert many.range[1] > 24
