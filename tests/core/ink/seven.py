"""A seven that files of all kinds show, and whether it was read from one."""

import numpy as np

from mnist_core.ink.drawing_files import read_drawing
from mnist_core.ink.strokes import strokes_from_json
from tests.core.ink.degrade import spaced

CORNERS = np.array([[60, 60], [180, 60], [150, 130], [110, 220]], float)
SEVEN = {"width": 280, "height": 280, "strokes": [spaced(CORNERS, 5).tolist()]}
STROKES = strokes_from_json(SEVEN)


def assert_reads(content, expected):
    image = read_drawing("seven", content).image
    assert image is not None
    assert np.abs(image - expected).mean() < 0.03
