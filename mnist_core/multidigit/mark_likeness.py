"""How much more an image looks like a mark or a letter than like a digit.

The nearest neighbours decide (Cover and Hart, "Nearest neighbor pattern classification", 1967):
among digits, MNIST's and drawn ones, and among marks and letters that are drawn in many hands.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.ink.form_strokes import TEMPLATES
from mnist_core.multidigit.digit_likeness import learning_digits
from mnist_core.multidigit.mark_ways import DIGITS, MARKS
from mnist_core.multidigit.way_images import parsed_way, way_images

Floats = NDArray[np.floating[Any]]

HANDS = 40  # that each way to write a mark is drawn in
DIGIT_HANDS = 80  # of each way to write a digit
FORMS, FORM_HANDS = 12, 10  # drawn of each template, and hands of each of those
NEIGHBOURS = 3
LIKE_A_MARK = 0.035  # what looks more like a mark is none of the digits; 0.2 % of those do
SOFTNESS, STEP = 1.3, 3  # pixels of blur, and between the places where the ink is measured
SEED = 7


@dataclass(frozen=True)
class Examples:
    """What images are compared with, each measured and 1 long.

    Attributes:
        digits: (n, 81) float32.
        marks: (m, 81) float32.
    """

    digits: NDArray[np.float32]
    marks: NDArray[np.float32]


@cache
def examples() -> Examples:
    """Draw and measure the examples, once in a process; takes most of a second."""
    random = np.random.default_rng(SEED)
    marks = [way_images(way, HANDS, random) for way in _ways(MARKS)]
    digits = [way_images(way, DIGIT_HANDS, random) for way in _ways(DIGITS)]
    for _, template, _ in TEMPLATES:
        digits += [way_images(template(random), FORM_HANDS, random) for _ in range(FORMS)]
    known, _ = learning_digits()
    return Examples(_measured(np.concatenate([known, *digits])), _measured(np.concatenate(marks)))


def _ways(text: str) -> list[list[NDArray[np.float64]]]:
    return [parsed_way(line.split(maxsplit=1)[1]) for line in text.split("\n") if line]


def mark_likeness(images: Floats) -> Floats:
    """Compare images with the digits and with the marks that are nearest to each.

    Args:
        images: (n, 28, 28), float in [0, 1], each with some ink.

    Returns:
        (n,) float: above 0 for what is nearer to marks, below for a digit, from -2 to 2.
    """
    known, measured = examples(), _measured(images)
    likeness: Floats = _apart(measured, known.digits) - _apart(measured, known.marks)
    return likeness


def _apart(measured: Floats, known: Floats) -> Floats:
    """Average the squared distances from the nearest neighbours, (n,) from 0 to 2."""
    alike = np.partition(measured @ known.T, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:]
    apart: Floats = 2 - 2 * alike.mean(axis=1)
    return apart


def _measured(images: Floats) -> NDArray[np.float32]:
    """Measure the ink here and there, (n, 81); the root makes little of the pen."""
    soft = ndimage.gaussian_filter(images.astype(np.float32), (0, SOFTNESS, SOFTNESS))
    places = np.sqrt(soft[:, 2::STEP, 2::STEP]).reshape(len(images), -1)
    long = np.linalg.norm(places, axis=1, keepdims=True)
    measured: NDArray[np.float32] = places / np.maximum(long, np.float32(1e-6))
    return measured
