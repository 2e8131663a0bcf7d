"""Whose turn it is: what waits in an order by turns of its owners, and not by arrival alone.

Whoever sends twenty runs does not keep the others waiting: their second comes after everybody's
first. Source: J. Nagle, "On Packet Switches With Infinite Storage", RFC 970, 1985, of packets.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

Waiting = TypeVar("Waiting")


def by_turns(
    waiting: Iterable[Waiting], owner: Callable[[Waiting], str], served: Mapping[str, int]
) -> list[Waiting]:
    """Order what waits by turns.

    Args:
        waiting: in the order of arrival.
        owner: gives whose it is.
        served: how many of each owner's are being served now.
    """
    turns = Counter(served)
    numbered = []
    for each in waiting:
        numbered.append((turns[owner(each)], each))
        turns[owner(each)] += 1
    return [each for _, each in sorted(numbered, key=lambda pair: pair[0])]
