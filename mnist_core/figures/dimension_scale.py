"""Where the values of a varied setting stand along an axis that its dimension alone decides."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mnist_core.figures.setting_scale import make_scale
from mnist_core.setting_descriptions import NEURONS
from mnist_core.sweeps.records import Trial
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.variable_settings import Value, shown_value

FEW, MOST_TICKS, ROOM, SHARE_OF_GAP, WIDEST = 12, 6, 0.05, 0.45, 0.14
GOLDEN, SILVER = 0.618034, 0.414214  # whose multiples fill an interval evenly, however many
BY_FACTORS = ("learning_rate", "batch_size", NEURONS)
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class DimensionScale:
    """An axis from 0 to 1.

    Attributes:
        field: the setting.
        ticks: place and text of what is written beside it, upwards.
        ends: of a range, as places are counted from them; logarithms of a range that is log.
        log: whether places go by the logarithm.
        listed: place of each value of a list; none for a range.
        gap: from one value to the next; 0 where there are so many that it does not matter.
    """

    field: str
    ticks: tuple[tuple[float, str], ...]
    ends: tuple[float, float] = (0.0, 1.0)
    log: bool = False
    listed: dict[Value, float] | None = None
    gap: float = 0.0

    def place(self, trial: Trial) -> float:
        """Give where a trial's value stands, in [0, 1]; NaN where it has none here."""
        if self.field not in trial.params:
            return math.nan
        value = trial.params[self.field]
        if self.listed is not None:
            return self.listed.get(value, math.nan)
        if not isinstance(value, int | float) or (self.log and value <= 0):
            return math.nan
        low, high = self.ends
        return ((math.log(value) if self.log else value) - low) / (high - low)

    @property
    def margin(self) -> float:
        """How far the axis goes on beyond both ends."""
        return ROOM + 0.5 * min(WIDEST, SHARE_OF_GAP * self.gap)

    def spread(self, trial: Trial, turn: float = GOLDEN) -> float:
        """Give how far beside its place a trial stands, so that others of its value do not hide it.

        Args:
            turn: irrational; another one for another direction.
        """
        return min(WIDEST, SHARE_OF_GAP * self.gap) * (trial.number * turn % 1 - 0.5)


def dimension_scale(dimension: Dimension) -> DimensionScale:
    """Lay out the axis of a dimension: numbers as far apart as they are, words evenly."""
    if dimension.values:
        return _listed(dimension)
    low, high = dimension.low or 0.0, dimension.high or 0.0
    ends = (math.log(low), math.log(high)) if dimension.log else (low, high)
    round_values = (_log_ticks if dimension.log else _ticks)(dimension, low, high)
    values = round_values if len(round_values) > 1 else [low, high]
    ticks = tuple(
        (
            ((math.log(value) if dimension.log else value) - ends[0]) / (ends[1] - ends[0]),
            shown_value(dimension.field, round(value) if dimension.whole else value),
        )
        for value in values
    )
    counted = dimension.whole and not dimension.log and high - low <= FEW
    gap = 1 / (high - low) if counted else 0.0
    return DimensionScale(dimension.field, ticks, ends, dimension.log, gap=gap)


def _listed(dimension: Dimension) -> DimensionScale:
    """Place words in the order they were given in, and what is not a number after the numbers."""
    texts = [shown_value(dimension.field, value) for value in dimension.values]
    numbers = [
        _number_or_text(value, text) for value, text in zip(dimension.values, texts, strict=True)
    ]
    if all(isinstance(number, str) for number in numbers):
        places = tuple(_evenly(index, len(texts)) for index in range(len(texts)))
        ticks = tuple(zip(places, texts, strict=True))
    else:
        scale = make_scale(numbers, always_log=dimension.field in BY_FACTORS)
        places, ticks = scale.places, scale.ticks
    return DimensionScale(
        dimension.field,
        ticks,
        listed=dict(zip(dimension.values, places, strict=True)),
        gap=_least_gap(places),
    )


def _number_or_text(value: Value, text: str) -> float | str:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text


def _evenly(index: int, count: int) -> float:
    return index / (count - 1) if count > 1 else 0.5


def _least_gap(places: Sequence[float]) -> float:
    return min((high - low for low, high in pairwise(sorted(places))), default=1.0)


def _ticks(dimension: Dimension, low: float, high: float) -> list[float]:
    """Choose round numbers from ``low`` to ``high``, at most six."""
    rough = (high - low) / (MOST_TICKS - 1)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(magnitude * s for s in STEPS if magnitude * s >= rough * 0.999)
    if dimension.whole:
        step = max(1.0, float(math.ceil(step)))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * index, 10) for index in range(first, last + 1)]


def _log_ticks(dimension: Dimension, low: float, high: float) -> list[float]:
    """Choose doublings of the low end for counts, else powers of ten, or 1, 2, 5 between them."""
    if dimension.whole:
        doublings = math.floor(math.log2(high / low) + 1e-9)
        step = max(1, math.ceil(doublings / (MOST_TICKS - 1)))
        return [low * 2.0**index for index in range(0, doublings + 1, step)]
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    if last - first >= 2:
        step = math.ceil((last - first) / (MOST_TICKS - 1))
        return [10.0**power for power in range(first, last + 1, step)]
    rounded = [s * 10.0**power for power in range(first - 1, last + 1) for s in (1, 2, 5)]
    return [value for value in rounded if low * 0.999 <= value <= high * 1.001]
