"""Eight digits as normalization and augmentation make them, to be seen before training."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import Floats, first_training_digits, scale_pixels
from mnist_core.ink.affine import SIZE, change_digits, change_of
from mnist_core.ink.elastic import KNOTS, displacements
from mnist_core.network.normalization import straighten
from mnist_core.setting_options import Normalization

EXAMPLES = (1, 3, 5, 7, 2, 0, 13, 15)  # places among the training digits of a 0, a 1, ... and a 7
DRAWN_FROM = 4  # a seed with which all eight change well in sight


def augmented_examples(
    strength: float, normalization: Normalization = "none", elastic: float = 0.0
) -> NDArray[np.uint8]:
    """Give the digits 0 to 7, each changed by one random draw that is the same at every strength.

    A training draws others, within the same ranges, for each digit and epoch. A little more
    strength changes each of the eight a little more in the same direction.

    Args:
        strength: 0 to 1; 0 leaves them as the network gets them.
        normalization: what is evened out of them before.
        elastic: 0 to 1, the strength by which they are bent besides.

    Returns:
        (8, 28, 28) uint8, 0 is paper and 255 full ink.
    """
    generator = np.random.default_rng(DRAWN_FROM)
    draws = generator.uniform(-strength, strength, (6, len(EXAMPLES)))
    pulls = generator.uniform(-elastic, elastic, (len(EXAMPLES), 2, KNOTS, KNOTS))
    digits = change_digits(_digits(normalization), change_of(draws), displacements(pulls))
    return np.round(255 * digits).astype(np.uint8)


@cache
def _digits(normalization: Normalization) -> Floats:
    digits = first_training_digits(max(EXAMPLES) + 1)[list(EXAMPLES)]
    return straighten(scale_pixels(digits), normalization).reshape(-1, SIZE, SIZE)
