"""How much of something each person may still take: it comes back as time goes by.

Source: J. Turner, "New Directions in Communications", IEEE Communications Magazine 24 (10), 1986.
"""

from collections.abc import Callable

from cachetools import LRUCache

MOST_PERSONS = 10_000


class Buckets:
    """A bucket for each person, full at first.

    Args:
        clock: gives the seconds since any time.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left: LRUCache[str, tuple[float, float]] = LRUCache(MOST_PERSONS)

    def take(self, person_id: str, amount: float, per_second: float, most: float) -> bool:
        """Take an amount out of a person's bucket, and return whether it was there.

        Args:
            person_id: whose.
            amount: of one that a bucket cannot hold all there is room for is enough.
            per_second: how much comes back.
            most: how much the bucket holds.
        """
        now = self._clock()
        left, at = self._left.get(person_id, (most, now))
        left = min(most, left + (now - at) * per_second)
        amount = min(amount, most)
        there = left >= amount
        self._left[person_id] = (left - amount if there else left), now
        return there
