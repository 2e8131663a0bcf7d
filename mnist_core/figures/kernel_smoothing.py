"""An even field of errors out of the errors at scattered points."""

import numpy as np
from numpy.typing import NDArray

NARROWEST, WIDEST, SPARSE = 0.06, 0.2, 0.6


def error_map(
    places: NDArray[np.float64],
    errors: NDArray[np.float64],
    right: NDArray[np.float64],
    above: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Estimate the error at each crossing of a grid as the mean of the points around it.

    Near points weigh more (Nadaraya and Watson's estimate with a Gaussian kernel, the narrower
    the more points there are). A mean and no interpolation: trials at one place differ in
    their other settings and by chance, and between two of them a surface would have spikes.

    Args:
        places: (points, 2), of at least one point, across and up, in [0, 1].
        errors: (points,), in any unit.
        right, above: the grid's lines across and up, about from 0 to 1.

    Returns:
        (lines up, lines across), float64.
    """
    width = float(np.clip(SPARSE / np.sqrt(len(errors)), NARROWEST, WIDEST))
    across, up = _nearness(places[:, 0], right, width), _nearness(places[:, 1], above, width)
    return (up * errors) @ across.T / (up @ across.T)


def _nearness(
    places: NDArray[np.float64], line: NDArray[np.float64], width: float
) -> NDArray[np.float64]:
    """Weigh points along one side, (lines, points); never 0, since the kernel is not narrow."""
    return np.exp(-0.5 * ((line[:, np.newaxis] - places) / width) ** 2)
