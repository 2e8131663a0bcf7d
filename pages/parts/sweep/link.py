"""The Sweep page's URL: a sweep by its id, or a new one as its form describes it."""

from collections.abc import Mapping

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space_text import parse_dimension
from parts.settings_form.state import report_link_problem, settings_link
from parts.sweep.search_options import fill_search_options
from parts.sweep.state import NEW
from parts.sweep.varied_rows import fill_rows

VARY = "vary"  # one for each dimension, as on the command line
CHOICES = ("sampler", "pruner", "objective", "trials", "minutes")
SWEEP_PARAMETERS = ("sweep", VARY, *CHOICES)


def follow_sweep_link(base: RunConfig) -> None:
    """Fill the form of a new sweep from the URL; one that does not work is left out and named."""
    varied = st.query_params.get_all(VARY)
    choices = {name: st.query_params[name] for name in CHOICES if name in st.query_params}
    if not varied:
        if choices:
            names = " and ".join(choices)
            report_link_problem(ConfigError(f"What varies is missing, vary, beside {names}."))
        return
    try:
        dimensions = [parse_dimension(text) for text in varied]
        plan = make_plan(base=base, dimensions=dimensions, **choices)
    except ConfigError as error:
        report_link_problem(error)
        return
    fill_rows(plan.dimensions)
    fill_search_options(plan)


def link_sweep(sweep: Sweep) -> None:
    """Put the sweep that is shown into the URL."""
    _write({"sweep": sweep.id})


def link_new_sweep(base: RunConfig, plan: SweepPlan | None) -> None:
    """Put the form into the URL; of one that makes no plan, the settings alone.

    Args:
        base: what does not vary.
        plan: the sweep that the form describes.
    """
    _write({"sweep": NEW} | settings_link(base) | ({} if plan is None else _plan_link(plan)))


def _write(link: Mapping[str, str | list[str]]) -> None:
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    if shown != {name: [text] if isinstance(text, str) else text for name, text in link.items()}:
        st.query_params.from_dict(link)


def _plan_link(plan: SweepPlan) -> dict[str, str | list[str]]:
    chosen = {name: getattr(plan, name) for name in CHOICES}
    limits = {
        name: f"{value:g}" for name, value in chosen.items() if isinstance(value, int | float)
    }
    words = {name: value for name, value in chosen.items() if isinstance(value, str)}
    return {VARY: [dimension.text for dimension in plan.dimensions], **words, **limits}
