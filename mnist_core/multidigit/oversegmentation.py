"""Pieces made ready to be put together: specks left out, and cut what may be several digits."""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from mnist_core.multidigit.digit_likeness import oddness
from mnist_core.multidigit.layout import Layout, lay_out, level
from mnist_core.multidigit.low_marks import between, low_marks
from mnist_core.multidigit.pieces import Pieces
from mnist_core.multidigit.seams import Cuts, find_cuts
from mnist_core.network.mlp import Network, forward

Points = NDArray[np.float64]
Places = NDArray[np.intp]

SPECK, ALONE = 0.12, 0.15  # heights: so small, and so far from other ink
BROAD_STROKE, BROAD_BLOT = 1.2, 0.9  # of the height: a piece so broad may be several digits
USUAL = 0.75  # of the line's height: a lower piece is measured as if it were so high
LOWEST, LOW = 0.3, 0.5  # of the line's height: not cut if broad, not cut if doubted
SLIM = 0.45  # of its height: a piece no broader is one digit
SURE_STROKE, SURE_BLOT = 0.5, 0.9  # a piece read with a higher probability is one digit
ODD = 0.6  # what looks less like a digit is looked at again
EASY_CUT, TALL = 1.6, 0.65  # in pens and heights: so easy a cut between so tall parts is tried


def without_specks(pieces: Pieces) -> Layout:
    """Lay pieces out, without dots that stand alone, but for points between two digits."""
    everything = range(len(pieces.points))
    layout = lay_out(pieces.points, everything, pieces.pen)
    small = np.maximum(layout.heights, layout.widths) < SPECK * layout.height
    near = (layout.distances[:, ~small] < ALONE).any(axis=1)
    points = low_marks(layout) & between(layout)
    kept = np.sort(layout.order[~small | near | points])
    whole = small.all() or len(kept) == len(small)
    return layout if whole else lay_out(pieces.points, kept.tolist(), pieces.pen)


def cut_apart(pieces: Pieces, layout: Layout, network: Network) -> tuple[Pieces, Layout]:
    """Cut pieces that may be several digits: broad ones, and those that the network doubts."""
    found = {piece: cuts for piece, cuts in _possible_cuts(pieces, layout, network) if cuts.pens}
    if not found:
        return pieces, layout
    counts = [len(found[piece].pens) + 1 if piece in found else 1 for piece in _all(pieces)]
    firsts = np.cumsum([0, *counts])
    parts = {piece: cuts.labels for piece, cuts in found.items()}
    cut = pieces.divided(parts, _links(found, firsts))
    chosen = [part for piece in layout.order for part in range(firsts[piece], firsts[piece + 1])]
    return cut, lay_out(cut.points, sorted(chosen), cut.pen)


def _all(pieces: Pieces) -> range:
    return range(len(pieces.points))


def _links(found: Mapping[int, Cuts], firsts: Places) -> Points:
    """Count how much ink was connected before it was cut."""
    links = np.zeros((firsts[-1], firsts[-1]))
    for piece, cuts in found.items():
        for part, pens in enumerate(cuts.pens, start=int(firsts[piece])):
            links[part, part + 1] = links[part + 1, part] = max(pens, 0.2)
    return links


def _possible_cuts(pieces: Pieces, layout: Layout, network: Network) -> Iterator[tuple[int, Cuts]]:
    strokes = pieces.pen == 0
    limit = BROAD_STROKE if strokes else BROAD_BLOT
    broad = layout.widths > limit * np.maximum(layout.heights, USUAL * layout.height)
    broad &= layout.heights > LOWEST * layout.height
    maybe = (layout.widths > SLIM * layout.heights) & (layout.heights > LOW * layout.height)
    doubted = _doubted(pieces, layout, np.nonzero(maybe & ~broad)[0], network)
    for place in np.nonzero(broad | maybe)[0]:
        piece = int(layout.order[place])
        if strokes and not (broad[place] or place in doubted):
            continue
        points = level(pieces.points[piece], layout.rise)
        cuts = find_cuts(points, slant=layout.lean, height=layout.height, pen=pieces.pen)
        if broad[place] or place in doubted or _is_easy(cuts, points):
            yield piece, cuts


def _doubted(pieces: Pieces, layout: Layout, places: Places, network: Network) -> Places:
    """Find the pieces that alone do not look like a digit, or are not read for sure."""
    if not len(places):
        return places
    images = np.stack([pieces.image([layout.order[place]]) for place in places])
    sure = forward(network, images).probabilities.max(axis=1)
    limit = SURE_STROKE if pieces.pen == 0 else SURE_BLOT
    doubted: Places = places[(sure < limit) | (oddness(images) > ODD)]
    return doubted


def _is_easy(cuts: Cuts, points: Points) -> bool:
    """A seam crosses little ink and leaves two parts almost as high as the whole."""
    height = np.ptp(points[:, 1])
    return any(
        pens <= EASY_CUT
        and min(np.ptp(side[:, 1]) for side in _sides(cuts, points, number)) > TALL * height
        for number, pens in enumerate(cuts.pens, start=1)
    )


def _sides(cuts: Cuts, points: Points, number: int) -> tuple[Points, Points]:
    return points[cuts.labels < number], points[cuts.labels >= number]
