"""Digits of forms that MNIST hardly has, drawn from templates of strokes with chance in them.

Much of the world writes the 1 with a flag and without a foot, crosses the 7 and rounds or serifs
its top, curls the 9's tail, and draws the 4 in one stroke. A template gives a digit's lines in a
frame of one by one, y downwards; its numbers are ranges that such forms fill.
"""

import functools
from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from mnist_core.dataset import LabelledDigits
from mnist_core.ink.rasterise import ink_drawings

Points = NDArray[np.float64]
Template = Callable[[Generator], list[Points]]

FORMS = 6  # of what SeedSequence derives from a run's seed: no other use has this number
FRAME = 200.0  # a template's unit in the pen's
WIDTH = 0.55, 0.95  # of the height
SLANT, STEEP_SLANT = (-0.12, 0.42), (0.42, 0.85)  # to the right, of the height
STEEP = 0.15  # share of the hands that slant steeply
TREMBLE, FEW_POINTS = 0.025, 4


@functools.lru_cache(maxsize=2)
def drawn_forms(seed: int, count: int) -> LabelledDigits:
    """Draw so many digits with the lab's own pen; a seed's first ones are the same at any count.

    Args:
        seed: the run's, 0 to 2³²-1.
        count: at least 1.
    """
    kinds, lines = (np.random.default_rng([seed, FORMS, part]) for part in range(2))
    shares = np.array([share for _, _, share in TEMPLATES])
    chosen = kinds.choice(len(TEMPLATES), count, p=shares / shares.sum())
    ink = ink_drawings([_varied(TEMPLATES[number][1](lines), lines) for number in chosen], 1.0)
    labels = np.array([digit for digit, _, _ in TEMPLATES], np.uint8)[chosen]
    return LabelledDigits(np.rint(ink * 255).astype(np.uint8), labels)


def _varied(lines: list[Points], random: Generator) -> list[Points]:
    """Stretch and slant a digit, and let its hand tremble."""
    width = random.uniform(*WIDTH)
    slant = random.uniform(*(STEEP_SLANT if random.uniform() < STEEP else SLANT))
    change = np.array([[width, 0.0], [-slant, 1.0]]) * FRAME
    return [(line + _tremble(len(line), random)) @ change for line in lines]


def _tremble(points: int, random: Generator) -> Points:
    """Draw how far each point of a line strays: less where they are many, or loops get corners."""
    strays: Points = random.normal(0, TREMBLE * min(1.0, FEW_POINTS / points), (points, 2))
    return strays


def _flagged_one(random: Generator) -> list[Points]:
    """A stem with a flag at its left, short or nearly as long; sometimes a foot."""
    u = random.uniform
    reach, fall = u(0.1, 0.75), u(0.12, 0.75)
    top, tip = (0.5, 0.0), (0.5 - reach, fall)
    middle = (0.5 - reach * u(0.35, 0.6), fall * u(0.3, 0.6))
    stem = [top, (0.5 + u(-0.04, 0.04), 0.5), (0.5, 1.0)]
    lines = [[tip, middle, *stem]] if u() < 0.8 else [[tip, middle, top], stem]
    if u() < 0.12:
        half = u(0.15, 0.35)
        lines.append([(0.5 - half, 1.0), (0.5 + half, 1.0)])
    return _arrays(lines)


def _seven(random: Generator) -> list[Points]:
    """A top that is straight, round or begins with a serif; most are crossed."""
    u = random.uniform
    high, serif, bend = u(0.0, 0.12), u(0.05, 0.3), u(-0.1, 0.15)
    begin = [(u(-0.05, 0.05), high + serif)] if u() < 0.6 else []
    corner = (u(0.75, 0.95), high + u(-0.04, 0.1))
    top = [(0.08, high), (0.42, high - u(0.0, 0.08)), corner]
    lines = [[*begin, *top, (0.62 + bend, 0.5), (0.45 + bend / 2 + u(-0.1, 0.1), 1.0)]]
    if u() < 0.8:
        height, half, tilt = u(0.4, 0.82), u(0.15, 0.45), u(-0.09, 0.07)
        centre = u(0.45, 0.8)
        lines.append([(centre - half, height + tilt), (centre + half, height - tilt)])
    return _arrays(lines)


