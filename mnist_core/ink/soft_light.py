"""Light that changes softly, as at the edge of a shadow, told from ink, whose edges are steep.

After Horn, "Determining lightness from an image" (1974): where the logarithm of the light changes
little from one pixel to the next, that is the light's doing, and what changes much is the ink's.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import fft, ndimage

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

SMOOTHING = 1.0  # pixels
DARKEST = 0.1  # of the most light: less counts as this much
LEAST_LIGHT = 1e-3
STRONGEST = 0.75  # of the gradients' energy is in weaker ones
STEEP = 0.3  # of the strongest gradient
BESIDE = 3  # pixels beside it that belong to an edge


def steep_edges(gray: Floats) -> Mask:
    """Mark the pixels at which, or beside which, the light changes steeply.

    Args:
        gray: (height, width), float32 in [0, 1].

    Returns:
        (height, width) bool.
    """
    down, right = _gradients(_logarithm(gray))
    size = np.hypot(down, right)
    rising = np.sort(size, axis=None)
    energy = np.cumsum(rising**2, dtype=np.float64)
    strongest = rising[np.searchsorted(energy, STRONGEST * energy[-1])]
    edges: Mask = ndimage.maximum_filter(size > STEEP * strongest, 2 * BESIDE + 1)
    return edges


def without_soft_light(gray: Floats, edges: Mask) -> Floats:
    """Give the picture as it would be if its light changed at steep edges alone.

    Args:
        gray: (height, width), float32 in [0, 1].
        edges: (height, width) bool, of ``steep_edges``.

    Returns:
        (height, width) float32 in [0, 1], its usual light as it was.
    """
    soft = [np.where(edges, np.float32(0), part) for part in _gradients(_logarithm(gray))]
    light = _summed(*soft)
    flat: Floats = (gray * np.exp(np.median(light) - light)).clip(0, 1)
    return flat


def _logarithm(gray: Floats) -> Floats:
    smooth = ndimage.gaussian_filter(gray, SMOOTHING)
    logarithm: Floats = np.log(np.maximum(smooth, max(DARKEST * float(smooth.max()), LEAST_LIGHT)))
    return logarithm


def _gradients(values: Floats) -> tuple[Floats, Floats]:
    """Give what the next pixel down, and to the right, has more; 0 at the border."""
    down = np.diff(values, axis=0, append=values[-1:])
    right = np.diff(values, axis=1, append=values[:, -1:])
    return down, right


def _summed(down: Floats, right: Floats) -> Floats:
    """Find the values that have nearly these gradients: Poisson's equation by cosine transforms."""
    divergence = np.diff(down, axis=0, prepend=0) + np.diff(right, axis=1, prepend=0)
    rows, columns = (2 * np.cos(np.pi * np.arange(side) / side) - 2 for side in down.shape)
    factors = rows[:, None] + columns
    factors[0, 0] = 1
    waves = fft.dctn(divergence, norm="ortho") / factors
    waves[0, 0] = 0
    values: Floats = fft.idctn(waves, norm="ortho").astype(np.float32)
    return values
