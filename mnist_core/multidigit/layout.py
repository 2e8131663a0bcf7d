"""Where the pieces of a number lie: how the writing leans, how high it is, what is beside what."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Group = tuple[int, int]  # from the first piece up to, but not including, the second

SLANTS = np.linspace(-0.9, 0.9, 37)  # how far writing may lean right on a way up of 1
UPRIGHT = 0.06  # of a digit's height that slants must narrow a digit by to be believed
ROOM = 5  # slants to both sides of the writing's own that one digit may have
COLUMNS = 24  # that a slant's shadow is measured in, a digit's height wide
OVERLAP = 0.3  # of the narrower: pieces that share so much of the line are of one digit
LOWEST = 0.3  # of the highest: what is lower is not used for the writing's height
LARGE = 0.5  # of the largest: smaller pieces are not used to find the line
LINE = 1.2  # sizes of a piece that a line is long at least
STEEPEST = 0.7  # of a line, down on a way right of 1
MANY_POINTS, MOST_POINTS = 150, 1_500  # of a piece, for distances and for its ends
FAR = 9.0  # heights: too far to measure


@dataclass(frozen=True)
class Layout:
    """Pieces in the order of the line, from left to right, measured in the points' unit.

    A line that rises or falls is measured as if it were level.

    Attributes:
        order: (n,), the number of the piece that stands at each place.
        slant: index of the writing's own slant in ``SLANTS``.
        height: of a usual digit, above 0.
        rise: how far the line falls on a way right of 1.
        lows, highs: (37, n), where each piece begins and ends from left to right at each slant.
        tops, feet: (n,), where it begins and ends from top to foot.
        outlines: points of each piece, not too many.
    """

    order: NDArray[np.intp]
    slant: int
    height: float
    rise: float
    lows: Points
    highs: Points
    tops: Points
    feet: Points
    outlines: tuple[Points, ...]

    @property
    def lean(self) -> float:
        """How far the writing leans right on a way up of 1."""
        return float(SLANTS[self.slant])

    @property
    def heights(self) -> Points:
        """How high each piece is, (n,)."""
        return self.feet - self.tops

    @property
    def widths(self) -> Points:
        """How wide each piece is, upright, (n,)."""
        widths: Points = self.highs[self.slant] - self.lows[self.slant]
        return widths

    @cached_property
    def distances(self) -> Points:
        """How far apart pieces are that may be of one digit, (n, n), in heights."""
        from scipy.spatial import cKDTree  # noqa: PLC0415 - 12 MB, which few pages need

        apart = np.full((len(self.order),) * 2, FAR)
        begins, ends = self.lows[self.slant], self.highs[self.slant]
        trees = [cKDTree(outline) for outline in self.outlines]
        for left, right in np.argwhere(begins[None] - ends[:, None] < 0.6 * self.height):
            if left < right:
                nearest = trees[left].query(self.outlines[right], distance_upper_bound=self.height)
                apart[left, right] = min(FAR, nearest[0].min() / self.height)
        both: Points = np.minimum(apart, apart.T)
        return both

    def width(self, group: Group) -> float:
        """How wide some neighbours are together, upright."""
        begins, ends = self.lows[self.slant], self.highs[self.slant]
        return float(ends[slice(*group)].max() - begins[slice(*group)].min())

    def reach(self, group: Group) -> tuple[float, float]:
        """Where the top and the foot of some neighbours together are."""
        return float(self.tops[slice(*group)].min()), float(self.feet[slice(*group)].max())

    def gap(self, left: Group, right: Group) -> float:
        """How much paper a straight line can have on both sides between two groups.

        The line may lean a little more or less than the writing does; below 0 they overlap.
        """
        slants = slice(max(0, self.slant - ROOM), self.slant + ROOM + 1)
        ends = self.highs[slants, slice(*left)].max(axis=1)
        begins = self.lows[slants, slice(*right)].min(axis=1)
        return float((begins - ends).max())


def lay_out(pieces: Sequence[Points], chosen: Sequence[int], pen: float = 0.0) -> Layout:
    """Measure pieces and put them in order.

    Args:
        pieces: points all over the ink of each, (n, 2).
        chosen: the pieces to measure, at least one.
        pen: a width below which no writing is high.
    """
    rise = _rise([pieces[piece] for piece in chosen])
    points = [level(pieces[piece], rise) for piece in chosen]
    spread = [_some(piece, MOST_POINTS) for piece in points]
    turned = [piece[:, :1] + SLANTS * piece[:, 1:] for piece in spread]  # (n, 37)
    lows = np.stack([piece.min(axis=0) for piece in turned], axis=1)
    highs = np.stack([piece.max(axis=0) for piece in turned], axis=1)
    tops, feet = (np.array([edge(piece[:, 1]) for piece in points]) for edge in (np.min, np.max))
    slant = _slant(np.vstack(turned), max(float(feet.max() - tops.min()), pen, 1e-6))
    order = np.argsort(lows[slant] + highs[slant], kind="stable")
    return Layout(
        order=np.array(chosen)[order],
        slant=slant,
        height=max(_height(_blocks(lows[slant], highs[slant]), tops, feet), pen, 1e-6),
        rise=rise,
        lows=lows[:, order],
        highs=highs[:, order],
        tops=tops[order],
        feet=feet[order],
        outlines=tuple(_some(points[place], MANY_POINTS) for place in order),
    )


def level(points: Points, rise: float) -> Points:
    """Bring (n, 2) points of a line that falls by ``rise`` on a way right of 1 to one height."""
    return points - points[:, :1] * [0, rise]


def _rise(points: Sequence[Points]) -> float:
    """Estimate how the line falls by Theil and Sen's median; 0 for what is no line."""
    boxes = np.array([[piece.min(axis=0), piece.max(axis=0)] for piece in points])
    sizes = np.ptp(boxes, axis=1).max(axis=1)
    x, y = boxes[sizes >= LARGE * sizes.max()].mean(axis=1).T
    if len(x) < 3 or np.ptp(x) < LINE * np.median(sizes[sizes >= LARGE * sizes.max()]):
        return 0.0
    first, second = np.triu_indices(len(x), 1)
    ways = x[second] - x[first]
    rises = (y[second] - y[first])[ways != 0] / ways[ways != 0]
    return float(np.clip(np.median(rises), -STEEPEST, STEEPEST))


