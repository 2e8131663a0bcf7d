"""How the Sweep page puts a sweep's facts into words."""

from mnist_core.setting_descriptions import title_in_sentence
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.variable_settings import shown_value
from parts.sweep.search_options import PRUNER_NAMES, SAMPLER_NAMES


def plan_text(sweep: Sweep) -> str:
    """Write in one line what varies, how it is searched, and around which network."""
    plan = sweep.plan
    search = SAMPLER_NAMES[plan.sampler]
    if plan.pruner != "none":
        search += f", {PRUNER_NAMES[plan.pruner].lower()} pruning"
    varied = [dimension_text(dimension) for dimension in plan.dimensions]
    text = " · ".join([*varied, search, f"from {plan.base.summary}"])
    return text[0].upper() + text[1:]


def dimension_text(dimension: Dimension) -> str:
    """Write what varies over what, such as "learning rate 0.0001 to 0.1"."""
    name, field = title_in_sentence(dimension.field), dimension.field
    if dimension.values:
        return f"{name} {', '.join(shown_value(field, value) for value in dimension.values)}"
    assert dimension.low is not None
    assert dimension.high is not None
    low, high = (f"{end:,.4g}" for end in (dimension.low, dimension.high))
    return f"{name} {low} to {high}"
