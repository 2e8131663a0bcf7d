"""A new sweep: what varies, how it is searched, and how long that will take."""

from typing import Any

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.store.names import MAX_NAME_LENGTH
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.sweep_store import create_sweep, recent_sweeps
from mnist_core.sweeps.time_estimate import TimeEstimate, estimate
from mnist_core.web.run_texts import count_text, duration
from mnist_core.web.sweep_texts import at_once_text
from parts.shared.actions import act, show_problem
from parts.shared.settings_button import heading_with_settings
from parts.sweep.defaults import small_plan
from parts.sweep.search_options import grid_is_chosen, search_options
from parts.sweep.state import choose_sweep
from parts.sweep.varied_rows import varied_rows


def sweep_form(store: RunStore, base: RunConfig) -> SweepPlan | None:
    """Draw the form; Start begins a sweep around ``base``, the settings that do not vary.

    Gives the plan that the form describes, or None while something in it is wrong.
    """
    with st.container(gap=None):
        heading_with_settings("New sweep")
        st.caption("Choose what varies. All other settings stay as they are.")
    _invite(store)
    st.subheader("What varies", anchor=False)
    dimensions = varied_rows(base, grid=grid_is_chosen())
    st.subheader("How to search", anchor=False)
    with st.container(border=True):
        choices = search_options()
    plan = _plan(base, dimensions, choices)
    _start(store, plan)
    return plan


def _invite(store: RunStore) -> None:
    """Offer the first sweep of a lab ready-made."""
    if recent_sweeps(store, 1):
        return
    plan = small_plan()
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**No sweep has run here yet.** A small one tries {plan.trials} pairs of learning "
            f"rate and neurons, at most {plan.base.epochs} epochs each on "
            f"{plan.base.train_size:,} digits: {_time_text(estimate(store, plan))}."
        )
        if st.button("Start a small sweep", key="start_small_sweep", icon=":material/bolt:"):
            _begin(store, plan, "first sweep")


def _plan(
    base: RunConfig, dimensions: tuple[Dimension, ...] | None, choices: dict[str, Any]
) -> SweepPlan | None:
    """Make the plan, or show what is wrong with it; without dimensions a row has shown that."""
    if dimensions is None:
        return None
    try:
        return make_plan(base=base, dimensions=dimensions, **choices)
    except ConfigError as error:
        show_problem(error)
        return None


def _start(store: RunStore, plan: SweepPlan | None) -> None:
    refusal = st.container(gap=None)  # below the button it might be below the window's edge
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name",
            key="sweep_name",
            max_chars=MAX_NAME_LENGTH,
            placeholder="automatic if empty",
            width=220,
        )
        with st.container(height="stretch", vertical_alignment="center"):
            st.markdown(_show_estimate(store, plan))
        pressed = st.button(
            "Start sweep",
            key="start_sweep",
            icon=":material/play_arrow:",
            type="primary",
            disabled=plan is None,
        )
    if pressed and plan is not None:
        with refusal:
            _begin(store, plan, name or "")


def _begin(store: RunStore, plan: SweepPlan, name: str) -> None:
    act(lambda: choose_sweep(create_sweep(store, plan, name).id), show=st.error)


def _show_estimate(store: RunStore, plan: SweepPlan | None) -> str:
    if plan is None:
        return "Correct what is marked above."
    expected = estimate(store, plan)
    about = "" if plan.minutes is None else "about "
    trials = (
        "" if expected.trials is None else f"**{about}{count_text(expected.trials, 'trial')}**, "
    )
    return f"{trials}{_time_text(expected)}, {_at_most(expected.at_once)}"


def _at_most(count: int) -> str:
    """Write how many trials may train at once: what is fastest is measured as the sweep begins."""
    return at_once_text(count) if count == 1 else f"up to {at_once_text(count)}"


def _time_text(expected: TimeEstimate) -> str:
    """Give how long it takes; a time that was not measured here is called a guess."""
    seconds = expected.seconds_per_trial if expected.seconds is None else expected.seconds
    text = f"about {duration(seconds)}{' a trial' if expected.seconds is None else ''}"
    return text if expected.measured else f"{text} (a rough estimate)"
