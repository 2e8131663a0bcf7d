"""Digits of forms that MNIST hardly has, drawn from templates of strokes with chance in them.

Much of the world writes the 1 with a flag and without a foot, crosses the 7 and rounds or serifs
its top, curls the 9's tail, and draws the 4 in one stroke.
"""

import functools

import numpy as np
from numpy.random import Generator

from mnist_core.dataset import LabelledDigits
from mnist_core.ink.form_strokes import TEMPLATES, Points
from mnist_core.ink.rasterise import ink_drawings

# Of what SeedSequence derives from a run's seed: no other use has this number. What follows it is
# never 0, which would be as if nothing followed, and give the order of the epoch of that number.
FORMS = 6
FRAME = 200.0  # a template's unit in the pen's
WIDTH = 0.55, 0.95  # of the height
SLANT, STEEP_SLANT = (-0.12, 0.42), (0.42, 0.75)  # to the right, of the height
STEEP = 0.15  # share of the hands that slant steeply
TREMBLE, FEW_POINTS = 0.025, 4


@functools.lru_cache(maxsize=2)
def drawn_forms(seed: int, count: int) -> LabelledDigits:
    """Draw so many digits with the lab's own pen; a seed's first ones are the same at any count.

    Args:
        seed: the run's, 0 to 2³²-1.
        count: at least 1.
    """
    kinds, lines = (np.random.default_rng([seed, FORMS, part]) for part in (1, 2))
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
