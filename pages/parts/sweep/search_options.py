"""How a sweep searches: what it tries next, which trials it prunes, when it ends, what counts."""

from typing import Any

import streamlit as st

from mnist_core.sweeps.plan import (
    DEFAULT_TRIALS,
    MAX_MINUTES,
    MAX_TRIALS,
    OBJECTIVES,
    PRUNERS,
    SAMPLERS,
    Objective,
    Pruner,
    Sampler,
    SweepPlan,
)

DEFAULT_MINUTES = 10.0
SAMPLER_NAMES: dict[Sampler, str] = {"grid": "Grid", "random": "Random", "tpe": "TPE"}
SAMPLER_MEANS: dict[Sampler, str] = {
    "grid": "Tries every combination once.",
    "random": "Draws each trial at random; simple, and hard to beat with many settings.",
    "tpe": "Learns from the trials so far and looks where they went well.",
}
PRUNER_NAMES: dict[Pruner, str] = {"none": "None", "median": "Median", "hyperband": "Hyperband"}
PRUNER_MEANS: dict[Pruner, str] = {
    "none": "Every trial trains to its end.",
    "median": "Ends a trial that is worse than the median of the others at the same epoch.",
    "hyperband": "Gives many trials a few epochs, and the best of them more and more.",
}
OBJECTIVE_NAMES: dict[Objective, str] = {
    "error": "Error",
    "error_and_parameters": "Error and size",
    "error_and_seconds": "Error and time",
}
OBJECTIVE_MEANS: dict[Objective, str] = {
    "error": "The lowest validation error is best.",
    "error_and_parameters": "Best are the trials that no other beats in both error and parameters.",
    "error_and_seconds": "Best are the trials that no other beats in both error and seconds.",
}
NO_PRUNING = "Off: pruning looks at the error alone and cannot weigh a second goal."
ALL, TRIALS, MINUTES = "Whole grid", "Trials", "Minutes"


def search_options() -> dict[str, Any]:
    """Draw the choices and give them as ``make_plan`` takes them."""
    with st.grid(2, min_column_width=330):
        with st.container():
            sampler = _choice("Search", SAMPLERS, SAMPLER_NAMES, SAMPLER_MEANS, "sweep_sampler")
        with st.container():
            objective = _choice(
                "Objective", OBJECTIVES, OBJECTIVE_NAMES, OBJECTIVE_MEANS, "sweep_objective"
            )
        with st.container():
            pruner = _pruner(objective)
        with st.container():
            limit = _limit(sampler)
    return {"sampler": sampler, "objective": objective, "pruner": pruner, **limit}


def grid_is_chosen() -> bool:
    """Return whether ranges are tried in steps, for the rows above the choice."""
    return st.session_state.get("sweep_sampler") == "grid"


def fill_search_options(plan: SweepPlan) -> None:
    """Make the choices those of ``plan``; only before they are drawn."""
    limit = MINUTES if plan.trials is None else TRIALS
    st.session_state.update(
        {
            "sweep_sampler": plan.sampler,
            "sweep_objective": plan.objective,
            "sweep_pruner": plan.pruner,
            "sweep_limit": limit,
            "sweep_grid_limit": ALL if plan.trials is None and plan.minutes is None else limit,
            "sweep_trials": plan.trials or DEFAULT_TRIALS,
            "sweep_minutes": plan.minutes or DEFAULT_MINUTES,
        }
    )


def _choice(label: str, options: Any, names: Any, means: Any, key: str) -> Any:
    chosen = st.segmented_control(
        label,
        options,
        default=SweepPlan.model_fields[key.removeprefix("sweep_")].default,
        format_func=names.__getitem__,
        key=key,
        required=True,
        persist_state="session",
    )
    st.caption(means[chosen])
    return chosen


def _pruner(objective: Objective) -> Pruner:
    if objective == "error":
        pruner: Pruner = _choice("Pruning", PRUNERS, PRUNER_NAMES, PRUNER_MEANS, "sweep_pruner")
        return pruner
    st.segmented_control(
        "Pruning",
        ("none",),
        default="none",
        format_func=lambda _: "None",
        key="sweep_no_pruner",
        disabled=True,
    )
    st.caption(NO_PRUNING)
    return "none"


def _limit(sampler: Sampler) -> dict[str, Any]:
    grid = sampler == "grid"
    with st.container(horizontal=True):
        limit = st.segmented_control(
            "Ends after",
            (ALL, TRIALS, MINUTES) if grid else (TRIALS, MINUTES),
            default=ALL if grid else TRIALS,
            key="sweep_grid_limit" if grid else "sweep_limit",
            required=True,
            persist_state="session",
        )
        if limit == TRIALS:
            return {"trials": _trials()}
        if limit == MINUTES:
            return {"minutes": _minutes()}
    return {}


def _trials() -> int:
    return st.number_input(
        "Trials",
        1,
        MAX_TRIALS,
        DEFAULT_TRIALS,
        key="sweep_trials",
        persist_state="session",
        width=130,
    )


def _minutes() -> float:
    return st.number_input(
        "Minutes",
        0.1,
        MAX_MINUTES,
        DEFAULT_MINUTES,
        1.0,
        format="%g",
        key="sweep_minutes",
        persist_state="session",
        width=130,
    )
