"""What the Sweep page keeps in this tab: the chosen sweep, and a plan to fill in."""

import streamlit as st

from mnist_core.errors import SweepNotFound
from mnist_core.setting_descriptions import title_in_sentence
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.sweep_store import find_sweep, recent_sweeps
from parts.settings_form.state import fill_form, keep_form
from parts.shared.choices import choose_one
from parts.shared.page_visits import just_entered
from parts.shared.texts import as_markdown
from parts.sweep.search_options import fill_search_options
from parts.sweep.varied_rows import fill_rows

NEW = "new"


def chosen_sweep(store: RunStore) -> Sweep | None:
    """Give the sweep in the URL, else the one chosen last in this tab, else the newest.

    None where a new one is to be set up, or there is none yet.
    """
    wanted = st.query_params.get("sweep") or st.session_state.get("sweep_id")
    if wanted == NEW:
        return None
    sweep = _known(store, wanted) if wanted else None
    if sweep is not None:
        st.session_state["sweep_id"] = sweep.id  # also where a link has named it
    return sweep or next(iter(recent_sweeps(store, 1)), None)


def choose_sweep(sweep_id: str) -> None:
    """Make a sweep, or ``NEW``, the chosen one, in this tab and in its URL."""
    st.session_state["sweep_id"] = st.query_params["sweep"] = sweep_id


def forget_sweep() -> None:
    """Forget the chosen sweep; the newest is shown next."""
    st.session_state.pop("sweep_id", None)
    st.query_params.pop("sweep", None)


def choose_in_sidebar(store: RunStore, sweep: Sweep | None) -> None:
    """Draw the choice among the newest sweeps, and a new one."""
    sweeps = {each.id: each for each in recent_sweeps(store)}
    if not sweeps:
        return
    if sweep is not None:
        sweeps[sweep.id] = sweep
    chosen = NEW if sweep is None else sweep.id
    with st.sidebar:
        choose_one(
            "Sweep",
            {NEW: "New sweep"} | {each.id: _title(each) for each in sweeps.values()},
            chosen,
            key=f"choose_sweep_{chosen}",
            on_choose=choose_sweep,
            help="The newest 50 sweeps.",
        )


def begin_new(plan: SweepPlan | None = None) -> None:
    """Set a new sweep up next, as in ``plan`` or as it was left."""
    if plan is not None:
        st.session_state["sweep_draft"] = plan
    choose_sweep(NEW)


def keep_settings() -> None:
    """On the way here, keep what the settings form of another page has."""
    if just_entered("sweep"):
        keep_form()


def apply_draft() -> None:
    """Fill all forms from a plan that was asked for; only before they are drawn."""
    plan = st.session_state.pop("sweep_draft", None)
    if plan is not None:
        fill_form(plan.base)
        fill_rows(plan.dimensions)
        fill_search_options(plan)


def _title(sweep: Sweep) -> str:
    varied = ", ".join(title_in_sentence(each.field) for each in sweep.plan.dimensions)
    return f"{sweep.name} · {varied}"


def _known(store: RunStore, text: str) -> Sweep | None:
    try:
        return find_sweep(store, text)
    except SweepNotFound as error:
        instead = " This is the newest one instead." if recent_sweeps(store, 1) else ""
        st.warning(f"{as_markdown(str(error))}{instead}", icon=":material/search_off:")
        return None
