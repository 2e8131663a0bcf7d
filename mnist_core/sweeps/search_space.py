"""What a sweep varies: single settings, over a list of values or over a range."""

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.errors import ConfigError
from mnist_core.quoting import named, quoted
from mnist_core.setting_descriptions import HIDDEN_UNITS, LAYERS, NEURONS
from mnist_core.setting_options import MOMENTUM_OPTIMIZERS
from mnist_core.sweeps.effective_settings import effective
from mnist_core.sweeps.variable_settings import (
    NUMBERS,
    VARIABLE,
    WHOLE_NUMBERS,
    Params,
    Value,
    value_text,
)

GRID_STEPS = 5
MAX_GRID = 10_000
VARIED = ", ".join(VARIABLE)


class Dimension(BaseModel):
    """One setting that a sweep varies, over ``values`` or from ``low`` to ``high``.

    Attributes:
        field: a field of RunConfig but ``validation``; or ``layers`` and ``neurons``, the number
            of hidden layers and the neurons in each of them.
        values: the list; networks are texts such as "128,64". Empty for a range.
        low, high: the range's ends, both included.
        log: whether a range's logarithm is spread evenly, and not the range itself.
        steps: how many values of a range a grid tries; none for five.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    field: str
    values: tuple[Value, ...] = ()
    low: float | None = None
    high: float | None = None
    log: bool = False
    steps: int | None = None

    @model_validator(mode="after")
    def _check(self) -> "Dimension":
        if self.field not in VARIABLE:
            raise ValueError(f"{named(self.field)} cannot be varied; there are {VARIED}")
        if self.values:
            if len(set(self.values)) < len(self.values):
                raise ValueError(f"{self.field} has the same value twice")
            if self.low is not None or self.high is not None:
                raise ValueError(f"{self.field} takes a list or a range, not both")
            return self
        self._check_range()
        return self

    def _check_range(self) -> None:
        if self.low is None or self.high is None:
            raise ValueError(f"{self.field} needs a list of values, or both ends of a range")
        if self.field not in NUMBERS:
            raise ValueError(f"{self.field} has no range; give a list of values")
        lowest, highest = NUMBERS[self.field]
        if not lowest <= self.low < self.high <= highest:
            raise ValueError(
                f"{self.field} cannot go from {self.low:g} to {self.high:g}: a range goes "
                f"upwards, inside {lowest:g} to {highest:g}"
            )
        if self.log and self.low <= 0:
            raise ValueError(f"{self.field} begins at 0, which has no logarithm")
        if self.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ValueError(f"{self.field} takes whole numbers")
        if self.steps is not None and not 2 <= self.steps <= MAX_GRID:
            raise ValueError(f"{self.field} takes 2 to {MAX_GRID:,} steps")

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return self.field in WHOLE_NUMBERS

    @property
    def grid(self) -> tuple[Value, ...]:
        """The values that a grid tries."""
        if self.values:
            return self.values
        assert self.low is not None
        assert self.high is not None
        steps = self.steps or GRID_STEPS
        if self.whole and not self.log and self.high - self.low < steps:
            return tuple(range(int(self.low), int(self.high) + 1))
        return tuple(dict.fromkeys(self._between(i / (steps - 1)) for i in range(steps)))

    def _between(self, share: float) -> Value:
        assert self.low is not None
        assert self.high is not None
        if share in (0.0, 1.0):
            exact = self.high if share else self.low
        elif self.log:
            exact = math.exp((1 - share) * math.log(self.low) + share * math.log(self.high))
        else:
            exact = (1 - share) * self.low + share * self.high
        return round(exact) if self.whole else float(f"{exact:.6g}")

    @property
    def text(self) -> str:
        """The dimension as the command line writes it, such as ``dropout=0..0.5``."""
        if self.values:
            mark = "|" if self.field == HIDDEN_UNITS else ","
            return f"{self.field}={mark.join(value_text(value) for value in self.values)}"
        ending = (":log" if self.log else "") + (f":{self.steps}" if self.steps else "")
        return f"{self.field}={value_text(self.low)}..{value_text(self.high)}{ending}"


def make_dimension(field: str, **description: Any) -> Dimension:
    """Build a dimension from outside values, read as the setting's own.

    Raises:
        ConfigError: one sentence that names the setting and what is wrong.
    """
    if description.get("values"):
        description["values"] = tuple(_read_value(field, v) for v in description["values"])
    try:
        return Dimension(field=field, **description)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "value_error":
            raise ConfigError(f"{first['ctx']['error']}.") from error
        raise ConfigError(f"{field} cannot be varied so: {first['msg'].lower()}.") from error


def config_of(base: RunConfig, params: Mapping[str, Value]) -> RunConfig:
    """Give the settings of a trial: ``base`` with its varied settings put in.

    Momentum and Nesterov's look ahead are left out where the optimizer has none.

    Raises:
        ConfigError: a value is not allowed.
    """
    given = {name: value for name, value in params.items() if name not in (LAYERS, NEURONS)}
    values: dict[str, Any] = base.model_dump() | given
    if LAYERS in params or NEURONS in params:
        units = base.hidden_units
        layers = int(params.get(LAYERS, len(units)) or 0)
        neurons = params.get(NEURONS)
        values[HIDDEN_UNITS] = (
            tuple([int(neurons)] * layers)
            if neurons is not None
            else tuple((units or (128,))[min(i, len(units or (128,)) - 1)] for i in range(layers))
        )
    if values["optimizer"] not in MOMENTUM_OPTIMIZERS:
        values["momentum"] = 0.0
    if values["optimizer"] != "sgd":
        values["nesterov"] = False
    return make_config(values)


def grid_points(base: RunConfig, dimensions: Sequence[Dimension]) -> list[Params]:
    """List the points of a grid, each training otherwise than all before it.

    Raises:
        ConfigError: there are more than 10,000.
    """
    size = math.prod(len(dimension.grid) for dimension in dimensions)
    if size > MAX_GRID:
        raise ConfigError(f"This grid has {size:,} points; a sweep has at most {MAX_GRID:,}.")
    fields = [dimension.field for dimension in dimensions]
    points: dict[RunConfig, Params] = {}
    for values in itertools.product(*(dimension.grid for dimension in dimensions)):
        params = dict(zip(fields, values, strict=True))
        points.setdefault(effective(config_of(base, params)), params)
    return list(points.values())


def _read_value(field: str, value: Any) -> Value:
    """Read one value of a list by RunConfig's own rules; networks stay texts."""
    if field not in VARIABLE:
        raise ConfigError(f"{named(field)} cannot be varied; there are {VARIED}.")
    if field in (LAYERS, NEURONS):
        return _read_count(field, value)
    base = RunConfig(optimizer="sgd").model_dump()
    read = getattr(make_config(base | {field: value}), field)
    return ",".join(map(str, read)) if field == HIDDEN_UNITS else read


def _read_count(field: str, value: Any) -> int:
    lowest, highest = WHOLE_NUMBERS[field]
    try:
        count = int(value)
    except (TypeError, ValueError):
        count = -1
    if not lowest <= count <= highest:
        allowed = f"it takes whole numbers from {lowest} to {highest:,}"
        raise ConfigError(f"{field} cannot be {quoted(value)}: {allowed}.")
    return count
