"""Which pixels of a picture are ink: on clean paper by one level, else as in a photograph."""

import numpy as np
from numpy.typing import NDArray

from mnist_core.ink.clean_paper import find_clean_ink
from mnist_core.ink.noise import without_impulses
from mnist_core.ink.photograph import find_photographed_ink, find_photographed_line

Floats = NDArray[np.float32]


def find_ink(gray: Floats, *, in_a_line: bool = False) -> Floats | None:
    """Separate ink from paper.

    Args:
        gray: (height, width), float32 in [0, 1], ink dark on light or light on dark.
        in_a_line: several digits side by side are looked for: the picture's shorter side is
            what a stroke is narrow beside, and a digit that reaches the border is kept where
            others do not.

    Returns:
        (height, width) float32 in [0, 1], 0 paper and 1 full ink; none where nothing is drawn.
    """
    if not np.ptp(gray):
        return None
    gray = without_impulses(gray)
    clean = find_clean_ink(gray, in_a_line=in_a_line)
    if clean is not None:
        return clean
    return find_photographed_line(gray) if in_a_line else find_photographed_ink(gray)