def _nine(random: Generator) -> list[Points]:
    """A loop, tiny or wide, closed or not; its tail is straight, hooked or curled far left."""
    u = random.uniform
    wide, high = u(0.1, 0.42), u(0.08, 0.27)
    turn = 2 * np.pi * u(0.8, 1.1)
    loop = _arc((0.5, high), (wide, high), u(-0.7, 0.4), -turn)
    right = 0.5 + wide * u(0.8, 1.3)
    tail = [(right, high * u(1.2, 1.8)), (right - u(0.0, 0.1), 0.65)]
    curl = u(-0.2, 1.2)
    if curl < 0.1:
        tail.append((right - u(0.05, 0.35), 1.0))
    else:
        foot = right - 0.1 - curl * 0.4
        tail += [
            (right - u(0.03, 0.2), 0.9),
            (foot, 1.0),
            (foot - curl * 0.5, 1 - u(0, 0.2) * curl),
        ]
    return _arrays([[*loop, *tail]])


def _four(random: Generator) -> list[Points]:
    """In one stroke, down, across, up and down again: at the top it stays open, or nearly."""
    u = random.uniform
    begin, across, lean = u(0.25, 0.6), u(0.42, 0.72), u(0.02, 0.4)
    left = begin - lean
    right = left + max(lean, 0.16) + u(0.0, 0.4)
    rise = across - u(-0.04, 0.35)
    foot = (right - u(0.0, 0.3), 1.0)
    line = [(begin, u(0.0, 0.1)), (left, across - u(0.05, 0.15)), (left + 0.02, across)]
    line += [(right, across - u(-0.05, 0.12)), (right - u(0.0, 0.06), rise), foot]
    return _arrays([line])


def _open_four(random: Generator) -> list[Points]:
    """A corner and a stem that crosses or only touches its lower side, open at the top."""
    u = random.uniform
    across = u(0.45, 0.66)
    left = u(0.0, 0.15)
    corner = [(u(0.1, 0.4), 0.0), (left, across * 0.75), (left + u(0.0, 0.05), across)]
    end = (u(0.65, 1.0), across - u(-0.03, 0.12))
    at = u(0.5, min(end[0], 0.8))
    return _arrays(
        [[*corner, end], [(at, u(0.0, 0.4)), (at - u(0.0, 0.08), 0.6), (at - 0.08, 1.0)]]
    )


def _closed_four(random: Generator) -> list[Points]:
    """A triangle and its stem, in one line or two."""
    u = random.uniform
    across, top, left = u(0.5, 0.68), u(0.55, 0.75), u(0.0, 0.12)
    side = [(top, u(0.0, 0.08)), (left, across - 0.02), (left + 0.02, across), (0.95, across)]
    return _arrays([side, [(top - u(0.0, 0.06), u(0.0, 0.3)), (top - u(0.0, 0.12), 1.0)]])


def _six(random: Generator) -> list[Points]:
    """A long back and a tiny loop at its foot."""
    u = random.uniform
    radius, back = u(0.09, 0.22), u(0.35, 0.48)
    loop = _arc((back + radius, 1 - radius), (radius, radius), np.pi, -2 * np.pi * u(0.8, 1.02))
    return _arrays([[(back + u(0.0, 0.3), 0.0), (back + u(0.0, 0.08), 0.35), (back, 0.7), *loop]])


def _eight(random: Generator) -> list[Points]:
    """Two loops in one line, one of them tiny, begun at the right and left open."""
    u = random.uniform
    waist = u(0.42, 0.7)
    upper, lower = u(0.12, 0.32), u(0.08, 0.28)
    down = _arc(
        (0.5, waist / 2), (upper, waist / 2), u(-0.3, 0.5), np.pi * u(0.95, 1.2), down=False
    )
    below = _arc((0.5, (1 + waist) / 2), (lower, (1 - waist) / 2), -1.2, -2 * np.pi * u(0.75, 0.95))
    return _arrays([[*down, *below, (0.5 + upper * u(0.3, 0.9), waist * u(0.2, 0.6))]])


def _arc(
    centre: tuple[float, float],
    radii: tuple[float, float],
    begin: float,
    turn: float,
    *,
    down: bool = True,
) -> list[tuple[float, float]]:
    """Give nine points of an ellipse from one angle on, radians; 0 is at the right."""
    angles = np.linspace(begin, begin + turn, 9)
    sign = 1 if down else -1
    x, y = centre[0] + radii[0] * np.cos(angles), centre[1] + sign * radii[1] * np.sin(angles)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def _arrays(lines: list[list[tuple[float, float]]]) -> list[Points]:
    return [np.array(line, float) for line in lines]


TEMPLATES: tuple[tuple[int, Template, float], ...] = (
    (1, _flagged_one, 0.28),
    (7, _seven, 0.22),
    (9, _nine, 0.24),
    (4, _four, 0.11),
    (4, _open_four, 0.06),
    (4, _closed_four, 0.03),
    (6, _six, 0.03),
    (8, _eight, 0.03),
)