def _some(points: Points, most: int) -> Points:
    return points[:: max(1, len(points) // most)]


def _slant(turned: Points, height: float) -> int:
    """Find the slant at which the ink covers the least of the line; near upright in doubt."""
    bins = np.floor((turned - turned.min(axis=0)) * (COLUMNS / height)).astype(int)
    covered = np.array([np.count_nonzero(np.bincount(column)) for column in bins.T]) / COLUMNS
    digits = max(1.0, float(np.ptp(turned[:, len(SLANTS) // 2])) / height)
    cost = np.pad(covered / digits + UPRIGHT * SLANTS**2, 1, mode="edge")
    return int(np.argmin(cost[:-2] + 2 * cost[1:-1] + cost[2:]))


def _blocks(begins: Points, ends: Points) -> list[list[int]]:
    """Put together pieces that share much of the line, as those of one digit do."""
    blocks: list[list[int]] = []
    end = -np.inf
    for piece in np.argsort(begins, kind="stable"):
        width = min(ends[piece] - begins[piece], end - begins[blocks[-1]].min() if blocks else 0)
        if blocks and begins[piece] < end - OVERLAP * width:
            blocks[-1].append(int(piece))
            end = max(end, ends[piece])
        else:
            blocks.append([int(piece)])
            end = ends[piece]
    return blocks


def _height(blocks: list[list[int]], tops: Points, feet: Points) -> float:
    """Give the height of a usual digit: the median of all but very low ones."""
    heights = np.array([feet[block].max() - tops[block].min() for block in blocks])
    return float(np.median(heights[heights >= LOWEST * heights.max()]))
