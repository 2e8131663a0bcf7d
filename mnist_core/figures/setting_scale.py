"""Where the values of a setting stand along an axis, and which of them are written beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.plural import number_text

Value = float | str
DECADE, TICK_GAP, MIDDLE = 10, 0.09, 0.5


@dataclass(frozen=True)
class Scale:
    """An axis from 0 to 1.

    Attributes:
        places: of each value, in [0, 1].
        ticks: place and text of the values that are written, upwards.
    """

    places: tuple[float, ...]
    ticks: tuple[tuple[float, str], ...]


def make_scale(
    values: Sequence[Value], *, always_log: bool = False, tick_gap: float = TICK_GAP
) -> Scale:
    """Place numbers in proportion, or by their logarithm beyond a decade, and words evenly.

    Numbers among words, and a 0 among numbers that span more than a decade, stand evenly too.

    Args:
        tick_gap: the least distance between numbers that are written.
    """
    numbers = [value for value in values if not isinstance(value, str)]
    words = len(numbers) < len(values) or _needs_a_gap_below(numbers)
    distinct = _ordered(values)
    if words:
        stretched = {value: float(index) for index, value in enumerate(distinct)}
    elif always_log or _spans_a_decade(numbers):
        stretched = {number: math.log(number) for number in numbers}
    else:
        stretched = {number: float(number) for number in numbers}
    place = _from_0_to_1(stretched)
    ticks = [(place[value], _text(value)) for value in distinct]
    return Scale(
        tuple(place[value] for value in values),
        tuple(ticks if words else _apart(ticks, tick_gap)),
    )


def _ordered(values: Sequence[Value]) -> list[Value]:
    """Give each value once: numbers upwards, then words by the alphabet."""
    numbers = {value for value in values if not isinstance(value, str)}
    return [*sorted(numbers), *sorted({value for value in values if isinstance(value, str)})]


def _needs_a_gap_below(numbers: Sequence[float]) -> bool:
    above = [number for number in numbers if number > 0]
    return min(numbers, default=1) == 0 and _spans_a_decade(above)


def _spans_a_decade(numbers: Sequence[float]) -> bool:
    return bool(numbers) and min(numbers) > 0 and max(numbers) / min(numbers) > DECADE


def _from_0_to_1(stretched: dict[Value, float]) -> dict[Value, float]:
    low, high = min(stretched.values(), default=0), max(stretched.values(), default=0)
    if low == high:
        return dict.fromkeys(stretched, MIDDLE)
    return {value: (number - low) / (high - low) for value, number in stretched.items()}


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    return number_text(value)


def _apart(ticks: list[tuple[float, str]], gap: float) -> list[tuple[float, str]]:
    """Keep the ends, and between them what stands clear of both."""
    kept = ticks[:1]
    for tick in ticks[1:-1]:
        if tick[0] - kept[-1][0] >= gap and ticks[-1][0] - tick[0] >= gap:
            kept.append(tick)
    return kept if len(ticks) < 2 else [*kept, ticks[-1]]
