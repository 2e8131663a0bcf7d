"""A coloured picture as gray in which its ink stands out: mostly its lightness, else its hue."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Floats = NDArray[np.float32]

LIGHTNESS = np.array([0.299, 0.587, 0.114])  # of red, green and blue, as ITU-R BT.601 weighs them
LOOK_SIZE = 160  # pixels of the longer side where the colours are compared
NOISE = 0.7  # pixels there: finer than any stroke
STROKE = 5.0  # pixels there: wider than most
CLEARER = 4.0  # times the energy: what hue must show more than lightness does


def most_visible_gray(picture: Image.Image) -> Image.Image:
    """Give a picture's lightness, or the mixture of its colours in which strokes are far clearer.

    That is the first principal component of what is as narrow as a stroke (Pearson, 1901): yellow
    on white differs in blue alone, and red on green of equal lightness in nothing that is gray.

    Args:
        picture: in any of Pillow's modes without opacity.

    Returns:
        A picture in mode "L".
    """
    gray = picture.convert("L")
    if picture.mode in {"L", "1"}:
        return gray
    colours = picture.convert("RGB")
    mixture = _mixture(colours)
    return gray if mixture is None else _mixed(colours, mixture)


def _mixture(colours: Image.Image) -> Floats | None:
    """Find the direction of most contrast, (3,) float32 of length 1; none if lightness will do."""
    small = colours.copy()
    small.thumbnail((LOOK_SIZE, LOOK_SIZE), Image.Resampling.BOX)
    levels = np.asarray(small, np.float32) / np.float32(255)
    fine, wide = (ndimage.gaussian_filter(levels, (size, size, 0)) for size in (NOISE, STROKE))
    detail = (fine - wide).reshape(-1, 3)
    energies, directions = np.linalg.eigh(detail.T @ detail)
    seen = float(np.sum((detail @ (LIGHTNESS / np.linalg.norm(LIGHTNESS))) ** 2))
    if energies[-1] < CLEARER * seen:
        return None
    mixture = directions[:, -1]
    return (mixture * (1 if mixture @ LIGHTNESS >= 0 else -1)).astype(np.float32)


def _mixed(colours: Image.Image, mixture: Floats) -> Image.Image:
    darkest, lightest = mixture.clip(max=0).sum(), mixture.clip(min=0).sum()
    share = np.asarray(colours, np.float32) / 255 @ mixture
    return Image.fromarray(np.uint8(np.rint(255 * (share - darkest) / (lightest - darkest))))
