"""How much an image looks like a digit at all: a network is sure of images of none, too.

Each digit's images lie near a flat space of a few directions, its manifold as Hinton, Dayan and
Revow model it ("Modelling the manifolds of images of handwritten digits", 1997). What lies far
from all ten is no digit: half of one, or two that were taken for one.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.dataset import load_mnist
from mnist_core.ink.rasterise import SIZE

Floats = NDArray[np.floating[Any]]

LEARNED_FROM = 4_000  # of the training digits: more teach no better, and take longer
DIRECTIONS = 20  # of each digit's space
SOFTNESS = 1.6  # pixels of blur, so that neither a line one pixel beside nor the pen matters
REST = 40.0  # directions that what is left out of a space counts for
USUAL = 1.1  # of digits that are written well


@dataclass(frozen=True)
class DigitShapes:
    """The ten digits' spaces.

    Attributes:
        means: (10, 784) float32.
        directions: (10, k, 784) float32, orthogonal and 1 long.
        variances: (10, k) float32, along each direction.
        rests: (10,) float32, the variance of all other directions together.
    """

    means: Floats
    directions: Floats
    variances: Floats
    rests: Floats


@cache
def digit_shapes() -> DigitShapes:
    """Learn the shapes from MNIST's training digits, once in a process; takes half a second."""
    return learn_shapes(*learning_digits())


@cache
def learning_digits() -> tuple[Floats, NDArray[np.uint8]]:
    """Give the training digits to learn from, (n, 28, 28) float32 in [0, 1], and their labels."""
    mnist = load_mnist()
    images = mnist.x_train[:LEARNED_FROM].astype(np.float32) / np.float32(255)
    return images, mnist.y_train[:LEARNED_FROM].copy()


def learn_shapes(images: Floats, labels: NDArray[np.uint8]) -> DigitShapes:
    """Learn each digit's space by principal components.

    Args:
        images: (n, 28, 28), float in [0, 1], of one size and place; at least
            ``DIRECTIONS + 1`` of each digit.
        labels: (n,), 0 to 9.
    """
    soft = _soften(images)
    spaces = [_space(soft[labels == digit]) for digit in range(10)]
    return DigitShapes(*(np.stack(part) for part in zip(*spaces, strict=True)))


def _space(soft: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Find the directions of most variance, from the images' products: they are few."""
    mean = soft.mean(axis=0)
    centred = soft - mean
    squares, shares = np.linalg.eigh(centred @ centred.T)
    squares, shares = squares[::-1][:DIRECTIONS], shares[:, ::-1][:, :DIRECTIONS]
    directions = shares.T @ centred / np.sqrt(squares)[:, None]
    variances = squares / len(soft)
    return mean, directions, variances, (centred**2).sum() / len(soft) - variances.sum()


def oddness(images: Floats) -> Floats:
    """Compute how far images lie from the nearest digit's space.

    Args:
        images: (n, 28, 28), float in [0, 1].

    Returns:
        (n,) float32: 0 for a digit as most are, up to 1.5 for what is none, below 0 for a very
        usual one.
    """
    shapes, soft = digit_shapes(), _soften(images)
    apart = (soft**2).sum(axis=1)[:, None] - 2 * soft @ shapes.means.T
    apart += (shapes.means**2).sum(axis=1)  # squared, (n, 10)
    along = _along(soft, shapes)
    left = apart - (along**2).sum(axis=2)
    squared = REST * left / shapes.rests + (along**2 / shapes.variances).sum(axis=2)
    distance = np.sqrt(np.maximum(squared.min(axis=1), 0) / (REST + DIRECTIONS))
    odd: Floats = np.clip(distance / USUAL - 1, -0.5, 1.5)
    return odd


def _along(soft: Floats, shapes: DigitShapes) -> Floats:
    """Measure from each mean along its directions, (n, 10, k)."""
    middles = np.einsum("ckp,cp->ck", shapes.directions, shapes.means)
    flat = shapes.directions.reshape(-1, SIZE * SIZE)
    along: Floats = (soft @ flat.T).reshape(len(soft), *middles.shape) - middles
    return along


def _soften(images: Floats) -> Floats:
    soft = ndimage.gaussian_filter(images.astype(np.float32), (0, SOFTNESS, SOFTNESS))
    flat: Floats = soft.reshape(-1, SIZE * SIZE)
    return flat
