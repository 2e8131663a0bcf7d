"""What a sweep would vary in vain: a setting that does nothing, whatever the others are."""

import itertools
from collections.abc import Sequence

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.setting_descriptions import HIDDEN_UNITS, LAYERS, NEURONS
from mnist_core.sweeps.effective_settings import effective
from mnist_core.sweeps.search_space import Dimension, config_of
from mnist_core.sweeps.variable_settings import Value

# The settings that can be idle, and why.
IDLE = {
    "momentum": "only sgd and rmsprop have a momentum",
    "nesterov": "it needs sgd, and a momentum above 0",
    "activation": "there is no hidden layer",
    "dropout": "there is no hidden layer",
    "dropout_after": "it needs a dropout above 0, and two hidden layers or more",
    NEURONS: "there is no hidden layer",
}


def idle_dimension(base: RunConfig, dimensions: Sequence[Dimension]) -> str | None:
    """Give the field of a dimension that changes no trial's training, if there is one."""
    kinds = [_kinds(dimension) for dimension in dimensions]
    for place, dimension in enumerate(dimensions):
        if dimension.field in IDLE:
            own = dimension.values or (dimension.low, dimension.high)
            tried = [*kinds[:place], own, *kinds[place + 1 :]]
            if not _matters(base, dimensions, tried, place):
                return dimension.field
    return None


def _matters(
    base: RunConfig,
    dimensions: Sequence[Dimension],
    tried: Sequence[Sequence[Value]],
    place: int,
) -> bool:
    """Return whether two trials that differ in this dimension alone train differently."""
    fields = [dimension.field for dimension in dimensions]
    seen: dict[tuple[Value, ...], RunConfig] = {}
    for values in itertools.product(*tried):
        others = (*values[:place], *values[place + 1 :])
        try:
            config = effective(config_of(base, dict(zip(fields, values, strict=True))))
        except ConfigError:
            return True  # that value is refused for itself
        if seen.setdefault(others, config) != config:
            return True
    return False


def _kinds(dimension: Dimension) -> tuple[Value, ...]:
    """Give one value of each kind that decides whether other settings do something."""
    values = dimension.values or (dimension.low, dimension.high)
    kinds: dict[Value, Value] = {}
    for value in values:
        kinds.setdefault(_kind(dimension.field, value), value)
    return tuple(kinds.values())


def _kind(field: str, value: Value) -> Value:
    if field == "optimizer":
        return value
    if field in ("momentum", "dropout"):
        return bool(value)
    if field == HIDDEN_UNITS:
        return min(2, len([units for units in str(value).split(",") if units]))
    return min(2, int(value or 0)) if field == LAYERS else None
