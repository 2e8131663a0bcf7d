"""Forms of digits as templates: the lines of one, with chance in every number.

A template gives a digit's lines in a frame of one by one, y downwards; its numbers are ranges that
such forms fill.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Points = NDArray[np.float64]
Template = Callable[[Generator], list[Points]]


def flagged_one(random: Generator) -> list[Points]:
    """A stem with a flag at its left, short or long, straight or bent; seldom a hook or a foot."""
    u = random.uniform
    reach, fall = u(0.1, 0.75), u(0.12, 0.75)
    top, tip = (0.5, 0.0), (0.5 - reach, fall)
    middle = (0.5 - reach * u(0.35, 0.6), fall * u(0.1, 0.6))
    bent = [(0.5 + u(0.02, 0.12), u(0.04, 0.14))] if u() < 0.25 else []
    hook = [(0.5 - u(0.1, 0.3), u(0.94, 1.0))] if u() < 0.1 else []
    stem = [top, *bent, (0.5 + u(-0.04, 0.04), 0.5), (0.5 - u(0.0, 0.1), 1.0), *hook]
    lines = [[tip, middle, *stem]] if u() < 0.8 else [[tip, middle, top], stem]
    if u() < 0.12:
        half = u(0.15, 0.35)
        lines.append([(0.5 - half, 1.0), (0.5 + half, 1.0)])
    return _arrays(lines)


def seven(random: Generator) -> list[Points]:
    """A top that is straight, round or begins with a serif; most are crossed."""
    u = random.uniform
    high, serif, bend = u(0.0, 0.12), u(0.05, 0.3), u(-0.1, 0.15)
    begin = [(u(-0.05, 0.05), high + serif)] if u() < 0.6 else []
    corner = (u(0.75, 0.95), high + u(-0.04, 0.1))
    top = [(0.08, high), (0.42, high - u(0.0, 0.08)), corner]
    line = [*begin, *top, (0.62 + bend, 0.5), (0.45 + bend / 2 + u(-0.1, 0.1), 1.0)]
    return _arrays([line, *_crossed(random)])


def round_seven(random: Generator) -> list[Points]:
    """A top as round as a 2's, then a stem; most are crossed."""
    u = random.uniform
    left, right, fall = u(0.0, 0.2), u(0.65, 0.9), u(0.1, 0.35)
    top = [(left, fall), (left + 0.15, fall * 0.3), (0.45, u(-0.02, 0.04)), (right - 0.1, 0.06)]
    stem = [(right, u(0.15, 0.28)), (right - u(0.1, 0.25), 0.55), (u(0.2, 0.5), 1.0)]
    return _arrays([[*top, *stem], *_crossed(random)])


def _crossed(random: Generator) -> list[list[tuple[float, float]]]:
    """Give a 7's bar, which one in five goes without."""
    u = random.uniform
    if u() < 0.2:
        return []
    height, half, tilt = u(0.4, 0.82), u(0.15, 0.45), u(-0.09, 0.07)
    centre = u(0.45, 0.8)
    return [[(centre - half, height + tilt), (centre + half, height - tilt)]]


def nine(random: Generator) -> list[Points]:
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
        end = (foot - curl * 0.5, 1 - u(0, 0.2) * curl)
        tail += [(right - u(0.03, 0.2), 0.9), (foot, 1.0), end]
    return _arrays([[*loop, *tail]])


def tiny_nine(random: Generator) -> list[Points]:
    """A loop so small that it may be closed by the pen alone, far to the left of a long tail."""
    u = random.uniform
    wide, high = u(0.06, 0.2), u(0.05, 0.14)
    loop = _arc((0.45, high), (wide, high), u(-0.4, 0.3), -2 * np.pi * u(0.75, 1.05))
    right = 0.45 + wide + u(0.0, 0.2)
    tail = [(right, high * u(0.6, 1.6)), (right - u(0.0, 0.12), 0.55), (right - u(0.1, 0.5), 1.0)]
    return _arrays([[*loop, *tail]])


