"""How well a network reads digits that are noisy, turned, moved, or drawn with another pen."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from mnist_core.network.mlp import Network, forward

Floats = NDArray[np.float32]
Kind = Literal["noise", "rotation", "shift", "thickness"]
KINDS: tuple[Kind, ...] = get_args(Kind)

NOTHING = 0.0  # the level of every kind that leaves a digit as it is
SIZE = 28


@dataclass(frozen=True)
class Distortion:
    """A way to make digits harder, by degrees.

    Attributes:
        title: what a menu shows.
        unit: of the levels.
        levels: ascending; ``NOTHING`` is one of them.
    """

    title: str
    unit: str
    levels: tuple[float, ...]


DISTORTIONS: dict[Kind, Distortion] = {
    "noise": Distortion(
        "Noise", "share of full ink", (NOTHING, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6)
    ),
    "rotation": Distortion(
        "Rotation", "degrees", (-60.0, -45.0, -30.0, -15.0, NOTHING, 15.0, 30.0, 45.0, 60.0)
    ),
    "shift": Distortion("Shift", "pixels", (NOTHING, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)),
    "thickness": Distortion(
        "Stroke width", "pixels more or less", (-3.0, -2.0, -1.0, NOTHING, 1.0, 2.0, 3.0, 4.0)
    ),
}


@dataclass(frozen=True)
class RobustnessCurve:
    """Accuracy against the strength of one distortion.

    Attributes:
        levels: (k,) float64, ascending, in the distortion's unit.
        accuracy: (k,) float64 in [0, 1].
    """

    levels: NDArray[np.float64]
    accuracy: NDArray[np.float64]


@dataclass(frozen=True)
class Robustness:
    """How well a network reads distorted digits.

    Attributes:
        count: how many digits, the same at each level of each distortion.
        curves: one for each of ``KINDS``.
    """

    count: int
    curves: dict[Kind, RobustnessCurve]


def measure_robustness(
    network: Network,
    images: Floats,
    truth: NDArray[np.uint8],
    progress: Callable[[float], None],
    *,
    seed: int = 0,
) -> Robustness:
    """Read the same digits at every level of every distortion.

    10,000 digits take about 6 s on two cores for 784-128-10, of which 5 s for the distortions,
    and 15 s for 784-784-784-784-10; the time is proportional to the number of digits.

    Args:
        network: any.
        images: (n, 784) or (n, 28, 28), float32 in [0, 1].
        truth: (n,) uint8, 0 to 9.
        progress: called with the share done, ascending to 1, after each level.
        seed: fixes the noise.
    """
    digits = images.reshape(-1, SIZE, SIZE)
    total = sum(len(distortion.levels) for distortion in DISTORTIONS.values())
    curves: dict[Kind, RobustnessCurve] = {}
    done = 0
    for kind, distortion in DISTORTIONS.items():
        accuracy = []
        for level in distortion.levels:
            answers = forward(network, distort(digits, kind, level, seed)).digits
            accuracy.append(np.mean(answers == truth))
            done += 1
            progress(done / total)
        curves[kind] = RobustnessCurve(np.array(distortion.levels), np.array(accuracy))
    return Robustness(len(digits), curves)


def distort(images: Floats, kind: Kind, level: float, seed: int) -> Floats:
    """Make digits harder; the same arguments give the same pixels.

    Args:
        images: (n, 28, 28), float32 in [0, 1].
        kind: ``noise`` adds Gaussian noise with ``level`` as its standard deviation and clips;
            ``rotation`` turns by degrees, counter-clockwise where positive; ``shift`` moves by
            whole pixels, a quarter of the digits each to the right, the left, up and down;
            ``thickness`` widens the strokes by pixels, or thins them where negative.
        level: in the kind's unit; ``NOTHING`` gives the images as they are.
        seed: fixes the noise; the levels of it differ in strength only.

    Returns:
        (n, 28, 28), float32 in [0, 1].
    """
    if level == NOTHING:
        return images
    if kind == "noise":
        return _add_noise(images, level, seed)
    if kind == "rotation":
        return _rotate(images, level)
    if kind == "shift":
        return _shift(images, round(level))
    return _change_thickness(images, level)


def _add_noise(images: Floats, deviation: float, seed: int) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(images.shape, dtype=np.float32)
    return np.clip(images + np.float32(deviation) * noise, 0, 1)


def _rotate(images: Floats, degrees: float) -> Floats:
    turned: Floats = ndimage.rotate(images, degrees, axes=(2, 1), reshape=False, order=1)
    return turned.clip(0, 1)


def _shift(images: Floats, pixels: int) -> Floats:
    shifted = np.zeros_like(images)
    kept, freed = slice(None, SIZE - pixels), slice(pixels, None)
    shifted[0::4, :, freed] = images[0::4, :, kept]
    shifted[1::4, :, kept] = images[1::4, :, freed]
    shifted[2::4, kept, :] = images[2::4, freed, :]
    shifted[3::4, freed, :] = images[3::4, kept, :]
    return shifted


def _change_thickness(images: Floats, pixels: float) -> Floats:
    """Move each edge by half of ``pixels``, by grey-level dilation or erosion with a disc.

    Between two whole radii the two results are mixed, so that an edge moves by a part of a pixel.
    """
    change = ndimage.grey_dilation if pixels > 0 else ndimage.grey_erosion
    part, whole = math.modf(abs(pixels) / 2)
    changed: Floats = change(images, footprint=_disc(whole), mode="constant", cval=0)
    if part:
        further = change(images, footprint=_disc(whole + 1), mode="constant", cval=0)
        changed = changed + np.float32(part) * (further - changed)
    return changed


def _disc(radius: float) -> NDArray[np.bool_]:
    """Mark what lies within ``radius`` pixels in the plane of one image."""
    along = np.arange(-radius, radius + 1)
    within: NDArray[np.bool_] = np.hypot(*np.meshgrid(along, along)) <= radius
    return within[np.newaxis]
