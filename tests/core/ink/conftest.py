"""A seven as pixels, and as it is to be read."""

import numpy as np
import pytest

from mnist_core.ink.preprocess import read_strokes
from tests.core.ink.degrade import pen_drawn
from tests.core.ink.seven import STROKES


@pytest.fixture(scope="module")
def ink():
    """A seven, (280, 280) uint8, white on black."""
    return np.round(pen_drawn(STROKES, size=160, pen=14) * 255).astype(np.uint8)


@pytest.fixture(scope="module")
def expected():
    return read_strokes(STROKES).image
