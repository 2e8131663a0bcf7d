"""Which pieces of ink are one digit: all groups of neighbours compete, and the best row wins.

LeCun, Bottou, Bengio and Haffner (1998) call it "heuristic over-segmentation": ink is cut where it
may be two digits, a network reads every group of neighbours that may be one, and dynamic
programming finds the cheapest way through them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from mnist_core.multidigit.costs import Features, cost, form_features, parting_features
from mnist_core.multidigit.digit_likeness import oddness
from mnist_core.multidigit.layout import Group, Layout
from mnist_core.multidigit.low_marks import low_marks
from mnist_core.multidigit.mark_likeness import LIKE_A_MARK, mark_likeness
from mnist_core.multidigit.pieces import Pieces
from mnist_core.network.mlp import Network, forward

Floats = NDArray[np.float32]
Points = NDArray[np.float64]

MOST_PIECES = 6  # of one digit
MOST_COST = 5.0  # of a group's form alone: what costs more is not even looked at
MOST_DOUBT = 1.5
MANY_PIECES = 3  # of an M or an F; of two, a 4 may look like an L and a stroke
UNREAD = 1e-9


@dataclass(frozen=True)
class Candidates:
    """Groups of neighbours that may be a digit each, by where they begin.

    Attributes:
        groups: k of them; together they cover every piece.
        images: (k, 28, 28) float32 in [0, 1].
        probabilities: (k, 10) float32.
        features: of each group.
    """

    groups: list[Group]
    images: Floats
    probabilities: NDArray[np.floating[Any]]
    features: list[Features]


@dataclass(frozen=True)
class Split:
    """The best way to split the pieces into digits.

    Attributes:
        chosen: the candidate for each digit, from left to right.
        shares: how sure each is to be one whole digit, in [0, 1].
        cut: for each digit but the last, whether ink was cut between it and the next.
    """

    chosen: list[int]
    shares: list[float]
    cut: list[bool]


def find_candidates(pieces: Pieces, layout: Layout, network: Network) -> Candidates:
    """List the groups of neighbours that may be digits, and have the network read them at once."""
    links = _ordered_links(pieces, layout)
    groups, features = [], []
    for group in _groups(low_marks(layout) & ~links.any(axis=0)):
        form = form_features(layout, links, group)
        if group[1] - group[0] == 1 or cost(form) <= MOST_COST or _is_uncut(group, links):
            groups.append(group)
            features.append(form)
    images = np.stack([pieces.image(layout.order[slice(*group)].tolist()) for group in groups])
    probabilities = forward(network, images).probabilities
    doubts = -np.log(np.maximum(probabilities.max(axis=1), UNREAD))
    marks = _are_marks(groups, images)
    for form, doubt, odd, mark in zip(features, doubts, oddness(images), marks, strict=True):
        strange = {"doubt": min(float(doubt), MOST_DOUBT), "odd": float(odd)}
        form |= dict.fromkeys(strange, 0.0) if mark else strange
    return Candidates(groups, images, probabilities, features)


def _are_marks(groups: Sequence[Group], images: Floats) -> NDArray[np.bool_]:
    """Find groups of many pieces that look like a mark, (k,): taking them for one is not odd."""
    many = np.array([end - first >= MANY_PIECES for first, end in groups])
    marks: NDArray[np.bool_] = many & (mark_likeness(images) > LIKE_A_MARK)
    return marks


def _ordered_links(pieces: Pieces, layout: Layout) -> Points:
    """Give the links between pieces in the order of the line, (n, n)."""
    return pieces.links[np.ix_(layout.order, layout.order)]


def _is_uncut(group: Group, links: Points) -> bool:
    """Whether a group is ink that was connected before it was cut, and nothing else."""
    first, end = group
    joined = all(links[first:place, place:end].any() for place in range(first + 1, end))
    return joined and not links[first:end, :first].any() and not links[first:end, end:].any()


def _groups(alone: NDArray[np.bool_]) -> list[Group]:
    """Give all groups of neighbours, but for those that have a piece that stands alone.

    Args:
        alone: (n,), of each piece.
    """
    count = len(alone)
    return [
        (first, end)
        for first in range(count)
        for end in range(first + 1, min(count, first + MOST_PIECES) + 1)
        if end == first + 1 or not alone[first:end].any()
    ]


def best_split(candidates: Candidates, pieces: Pieces, layout: Layout) -> Split:
    """Find the cheapest row of groups that takes every piece once, and how sure each group is."""
    groups, links = candidates.groups, _ordered_links(pieces, layout)
    costs = np.array([cost(features) for features in candidates.features])
    ways = _ways(groups, layout, links)
    ends = [group[1] == len(layout.order) for group in groups]
    cheapest, before = _cheapest(groups, costs, ways)
    last = int(np.argmin(np.where(ends, cheapest, np.inf)))
    chosen = [last]
    while groups[chosen[0]][0] > 0:
        chosen.insert(0, before[chosen[0]])
    shares = _shares(groups, costs, ways, np.array(ends))
    places = [groups[index][0] for index in chosen[1:]]
    cut = [bool(links[:place, place:].any()) for place in places]
    return Split(chosen, [float(shares[index]) for index in chosen], cut)


Ways = list[list[tuple[int, float]]]  # for each group, those before it with the cost of parting


def _ways(groups: Sequence[Group], layout: Layout, links: Points) -> Ways:
    ending: dict[int, list[int]] = {}
    for index, group in enumerate(groups):
        ending.setdefault(group[1], []).append(index)
    return [
        [
            (left, cost(parting_features(layout, links, groups[left], group)))
            for left in ending.get(group[0], [])
        ]
        for group in groups
    ]


def _cheapest(groups: Sequence[Group], costs: Points, ways: Ways) -> tuple[Points, list[int]]:
    """Give the cost of the best row that ends with each group, and the group before it there."""
    cheapest, before = np.full(len(groups), np.inf), [-1] * len(groups)
    for index, group in enumerate(groups):
        rows = [(cheapest[left] + parting, left) for left, parting in ways[index]]
        if group[0] == 0:
            cheapest[index] = costs[index]
        elif rows:
            best, before[index] = min(rows)
            cheapest[index] = best + costs[index]
    return cheapest, before


def _shares(groups: Sequence[Group], costs: Points, ways: Ways, ends: NDArray[np.bool_]) -> Points:
    """Give the share of all rows, weighed by e to the minus cost, that each group is part of."""
    upto, beyond = np.full(len(groups), -np.inf), np.where(ends, 0.0, -np.inf)
    for index, group in enumerate(groups):
        rows = [upto[left] - parting for left, parting in ways[index]]
        upto[index] = (0.0 if group[0] == 0 else _sum(rows)) - costs[index]
    for index in range(len(groups) - 1, -1, -1):
        for left, parting in ways[index]:
            beyond[left] = np.logaddexp(beyond[left], beyond[index] - costs[index] - parting)
    shares: Points = np.exp(upto + beyond - logsumexp(upto[ends]))
    return shares


def _sum(rows: list[float]) -> float:
    return float(logsumexp(rows)) if rows else -np.inf
