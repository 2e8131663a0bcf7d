"""A sweep's plan: what varies over what, how trials are chosen, and when to end."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.quoting import quoted
from mnist_core.setting_descriptions import HIDDEN_UNITS, LAYERS, NEURONS
from mnist_core.sweeps.idle_dimensions import IDLE, idle_dimension
from mnist_core.sweeps.search_space import Dimension, config_of, grid_points
from mnist_core.sweeps.variable_settings import Params

Sampler = Literal["grid", "random", "tpe"]
Pruner = Literal["none", "median", "hyperband"]
Objective = Literal["error", "error_and_parameters", "error_and_seconds"]
SAMPLERS: tuple[Sampler, ...] = get_args(Sampler)
PRUNERS: tuple[Pruner, ...] = get_args(Pruner)
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
MAX_TRIALS, MAX_MINUTES = 10_000, 10_080.0
MINUTE_S = 60.0
DEFAULT_TRIALS = 24


class SweepPlan(BaseModel):
    """Everything that decides what a sweep tries.

    Attributes:
        base: the settings that all trials share, but for what varies.
        dimensions: what varies, each setting once.
        sampler: each point of a grid once, at random, or by a tree-structured Parzen estimator,
            which searches where trials went well.
        pruner: whether trials that go badly end early: worse than the median of the others at
            the same epoch, or by Hyperband's brackets.
        trials: how many; none for a whole grid, or for as many as ``minutes`` allow.
        minutes: how long it may take, pauses left out; none for as long as the trials take.
        objective: what counts: the validation error, or a trade of it against parameters or
            seconds of training, where every trial that no other beats in both is a best one.
        seed: fixes what random and TPE draw, as far as trials that train side by side allow.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    base: RunConfig = RunConfig()
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    sampler: Sampler = "tpe"
    pruner: Pruner = "none"
    trials: int | None = Field(None, ge=1, le=MAX_TRIALS)
    minutes: float | None = Field(None, gt=0, le=MAX_MINUTES)
    objective: Objective = "error"
    seed: int = Field(0, ge=0, lt=2**32)

    @model_validator(mode="after")
    def _check(self) -> "SweepPlan":
        fields = [dimension.field for dimension in self.dimensions]
        twice = sorted({name for name in fields if fields.count(name) > 1})
        if twice:
            raise ValueError(f"{twice[0]} is varied twice")
        if HIDDEN_UNITS in fields and {LAYERS, NEURONS} & set(fields):
            raise ValueError(
                "layer sizes cannot vary together with hidden layers or neurons per layer"
            )
        if self.trials is None and self.minutes is None and self.sampler != "grid":
            raise ValueError("a sweep needs a number of trials, or of minutes")
        if self.pruner != "none" and self.objective != "error":
            raise ValueError("pruning looks at the error alone; it cannot weigh a second goal")
        return self

    @property
    def planned_trials(self) -> int | None:
        """How many trials there will be; none where only time is the limit."""
        if self.sampler != "grid":
            return self.trials
        points = len(grid_points(self.base, self.dimensions))
        return points if self.trials is None else min(points, self.trials)

    def config(self, params: Params) -> RunConfig:
        """Give the settings of the trial with these values."""
        return config_of(self.base, params)


def make_plan(**values: object) -> SweepPlan:
    """Build a plan from outside values.

    Raises:
        ConfigError: one sentence that names what is wrong.
    """
    try:
        plan = SweepPlan.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from error
    check_corners(plan)
    return plan


def check_corners(plan: SweepPlan) -> None:
    """Refuse a plan with a value that no run may have, or a setting that does nothing in it.

    Raises:
        ConfigError: names the setting, and the value or why it does nothing.
    """
    if idle := idle_dimension(plan.base, plan.dimensions):
        raise ConfigError(f"{idle} would do nothing in this sweep: {IDLE[idle]}.")
    for dimension in plan.dimensions:
        ends = (dimension.low, dimension.high)
        values = dimension.values or tuple(int(e or 0) if dimension.whole else e for e in ends)
        for value in values:
            config_of(plan.base, {dimension.field: value})
    plan.planned_trials  # noqa: B018 - a grid may be too large


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] == "value_error":
        text = str(first["ctx"]["error"])
        return f"This sweep does not work: {text}."
    name = ".".join(str(part) for part in first["loc"])
    if name == "dimensions":
        return "A sweep varies at least one setting; choose one and its values."
    problem = first["msg"][0].lower() + first["msg"][1:]
    return f"{name or 'The sweep'} cannot be {quoted(first['input'])}: {problem}."
