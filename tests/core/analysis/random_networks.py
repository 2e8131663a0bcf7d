"""Networks of random weights, and images for them."""

import itertools

import numpy as np

from mnist_core.network.mlp import Network

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.uniform(0, 1, (200, 784)).astype("float32")


def random_network(activation="relu", hidden_units=(12, 8), seed=0):
    random = np.random.default_rng(seed)
    shapes = list(itertools.pairwise([784, *hidden_units, 10]))
    return Network(
        activation,
        tuple(random.normal(0, 1 / np.sqrt(n), (n, m)).astype("float32") for n, m in shapes),
        tuple(random.normal(0, 0.3, m).astype("float32") for _, m in shapes),
    )