def hooked_nine(random: Generator) -> list[Points]:
    """A small loop, a stem that goes on to the right, and a foot that comes far back, as a 3's."""
    u = random.uniform
    wide, high = u(0.1, 0.3), u(0.07, 0.19)
    loop = _arc((0.4, high), (wide, high), u(-1.1, 0.3), -2 * np.pi * u(0.65, 1.02))
    right = 0.4 + wide + u(0.0, 0.12)
    out, foot = right + u(-0.08, 0.25), u(0.88, 0.98)
    tail = [(right, 2 * high * u(0.7, 1.0)), (out, u(0.55, 0.75)), (out - u(0.02, 0.2), foot)]
    left = out - u(0.25, 0.9)
    return _arrays([[*loop, *tail, ((out + left) / 2, 1.0), (left, u(0.86, 1.0))]])


def three(random: Generator) -> list[Points]:
    """Narrow, its upper bow small or flat, its lower one open."""
    u = random.uniform
    waist, out = u(0.38, 0.52), u(0.6, 0.8)
    upper = [(u(0.15, 0.4), u(0.05, 0.2)), (0.5, 0.0), (out - u(0.0, 0.15), waist * u(0.35, 0.5))]
    lower = [(out, u(0.65, 0.75)), (out - 0.12, 0.93), (0.4, 1.0), (u(0.05, 0.3), u(0.88, 1.0))]
    return _arrays([[*upper, (u(0.38, 0.52), waist), *lower]])


def four(random: Generator) -> list[Points]:
    """In one stroke, down, across, up and down again: at the top it stays open, or nearly."""
    u = random.uniform
    begin, across, lean = u(0.25, 0.6), u(0.42, 0.82), u(0.0, 0.4)
    left = begin - lean
    right = left + max(lean, 0.16) + u(0.0, 0.4)
    rise, foot = across - u(-0.04, 0.35), (right - u(0.0, 0.3), 1.0)
    line = [(begin, u(0.0, 0.1)), (left, across - u(0.05, 0.15)), (left + 0.02, across)]
    line += [(right, across - u(-0.05, 0.12)), (right - u(0.0, 0.06), rise), foot]
    return _arrays([line])


def open_four(random: Generator) -> list[Points]:
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


def closed_four(random: Generator) -> list[Points]:
    """A triangle and its stem, in one line or two."""
    u = random.uniform
    across, top, left = u(0.5, 0.68), u(0.55, 0.75), u(0.0, 0.12)
    side = [(top, u(0.0, 0.08)), (left, across - 0.02), (left + 0.02, across), (0.95, across)]
    return _arrays([side, [(top - u(0.0, 0.06), u(0.0, 0.3)), (top - u(0.0, 0.12), 1.0)]])


def six(random: Generator) -> list[Points]:
    """A long back and a tiny loop at its foot."""
    u = random.uniform
    radius, back = u(0.09, 0.22), u(0.35, 0.48)
    loop = _arc((back + radius, 1 - radius), (radius, radius), np.pi, -2 * np.pi * u(0.8, 1.02))
    return _arrays([[(back + u(0.0, 0.3), 0.0), (back + u(0.0, 0.08), 0.35), (back, 0.7), *loop]])


def eight(random: Generator) -> list[Points]:
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


# Each with its digit and its share of all drawn forms.
TEMPLATES: tuple[tuple[int, Template, float], ...] = (
    (1, flagged_one, 0.22),
    (7, seven, 0.16),
    (7, round_seven, 0.10),
    (9, nine, 0.13),
    (9, tiny_nine, 0.03),
    (9, hooked_nine, 0.08),
    (3, three, 0.02),
    (4, four, 0.12),
    (4, open_four, 0.05),
    (4, closed_four, 0.03),
    (6, six, 0.03),
    (8, eight, 0.03),
)
