"""Digits as bad photographs show them: poor light, printed rules, desks, noise; and no digit."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from mnist_core.ink.picture_files import decode_picture
from mnist_core.ink.preprocess import read_pixels
from tests.core.ink.bad_light import (
    across_a_shadow,
    in_fading_light,
    inside,
    photo,
    places,
    under_a_hand,
    under_a_head,
    with_a_dark_corner,
    with_glare,
)
from tests.core.ink.degrade import encoded

Floats = NDArray[np.float32]
Condition = Callable[[Floats, np.random.Generator], Floats]

SIDE = 240  # pixels: a smaller picture is enlarged before it gets a condition
LINES = (0.006, 0.012)  # of the longer side, as all lengths below


def on_paper(gray: Floats, side: int = SIDE) -> Floats:
    """Enlarge a picture where its longer side is smaller, its ink dark and its paper light.

    Args:
        gray: (height, width), float32 in [0, 1].
        side: pixels.
    """
    factor = max(1.0, side / max(gray.shape))
    large = ndimage.zoom(gray, factor, order=1, mode="nearest", grid_mode=True).clip(0, 1)
    frame = np.concatenate([large[0], large[-1], large[:, 0], large[:, -1]])
    return (large if np.median(frame) > np.median(large) / 2 + 0.25 else 1 - large).astype(
        np.float32
    )


def inverted(sheet: Floats, random: np.random.Generator) -> Floats:
    return 1 - sheet


def cropped(sheet: Floats, random: np.random.Generator) -> Floats:
    """Cut a sheet to its ink and a hundredth around it."""
    box = read_pixels(sheet).box
    if box is None:
        return sheet
    room = 0.01 * max(sheet.shape)
    left, top = (max(0, round(side - room)) for side in box[:2])
    right, foot = (round(side + room) for side in box[2:])
    return sheet[top:foot, left:right]


def compressed(sheet: Floats, random: np.random.Generator) -> Floats:
    levels = np.round(sheet * 255).astype(np.uint8)
    return decode_picture("a photograph", encoded(levels, "JPEG", quality=8))


def blurred(sheet: Floats, random: np.random.Generator) -> Floats:
    return ndimage.gaussian_filter(sheet, 0.012 * max(sheet.shape))


def tiny(sheet: Floats, random: np.random.Generator) -> Floats:
    picture = Image.fromarray(np.round(sheet * 255).astype(np.uint8))
    picture.thumbnail((28, 28), Image.Resampling.BOX)
    return np.asarray(picture, np.float32) / np.float32(255)


def ruled(
    sheet: Floats,
    random: np.random.Generator,
    *,
    darker: float = 0.35,
    degrees: float = 0,
    sag: float = 0,
    squared: bool = False,
) -> Floats:
    """Print rules under the ink; their light is less by a share, at an angle or sagging."""
    return photo(sheet * (1 - darker * _rules(sheet, random, degrees, sag, squared)))


def _rules(
    sheet: Floats, random: np.random.Generator, degrees: float, sag: float, squared: bool
) -> NDArray[np.floating]:
    down, right = places(sheet)
    slope, apart = np.tan(np.radians(degrees)), random.uniform(0.07, 0.13)
    across = _stripes(down + slope * right + sag * 4 * right**2, apart, random)
    if not squared:
        return across
    return np.maximum(across, _stripes(right - slope * down, apart, random))


def _stripes(
    place: NDArray[np.floating], apart: float, random: np.random.Generator
) -> NDArray[np.floating]:
    from_middle = np.abs((place / apart + random.uniform()) % 1 - 0.5) * apart
    return inside(from_middle - random.uniform(*LINES) / 2, 0.003)


def ruled_board(sheet: Floats, random: np.random.Generator) -> Floats:
    """Write with chalk on a dark board that has lighter rules."""
    rules = _rules(sheet, random, 0, 0, squared=False)
    return photo(0.15 + 0.7 * np.maximum(1 - sheet, 0.35 * rules))


def on_a_desk(
    sheet: Floats,
    random: np.random.Generator,
    *,
    margin: float = 0.1,
    degrees: float = 0,
    desk: float = 0.25,
    grain: float = 0,
    shadow: bool = False,
) -> Floats:
    """Lay the sheet on a desk of some light, with a margin around, turned, its shadow beside it."""
    wide = round(margin * max(sheet.shape))
    lying = _turned(np.pad(sheet, wide), degrees)
    note = _turned(np.pad(np.ones_like(sheet), wide), degrees)
    table = desk + grain * _grain(note, random)
    if shadow:
        moved = ndimage.shift(note, [0.02 * max(note.shape)] * 2, order=1)
        table = table * (1 - 0.6 * ndimage.gaussian_filter(moved, 0.008 * max(note.shape)))
    return photo(lying + table * (1 - note))


def _turned(picture: Floats, degrees: float) -> Floats:
    if not degrees:
        return picture
    return ndimage.rotate(picture, degrees, reshape=False, order=1).clip(0, 1)


def _grain(note: Floats, random: np.random.Generator) -> NDArray[np.floating]:
    """Draw streaks as wood has them, of mean 0 and deviation 1."""
    longer = max(note.shape)
    fine, coarse = (
        _even(
            ndimage.gaussian_filter(random.normal(size=note.shape), [thick * longer, 0.1 * longer])
        )
        for thick in (0.003, 0.012)
    )
    return _even(fine + coarse)


def _even(picture: NDArray[np.floating]) -> NDArray[np.floating]:
    return (picture - picture.mean()) / picture.std()


def turned(sheet: Floats, random: np.random.Generator) -> Floats:
    """Turn the picture by 15 degrees either way, its paper going on outside."""
    degrees = 15 * random.choice([-1, 1])
    return ndimage.rotate(
        sheet, degrees, reshape=False, order=1, cval=float(np.median(sheet))
    ).clip(0, 1)


def noisy(sheet: Floats, random: np.random.Generator, *, deviation: float = 0.12) -> Floats:
    return photo(sheet + random.normal(0, deviation, sheet.shape))


def faint(sheet: Floats, random: np.random.Generator, *, contrast: float = 0.15) -> Floats:
    return photo(0.7 + contrast * (sheet - 1))


def faint_and_noisy(sheet: Floats, random: np.random.Generator) -> Floats:
    return noisy(faint(sheet, random), random, deviation=0.03)


def peppered(sheet: Floats, random: np.random.Generator) -> Floats:
    """Make a twentieth of the pixels black or white."""
    chance = random.uniform(size=sheet.shape)
    return np.where(chance < 0.05, np.float32(chance < 0.025), sheet)


CONDITIONS: dict[str, Condition] = {
    "on paper": lambda sheet, _: sheet,
    "inverted": inverted,
    "cropped": cropped,
    "JPEG 8": compressed,
    "light falling to 20 %": in_fading_light,
    "blur": blurred,
    "28 px": tiny,
    "turned by 15°": turned,
    "lined": ruled,
    "lined faintly": partial(ruled, darker=0.12),
    "squared": partial(ruled, squared=True),
    "lined at 5°": partial(ruled, degrees=5),
    "lined, sagging": partial(ruled, sag=0.02),
    "chalk on a ruled board": ruled_board,
    "edge of a shadow": across_a_shadow,
    "shadow of a hand": under_a_hand,
    "sharp shadow of a hand": partial(under_a_hand, softness=0.006),
    "shadow of a head": under_a_head,
    "dark corner": with_a_dark_corner,
    "glare": with_glare,
    "desk 10 %": on_a_desk,
    "desk 30 %": partial(on_a_desk, margin=0.3),
    "desk 10 %, turned by 7°": partial(on_a_desk, degrees=7),
    "desk 30 %, turned by 7°": partial(on_a_desk, margin=0.3, degrees=7),
    "desk with grain": partial(on_a_desk, margin=0.2, desk=0.35, grain=0.07),
    "light desk with grain": partial(on_a_desk, margin=0.2, desk=0.6, grain=0.07),
    "desk with bright grain": partial(on_a_desk, margin=0.2, desk=0.4, grain=0.15),
    "shadow of the note": partial(on_a_desk, margin=0.2, desk=0.6, shadow=True),
    "noise of 12 %": noisy,
    "contrast of 15 %": faint,
    "contrast and noise": faint_and_noisy,
    "salt and pepper": peppered,
}

BLANKS: tuple[str, ...] = (
    "on paper",
    "light falling to 20 %",
    "lined",
    "squared",
    "lined at 5°",
    "lined, sagging",
    "edge of a shadow",
    "shadow of a hand",
    "sharp shadow of a hand",
    "shadow of a head",
    "dark corner",
    "desk 10 %",
    "desk 30 %, turned by 7°",
    "desk with grain",
    "noise of 12 %",
    "contrast and noise",
    "salt and pepper",
)


def blank(condition: str, random: np.random.Generator) -> Floats:
    """Photograph a sheet without a digit."""
    return CONDITIONS[condition](np.full((SIDE, SIDE), 0.85, np.float32), random)
