"""The menus of a sweep's buttons: more trials or time, its name, and its end."""

import streamlit as st

from mnist_core.store.names import MAX_NAME_LENGTH
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import MAX_MINUTES, MAX_TRIALS
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.sweep_requests import extend_sweep
from mnist_core.sweeps.sweep_store import delete_sweep, rename_sweep
from parts.shared.actions import act, attempt, menu_key
from parts.shared.texts import as_markdown
from parts.sweep.state import forget_sweep

MORE_TRIALS, MORE_MINUTES = 12, 5.0
ASKED = "asked_to_delete_sweep"


def extend_menu(store: RunStore, sweep: Sweep) -> None:
    """Offer more trials and more minutes; a sweep that has ended goes on with them."""
    with st.popover("Extend", icon=":material/add_circle:", key=menu_key("extend_menu")):
        trials = st.number_input(
            "More trials",
            0,
            MAX_TRIALS,
            0 if sweep.trials is None else MORE_TRIALS,
            key=f"more_trials_{sweep.id}",
        )
        minutes = 0.0
        if sweep.seconds_allowed is not None:
            minutes = st.number_input(
                "More minutes",
                0.0,
                MAX_MINUTES,
                MORE_MINUTES,
                1.0,
                format="%g",
                key=f"more_minutes_{sweep.id}",
            )
        if st.button(
            "Extend the sweep", key="extend_sweep", type="primary", disabled=not (trials or minutes)
        ):
            act(
                lambda: extend_sweep(store, sweep.id, trials=trials, minutes=minutes),
                menu="extend_menu",
            )


def more_menu(store: RunStore, sweep: Sweep) -> None:
    """Offer another name for the sweep, and its end, with its runs or without."""
    if st.session_state.pop("sweep_renamed", False):
        st.rerun()  # the list of sweeps stands outside of this part of the page
    key = f"more_menu_{sweep.id}"  # another sweep's is another one, and closed
    with st.popover("", icon=":material/more_vert:", help="Rename, delete", key=key):
        st.text_input(
            "Name",
            sweep.name,
            key=f"sweep_name_{sweep.id}",
            max_chars=MAX_NAME_LENGTH,
            on_change=_rename,
            args=(store, sweep.id),
        )
        with_runs = st.toggle(
            "Delete its runs too",
            key=f"delete_runs_{sweep.id}",
            help="Otherwise they stay on Compare, as ordinary runs.",
        )
        if st.button("Delete", key="delete_sweep", icon=":material/delete:"):
            st.session_state[ASKED] = sweep.id
        if st.session_state.get(ASKED) == sweep.id:
            _confirm_delete(store, sweep, with_runs=with_runs)


def _rename(store: RunStore, sweep_id: str) -> None:
    name = st.session_state[f"sweep_name_{sweep_id}"]
    if attempt(lambda: rename_sweep(store, sweep_id, name)):
        st.session_state["sweep_renamed"] = True


def _confirm_delete(store: RunStore, sweep: Sweep, *, with_runs: bool) -> None:
    name = f"the sweep {as_markdown(sweep.name)}"
    if with_runs:
        st.warning(f"Delete {name} and all of its runs permanently?")
    else:
        st.warning(f"Delete {name} permanently? Its runs stay.")
    with st.container(horizontal=True):
        if st.button("Yes, delete it", key="delete_sweep_yes"):
            act(lambda: _delete(store, sweep, with_runs=with_runs))
        if st.button("Keep it", key="delete_sweep_no"):
            act(lambda: st.session_state.pop(ASKED))


def _delete(store: RunStore, sweep: Sweep, *, with_runs: bool) -> None:
    delete_sweep(store, sweep.id, with_runs=with_runs)
    st.session_state.pop(ASKED, None)
    forget_sweep()
