"""A room's seed groups ranked by their test errors, as far as seeds alone do not explain the gaps.

Ranks are shared where a gap may be chance (``chance.may_be_chance``), and one seed never stands
above several that it may equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import sqrt

from mnist_core.compare.chance import (
    RARE,
    Measured,
    digits_deviation,
    may_be_chance,
    standard_error,
)
from mnist_core.compare.contenders import Contender, Spread
from mnist_core.compare.seeds import name_with_seeds
from mnist_core.compare.verdict import measured
from mnist_core.store.records import Run


@dataclass(frozen=True)
class Standing:
    """A seed group on the board.

    Attributes:
        rank: counted from 1; equal where the gap may be chance. The rank after a shared one counts
            all before it.
        contender: the group, without its histories.
        error: its test error in percent, a value for each seed.
        band: half the width of its band in points, two standard errors of the mean.
        near_above: whether seeds alone may explain its gap to some of the rank above, too: chance
            is not handed on from one gap to the next.
    """

    rank: int
    contender: Contender
    error: Spread
    band: float
    near_above: bool


@dataclass(frozen=True)
class Standings:
    """All that are ranked.

    Attributes:
        rows: best first; of one rank those of several seeds first, and then by their means.
        pooled_deviation: of the groups of several seeds, in points; None where there are none.
    """

    rows: tuple[Standing, ...]
    pooled_deviation: float | None


@dataclass(frozen=True)
class _Entry:
    """A group with the deviation that chance is judged by, never unknown."""

    contender: Contender
    measured: Measured

    @property
    def error(self) -> Spread:
        return self.measured.error

    @property
    def alone(self) -> bool:
        return len(self.error.values) == 1


def standings(groups: Iterable[Sequence[Run]]) -> Standings:
    """Rank seed groups of tested runs, each oldest first."""
    contenders = [_contender(runs) for runs in groups]
    spreads = [error for each in contenders if (error := each.test_error) is not None]
    pooled = pooled_deviation(spreads)
    entries = [_entry(each, pooled) for each in contenders if each.test_error is not None]
    levels = _levels(sorted(entries, key=lambda entry: entry.error.mean))
    rows: list[Standing] = []
    for above, level in pairwise([[], *levels]):
        rank = len(rows) + 1
        rows += [_standing(rank, entry, above) for entry in level]
    return Standings(tuple(rows), pooled)


def pooled_deviation(errors: Iterable[Spread]) -> float | None:
    """Give the deviation over seeds that groups of several have in common, if there are any.

    It is the root of the mean square within classes of an analysis of variance (Fisher, 1925,
    Statistical Methods for Research Workers): the sample variances' mean, each weighted by its
    degrees of freedom.
    """
    several = [(len(error.values) - 1, error.deviation or 0.0) for error in errors]
    freedom = sum(degrees for degrees, _ in several)
    squares = sum(degrees * deviation**2 for degrees, deviation in several)
    return sqrt(squares / freedom) if freedom else None


def _contender(runs: Sequence[Run]) -> Contender:
    histories = tuple(() for _ in runs)
    return Contender(runs[0].id, name_with_seeds(runs), tuple(runs), histories)


def _entry(contender: Contender, pooled: float | None) -> _Entry:
    """Take what is known of such settings, or else the larger of the room's and the digits'.

    A few seeds that happen to lie close together must not make the bands of all others narrow.
    """
    known = measured(contender)
    if known.known_deviation is None:
        assumed = max(pooled or 0.0, digits_deviation(known.error.mean))
        known = replace(known, known_deviation=assumed)
    return _Entry(contender, known)


def _standing(rank: int, entry: _Entry, above: Sequence[_Entry]) -> Standing:
    assert entry.measured.known_deviation is not None
    band = RARE * standard_error(entry.error, entry.measured.known_deviation)
    near = any(_may_equal(each, entry) for each in above)
    return Standing(rank, entry.contender, entry.error, band, near)


def _levels(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Put entries, of lowest mean first, into ranks.

    Those of several seeds first: who may equal the best of a rank is in it. One seed stands in
    the last of these ranks in which it may equal somebody, behind them, and where it may equal
    none, between them by its error.
    """
    several = _by_the_best([entry for entry in entries if not entry.alone])
    behind: list[list[_Entry]] = [[] for _ in several]
    between: list[list[_Entry]] = [[] for _ in range(len(several) + 1)]
    for entry in (entry for entry in entries if entry.alone):
        equals = [any(_may_equal(entry, each) for each in level) for level in several]
        if any(equals):
            behind[len(equals) - 1 - equals[::-1].index(True)].append(entry)
        else:
            between[sum(level[0].error.mean < entry.error.mean for level in several)].append(entry)
    levels = _by_the_best(between[0])
    for level, alone, after in zip(several, behind, between[1:], strict=True):
        levels += [[*level, *alone], *_by_the_best(after)]
    return levels


def _by_the_best(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    levels: list[list[_Entry]] = []
    for entry in entries:
        if levels and _may_equal(levels[-1][0], entry):
            levels[-1].append(entry)
        else:
            levels.append([entry])
    return levels


def _may_equal(first: _Entry, second: _Entry) -> bool:
    return may_be_chance(first.measured, second.measured) != "unlikely"
