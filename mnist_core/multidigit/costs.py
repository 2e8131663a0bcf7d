"""The costs of taking pieces of ink for one digit, and of separating them there.

Costs are added up and weighed like logarithms of probabilities: e to the minus cost. The weights
were fitted on made-up numbers, written and pasted from MNIST's digits, so that the right way to
split them became as probable as could be; a network alone is too sure of nonsense to decide.
"""

import numpy as np
from numpy.typing import NDArray

from mnist_core.multidigit.layout import Group, Layout

Points = NDArray[np.float64]
Features = dict[str, float]

GROUP_WEIGHTS: Features = {
    "doubt": 2.1,  # the network's, minus the logarithm of its probability
    "odd": 3.8,  # how little the image looks like any digit
    "wide": 3.5,  # how much wider than most digits are
    "broad": 5.8,  # how much wider than high
    "slight": 4.4,  # how much smaller than the smallest digits are
    "loose": 2.9,  # how far its farthest piece is from the others, in heights
    "apart": 1.9,  # the same, for what is more than a slip of the pen
    "gap": 0.5,  # how much paper a straight line through it can have on both sides
    "neighbours": 2.6,  # such a line parts two things that are both as high as all
}
PARTING_WEIGHTS: Features = {
    "cut": 2.0,  # ink is cut through
    "pens": 0.4,  # how much ink
    "overlap": 1.0,  # no straight line parts the two
    "close": 2.1,  # they all but touch
    "off": 5.0,  # neither middle nor foot are on the line of the other
}
LOWEST = 0.3  # heights: what is lower is measured as if it were so high
SMALLEST = 0.5  # heights that a digit beside larger ones has at least
USUAL_SHAPE = 0.75  # width beside height of all but the widest digits
SLIP = 0.12  # heights between pieces of one digit that pens leave
NEARLY = 0.04  # heights that a line may cut off two neighbours
AS_HIGH = 0.7  # of the whole
CLOSE = 0.08  # heights
OFF = 0.1  # heights that a digit may be off the line


def cost(features: Features) -> float:
    """Add up the weighted costs of one reading."""
    weights = GROUP_WEIGHTS | PARTING_WEIGHTS
    return sum(weights[name] * value for name, value in features.items())


def form_features(layout: Layout, links: Points, group: Group) -> Features:
    """Measure the form of some neighbours that may be one digit.

    Args:
        layout, links: of all pieces, both in the order of the line.
    """
    top, foot = layout.reach(group)
    height = max(foot - top, LOWEST * layout.height)
    shape = layout.width(group) / height
    size = max(foot - top, layout.width(group), 1e-9) / layout.height
    features = {
        "wide": _limited(shape - USUAL_SHAPE, 0.8),
        "broad": _limited(shape - 1, 0.5),
        "slight": _limited(np.log(SMALLEST / size), 1.5),
    }
    if group[1] - group[0] == 1:
        return features
    loose = _longest_link(layout.distances[slice(*group), slice(*group)]) * layout.height / height
    gaps = [(layout.gap(*halves) / height, halves) for halves in _halves(group, links)]
    neighbours = any(
        gap > -NEARLY and all(_height(layout, half) > AS_HIGH * height for half in halves)
        for gap, halves in gaps
    )
    return features | {
        "loose": min(loose, 1.0),
        "apart": _limited(loose - SLIP, 1.0),
        "gap": _limited(max((gap for gap, _ in gaps), default=0.0), 0.6),
        "neighbours": float(neighbours),
    }


def parting_features(layout: Layout, links: Points, left: Group, right: Group) -> Features:
    """Measure what parts two groups that stand beside each other."""
    place = right[0]
    pens = links[:place, place:].sum()
    features = {"off": _limited(_off_line(layout, left, right) - OFF, 0.5)}
    if pens > 0:
        return features | {"cut": 1.4, "pens": min(pens, 4.0)}
    overlap = -layout.gap(left, right) / layout.height - 0.02
    between = layout.distances[slice(*left), slice(*right)].min()
    return features | {"overlap": _limited(overlap, 0.5), "close": _limited(1 - between / CLOSE, 1)}


def _limited(value: float, most: float) -> float:
    return min(max(0.0, float(value)), most)


def _longest_link(distances: Points) -> float:
    """Find the longest link of the shortest net between pieces, by Prim's way."""
    reached, longest = distances[0].copy(), 0.0
    reached[0] = np.inf
    for _ in range(len(distances) - 1):
        nearest = int(reached.argmin())
        longest = max(longest, float(reached[nearest]))
        reached = np.where(np.isinf(reached), np.inf, np.minimum(reached, distances[nearest]))
        reached[nearest] = np.inf
    return longest


def _halves(group: Group, links: Points) -> list[tuple[Group, Group]]:
    """Give the ways to part a group between two pieces, but for those that cut ink."""
    first, end = group
    return [
        ((first, place), (place, end))
        for place in range(first + 1, end)
        if not links[first:place, place:end].any()
    ]


def _height(layout: Layout, group: Group) -> float:
    top, foot = layout.reach(group)
    return foot - top


def _off_line(layout: Layout, left: Group, right: Group) -> float:
    """Compute how far the nearer of middle and foot are from each other, in heights."""
    (top_left, foot_left), (top_right, foot_right) = layout.reach(left), layout.reach(right)
    feet, middles = foot_right - foot_left, (top_right + foot_right - top_left - foot_left) / 2
    higher = max(foot_left - top_left, foot_right - top_right, LOWEST * layout.height)
    return min(abs(feet), abs(middles)) / higher
