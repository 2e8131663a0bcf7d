"""Elastic distortion of a training's digits, in one compiled pass with their affine change.

XLA makes one loop over the pixels of all that is done to each of them; with TensorFlow's kernels,
some thirty passes over all pixels, it takes five times as long.
"""

from typing import Any

import numpy as np
import tensorflow as tf

from mnist_core.ink.affine import SIZE
from mnist_core.ink.elastic import KNOTS, knots_reach
from mnist_core.training.recipe import ELASTIC, derived_seed

FRAMED = SIZE + 3  # a pixel of paper before the image, two behind it


def elastic_pulls(strength: float, seed: int, epoch: int, count: int) -> tf.Tensor:
    """Draw the pulls at the knots of each of ``count`` digits.

    Args:
        strength: 0 to 1, scales them.
        seed: the run's seed.
        epoch: counted from 1; each epoch draws anew.

    Returns:
        (count, 2, KNOTS, KNOTS) float32, as ``displacements`` takes them.
    """
    key = (derived_seed(seed, ELASTIC, 0), epoch)
    return tf.random.stateless_uniform((count, 2, KNOTS, KNOTS), key, -strength, strength)


def bend_digits(images: Any, transforms: Any, pulls: Any) -> Any:
    """Bend each digit and apply its transform, bilinear, paper beyond the border; to be compiled.

    Sums are taken in the order that stands here, and none is over digits, so that a digit comes out
    the same to the bit among any others.

    Args:
        images: (n, 784) float32.
        transforms: (n, 8) float32 from ``affine_transforms``.
        pulls: (n, 2, KNOTS, KNOTS) float32.

    Returns:
        (n, 784) float32.
    """
    down, right = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    a, b, x_offset, c, d, y_offset = (transforms[:, i, None, None] for i in range(6))
    moves = _moves(pulls)
    x = a * right + b * down + x_offset + moves[:, 0]
    y = c * right + d * down + y_offset + moves[:, 1]
    x, y = (tf.clip_by_value(place, -1.0, float(SIZE)) + 1.0 for place in (x, y))
    left, top = tf.floor(x), tf.floor(y)
    count = tf.shape(images)[0]
    framed = tf.pad(tf.reshape(images, (count, SIZE, SIZE)), ((0, 0), (1, 2), (1, 2)))
    pixels = tf.reshape(framed, (-1,))
    first = tf.range(count)[:, None, None] * FRAMED**2
    at = first + tf.cast(top, tf.int32) * FRAMED + tf.cast(left, tf.int32)
    corners = (tf.gather(pixels, at + further) for further in (0, 1, FRAMED, FRAMED + 1))
    above_left, above_right, below_left, below_right = corners
    above = above_left + (x - left) * (above_right - above_left)
    below = below_left + (x - left) * (below_right - below_left)
    return tf.reshape(above + (y - top) * (below - above), (count, SIZE * SIZE))


def _moves(pulls: Any) -> Any:
    """Do as ``displacements``: (n, 2, 28, 28)."""
    reach = knots_reach()
    rows = sum(pulls[:, :, :, knot, None] * reach[:, knot] for knot in range(KNOTS))
    return sum(rows[:, :, knot, None, :] * reach[:, knot, None] for knot in range(KNOTS))
