"""A small random affine change for each digit and epoch, so that no image comes twice."""

import tensorflow as tf

from mnist_core.ink.affine import SIZE, change_of, pixel_sources
from mnist_core.training.recipe import AUGMENTATION, derived_seed


def affine_transforms(strength: float, seed: int, epoch: int, count: int) -> tf.Tensor:
    """Draw one projective transform for each of ``count`` digits.

    Args:
        strength: 0 to 1, scales every range.
        seed: the run's seed.
        epoch: counted from 1; each epoch draws anew.

    Returns:
        (count, 8) float32, rows as ``ImageProjectiveTransformV3`` takes them: they map a pixel
        of the result to where it comes from.
    """
    key = (derived_seed(seed, AUGMENTATION, 0), epoch)
    draws = tf.random.stateless_uniform((6, count), key, -strength, strength)
    change = change_of(draws)
    sources = pixel_sources(change, tf.cos(change.rotation), tf.sin(change.rotation))
    nothing = tf.zeros_like(change.rotation)
    return tf.stack([*sources, nothing, nothing], axis=1)


def transform_digits(images: tf.Tensor, transforms: tf.Tensor) -> tf.Tensor:
    """Apply one transform to each digit, bilinear, paper beyond the border.

    Args:
        images: (n, 784) float32.
        transforms: (n, 8) float32 from ``affine_transforms``.

    Returns:
        (n, 784) float32.
    """
    moved = tf.raw_ops.ImageProjectiveTransformV3(
        images=tf.reshape(images, (-1, SIZE, SIZE, 1)),
        transforms=transforms,
        output_shape=(SIZE, SIZE),
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="CONSTANT",
    )
    return tf.reshape(moved, (-1, SIZE * SIZE))
