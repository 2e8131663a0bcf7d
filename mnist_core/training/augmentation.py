"""A small random affine change for each digit and epoch, so that no image comes twice."""

import tensorflow as tf

from mnist_core.training.recipe import (
    ASPECT,
    AUGMENTATION,
    ROTATION,
    SHEAR,
    SHIFT_PIXELS,
    ZOOM,
    derived_seed,
)

SIZE, CENTRE = 28, 13.5


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
    angle, shear = draws[0] * ROTATION, draws[1] * SHEAR
    width = (1 + draws[2] * ZOOM) * (1 + draws[3] * ASPECT)
    height = (1 + draws[2] * ZOOM) / (1 + draws[3] * ASPECT)
    cosine, sine = tf.cos(angle), tf.sin(angle)
    a, b = cosine / width, (sine + shear * cosine) / width
    c, d = -sine / height, (cosine - shear * sine) / height
    x_from, y_from = CENTRE + draws[4] * SHIFT_PIXELS, CENTRE + draws[5] * SHIFT_PIXELS
    x_offset = CENTRE - a * x_from - b * y_from
    y_offset = CENTRE - c * x_from - d * y_from
    nothing = tf.zeros_like(a)
    return tf.stack([a, b, x_offset, c, d, y_offset, nothing, nothing], axis=1)


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
