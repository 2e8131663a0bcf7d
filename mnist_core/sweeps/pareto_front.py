"""The Pareto front: what nothing else beats in two goals at once."""

from collections.abc import Sequence


def pareto_front(points: Sequence[tuple[float, ...]]) -> list[int]:
    """Give the numbers of the points that no other one equals in both goals and beats in one.

    Args:
        points: pairs, all the less the better.

    Returns:
        Positions in ``points``, by the first goal; of equal points the first alone.
    """
    front: list[int] = []
    least = float("inf")
    for number in sorted(range(len(points)), key=lambda number: points[number]):
        if points[number][1] < least:
            front.append(number)
            least = points[number][1]
    return front
