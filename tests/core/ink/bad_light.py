"""A sheet in bad light: shadows, a dark corner, glare; and what conditions are made of."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def in_fading_light(sheet: Floats, random: np.random.Generator) -> Floats:
    """Let the light fall to a fifth from one side to the other."""
    angle = random.uniform(0, 2 * np.pi)
    down, right = places(sheet)
    way = down * np.sin(angle) + right * np.cos(angle)
    return photo(sheet * (0.2 + 0.8 * (way - way.min()) / max(float(np.ptp(way)), 1e-6)))


def across_a_shadow(sheet: Floats, random: np.random.Generator) -> Floats:
    """Cross the sheet with the sharp edge of a shadow that takes half the light."""
    angle, off = random.uniform(0, 2 * np.pi), random.uniform(-0.2, 0.2)
    down, right = places(sheet)
    edge = down * np.sin(angle) + right * np.cos(angle) - off
    return photo(sheet * (1 - 0.5 * inside(edge, 0.006)))


def under_a_hand(sheet: Floats, random: np.random.Generator, *, softness: float = 0.03) -> Floats:
    """Let a hand and two fingers throw a shadow from a corner."""
    down, right = _turned_places(sheet, random)
    palm = np.hypot(down - 0.4, right - 0.4) - 0.35
    fingers = [_from_line(down, right, angle) - 0.05 for angle in (0.5, 1.0)]
    return photo(sheet * (1 - 0.45 * inside(np.min([palm, *fingers], axis=0), softness)))


def under_a_head(sheet: Floats, random: np.random.Generator) -> Floats:
    """Let the photographer's head throw a soft shadow from below or above."""
    down, right = _turned_places(sheet, random)
    return photo(sheet * (1 - 0.45 * inside(np.hypot(down - 0.45, 1.2 * right - 0.1) - 0.4, 0.05)))


def _turned_places(
    sheet: Floats, random: np.random.Generator
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Give places as ``places`` does, from one of the four corners."""
    down, right = places(sheet)
    return down * random.choice([-1, 1]), right * random.choice([-1, 1])


def _from_line(
    down: NDArray[np.floating], right: NDArray[np.floating], angle: float
) -> NDArray[np.floating]:
    """Measure the way to a line of 0.6 that comes from the lower right corner."""
    y, x = 0.45 - down, 0.45 - right
    along = np.clip(y * np.sin(angle) + x * np.cos(angle), 0, 0.6)
    return np.hypot(y - along * np.sin(angle), x - along * np.cos(angle))


def with_a_dark_corner(sheet: Floats, random: np.random.Generator) -> Floats:
    """Cover a corner with something dark: a finger, or the desk."""
    down, right = _turned_places(sheet, random)
    high, wide = (side / max(sheet.shape) / 2 for side in sheet.shape)
    dark = inside(np.hypot(down - high, right - wide) - 0.3 * 2 * min(high, wide), 0.01)
    return photo(sheet * (1 - dark) + 0.15 * dark)


def with_glare(sheet: Floats, random: np.random.Generator) -> Floats:
    """Let a lamp whiten a round patch of the sheet, its ink too."""
    down, right = places(sheet)
    y, x = random.uniform(-0.25, 0.25, 2)
    lamp = 0.7 * np.exp(-((down - y) ** 2 + (right - x) ** 2) / 2 / 0.12**2)
    return photo(0.75 * sheet * (1 - lamp) + lamp)


def places(sheet: Floats) -> tuple[Floats, Floats]:
    """Give each pixel's way down and to the right from the middle, (height, width) each."""
    longer = max(sheet.shape)
    down, right = (
        (np.arange(side, dtype=np.float32) - side / 2) / np.float32(longer) for side in sheet.shape
    )
    return np.broadcast_to(down[:, None], sheet.shape), np.broadcast_to(right, sheet.shape)


def photo(picture: NDArray[np.floating]) -> Floats:
    return np.clip(picture, 0, 1).astype(np.float32)


def inside(distance: NDArray[np.floating], softness: float) -> NDArray[np.floating]:
    """Give 1 where a distance from an edge is negative, 0 where it is positive."""
    return np.clip(0.5 - distance / softness, 0, 1)
