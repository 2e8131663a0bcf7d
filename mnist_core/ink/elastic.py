"""How elastic distortion bends a digit: a few knots, each of which pulls what is around it.

Simard, Steinkraus and Platt (2003), "Best practices for convolutional neural networks applied to
visual document analysis", displace each pixel at random and smooth the displacements. Here so few
numbers are drawn as smooth ones need: one pull for each knot of a grid that covers the image and a
little more, and a pixel goes where the knots around it pull it, the near ones most.
"""

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import Floats
from mnist_core.ink.affine import SIZE

KNOTS = 6  # in a row of the grid, and in a column
FIRST_KNOT, LAST_KNOT = -2, 29  # pixels
WIDTH = 5.0  # pixels, the standard deviation of a knot's reach
ELASTIC_PIXELS = 2.0  # by which a pixel is moved in each direction at strength 1, root mean square


def knots_reach() -> Floats:
    """Give how far a pull at each knot of a row reaches: (28, KNOTS) float32, for each pixel.

    Of the pulls of a grid a pixel takes the sum over rows and columns of its reach in both. Pulls
    from -1 to 1, all as likely, move it by ``ELASTIC_PIXELS``.
    """
    knots = np.linspace(FIRST_KNOT, LAST_KNOT, KNOTS)
    reach = np.exp(-((np.arange(SIZE)[:, None] - knots) ** 2) / (2 * WIDTH**2))
    power = ELASTIC_PIXELS * np.sqrt(3) / (reach**2).sum(axis=1, keepdims=True)
    scaled: Floats = (reach * np.sqrt(power)).astype(np.float32)
    return scaled


def displacements(pulls: NDArray[np.floating]) -> NDArray[np.floating]:
    """Give where pulls move the pixels: (n, 2, 28, 28), in pixels, to the right and down.

    Args:
        pulls: (n, 2, KNOTS, KNOTS), each knot's to the right and down, its row before its column.
    """
    reach = knots_reach()
    moves: NDArray[np.floating] = np.einsum("ya,ndab,xb->ndyx", reach, pulls, reach)
    return moves
