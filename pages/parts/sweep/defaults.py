"""What each setting is varied over until it is changed, and a small sweep to begin with."""

from mnist_core.config import RunConfig
from mnist_core.setting_descriptions import sweep_values
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.search_space_text import parse_dimension

FIRST_FIELDS = ("learning_rate", "neurons")


def default_dimension(field: str) -> Dimension:
    """Give what a setting is varied over at first."""
    return parse_dimension(f"{field}={sweep_values(field)}")


def small_plan() -> SweepPlan:
    """Give a sweep of a few minutes, for a lab that has had none."""
    return make_plan(
        base=RunConfig(epochs=3, train_size=10_000),
        dimensions=[default_dimension(field) for field in FIRST_FIELDS],
        sampler="tpe",
        pruner="median",
        trials=12,
    )
