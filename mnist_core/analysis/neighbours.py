"""The training digits most similar to a picture: nearest in the network's last hidden layer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import scale_pixels
from mnist_core.network.mlp import Floats, Network, answer_inputs, network_input

FORWARD_CHUNK = 2_000  # images: some tens of megabytes of activations
DISTANCE_CHUNK = 1_024  # rows: their differences stay in the processor's cache


@dataclass(frozen=True)
class Neighbours:
    """The nearest digits, nearest first; of equally near ones the earlier.

    Attributes:
        indices: (count,) int64, positions among the digits that were searched.
        distances: (count,) float64, at least 0, Euclidean.
    """

    indices: NDArray[np.intp]
    distances: NDArray[np.float64]


def last_hidden(
    network: Network,
    images: NDArray[Any],
    *,
    progress: Callable[[float], None] | None = None,
) -> NDArray[np.float32]:
    """Compute the last hidden layer's activations, a few thousand images at a time.

    Args:
        images: (n, 28, 28) uint8 as MNIST has them, or float32 in [0, 1] with 784 pixels each.
        progress: called with the share done, in (0, 1], after each part.

    Returns:
        (n, units) float32; the (n, 784) pixels that it gets for a network without a hidden layer.
    """
    units = network.kernels[-1].shape[0]
    features = np.empty((len(images), units), np.float32)
    for start in range(0, len(images), FORWARD_CHUNK):
        stop = min(start + FORWARD_CHUNK, len(images))
        features[start:stop] = _last_hidden(network, images[start:stop])
        if progress:
            progress(stop / len(images))
    return features


def _last_hidden(network: Network, images: NDArray[Any]) -> Floats:
    pixels = scale_pixels(images) if images.dtype == np.uint8 else images.reshape(len(images), -1)
    inputs = network_input(network, pixels)
    return (inputs, *answer_inputs(network, inputs).hidden)[-1]


def nearest_digits(
    network: Network, features: NDArray[np.float32], image: Floats, *, count: int = 8
) -> Neighbours:
    """Find the digits that are nearest to ``image`` in the network's last hidden layer.

    Args:
        features: (n, units) float32, what ``last_hidden`` gave for the digits to search.
        image: (28, 28) or (784,), float32 in [0, 1].
    """
    return nearest(features, last_hidden(network, image.reshape(1, -1))[0], count)


def search_digits(
    network: Network,
    images: NDArray[np.uint8],
    image: Floats,
    count: int,
    progress: Callable[[float], None],
) -> Neighbours:
    """Find what ``nearest_digits`` finds without keeping the features, for very wide layers.

    Args:
        images: (n, 28, 28) uint8, the digits to search.
        image: (28, 28) or (784,), float32 in [0, 1].
        progress: called with the share done, in (0, 1], after each part.
    """
    query = last_hidden(network, image.reshape(1, -1))[0]
    indices, distances = np.zeros(0, np.intp), np.zeros(0)
    for start in range(0, len(images), FORWARD_CHUNK):
        part = nearest(last_hidden(network, images[start : start + FORWARD_CHUNK]), query, count)
        indices = np.concatenate([indices, part.indices + start])
        distances = np.concatenate([distances, part.distances])
        best = np.argsort(distances, kind="stable")[:count]
        indices, distances = indices[best], distances[best]
        progress(min(1.0, (start + FORWARD_CHUNK) / len(images)))
    return Neighbours(indices, distances)


def nearest(features: NDArray[np.float32], query: NDArray[np.float32], count: int) -> Neighbours:
    """Find the ``count`` rows of ``features`` nearest to ``query``; fewer where there are fewer.

    Differences row by row: for one query that is quicker than the usual product of matrices,
    and loses no digits to the subtraction of large squares.

    Args:
        features: (n, units) float32.
        query: (units,) float32.
    """
    squares = np.empty(len(features))
    for start in range(0, len(features), DISTANCE_CHUNK):
        differences = features[start : start + DISTANCE_CHUNK] - query
        rows = np.einsum("ij,ij->i", differences, differences)
        squares[start : start + DISTANCE_CHUNK] = rows
    indices = np.argsort(squares, kind="stable")[:count]
    return Neighbours(indices, np.sqrt(squares[indices]))
