"""The figures about one digit, read back."""

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core.figures.colors import ACCENT
from mnist_core.figures.digit import (
    describe_firing,
    layer_activations,
    probability_bars,
    seen_digit,
)

PROBABILITIES = np.array([0.0, 0.002, 0, 0.03, 0, 0, 0, 0.96, 0, 0.008])


def texts(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def test_the_digit_is_shown_upright_white_on_black() -> None:
    image = np.zeros((28, 28))
    image[0, 27] = 1.0
    figure = seen_digit(image)

    assert figure.data[0].z[0][27] == 1
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]
    assert [color for _, color in figure.data[0].colorscale] == ["#000000", "#FFFFFF"]


def test_no_image_is_a_black_square_of_the_same_size() -> None:
    assert not np.any(seen_digit(None).data[0].z)
    assert seen_digit(None).layout == seen_digit(np.ones((28, 28))).layout


def test_the_most_probable_digit_alone_has_the_accent_colour() -> None:
    bars = probability_bars(PROBABILITIES).data[1]

    assert list(bars.x) == list(PROBABILITIES)
    assert [digit for digit, color in enumerate(bars.marker.color) if color == ACCENT] == [7]
    assert "<b>96.0%</b>" in texts(probability_bars(PROBABILITIES))


def test_bars_without_probabilities_keep_their_frame() -> None:
    empty, full = probability_bars(None), probability_bars(PROBABILITIES)

    assert texts(empty) == []
    assert not any(empty.data[1].x)
    assert (empty.layout.xaxis, empty.layout.yaxis) == (full.layout.xaxis, full.layout.yaxis)


@pytest.mark.parametrize("neurons", [1, 2, 10, 64, 97, 128, 784, 1009, 4096])
def test_a_layer_has_a_cell_for_each_neuron_in_order_and_blanks_after_the_last(
    neurons: int,
) -> None:
    activations = np.linspace(0.1, 1, neurons)
    cells = np.array(layer_activations(activations).data[0].z, dtype=float)

    assert np.allclose(cells.ravel()[:neurons], activations, atol=1e-4)
    assert np.isnan(cells.ravel()[neurons:]).all()
    assert cells.shape[1] > cells.shape[0]


def test_neurons_that_do_not_fire_are_pale_but_hovering_tells_their_value() -> None:
    strip = layer_activations(np.array([-0.5, 0.0, 2.0])).data[0]

    assert list(strip.z[0][:3]) == [0, 0, 2]
    assert strip.customdata[0][0] == -0.5
    assert strip.zmax == 2


def test_a_silent_layer_is_drawn_pale() -> None:
    assert layer_activations(np.zeros(4)).data[0].zmax > 0


def test_firing_neurons_are_counted() -> None:
    assert describe_firing(np.array([0.0, 1.0, -1.0, 2.0])) == "2 of 4 fire"
