"""A network that normalises is measured on the digits that it sees, whatever is measured."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from mnist_core.analysis.embedding import make_map
from mnist_core.analysis.layer_activity import activation_statistics
from mnist_core.analysis.layer_health import gradient_norms
from mnist_core.analysis.neighbours import last_hidden, nearest_digits
from mnist_core.dataset import load_test_digits, scale_pixels
from mnist_core.network.mlp import Floats, Network
from mnist_core.network.normalization import straighten
from tests.core.analysis.random_networks import random_network

DIGITS = load_test_digits()
IMAGES, TRUTH = scale_pixels(DIGITS.images[:100]), DIGITS.labels[:100]
MEASURES: dict[str, Callable[[Network, Floats], Floats]] = {
    "activity": lambda network, images: activation_statistics(network, images)[1].mean,
    "gradients": lambda network, images: gradient_norms(
        network, images, TRUTH, "categorical_crossentropy"
    ),
    "last-hidden": last_hidden,
    "neighbours": lambda network, images: (
        nearest_digits(network, last_hidden(network, images), images[7]).distances
    ),
    "map": lambda network, images: make_map(network, images, TRUTH, lambda _: None).principal,
}


CASES = [(name, (12, 8)) for name in MEASURES] + [("last-hidden", ()), ("map", ())]


@pytest.mark.parametrize(("name", "hidden_units"), CASES)
def test_a_measurement_is_that_of_digits_normalised_beforehand(name, hidden_units):
    measure, plain = MEASURES[name], random_network(hidden_units=hidden_units)
    network = replace(plain, normalization="slant_and_width")

    measured = measure(network, IMAGES)

    np.testing.assert_array_equal(measured, measure(plain, straighten(IMAGES, "slant_and_width")))
    assert not np.array_equal(measured, measure(plain, IMAGES))
