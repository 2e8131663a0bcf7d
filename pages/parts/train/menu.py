"""The menus of the first line's small buttons: other runs, and the learning rate."""

import streamlit as st

from mnist_core.compare.repeats import REPEATS, repeat_over_seeds
from mnist_core.compare.setting_changes import settings_of
from mnist_core.config import RunConfig
from mnist_core.setting_options import MAX_LEARNING_RATE, MIN_LEARNING_RATE
from mnist_core.store.names import MAX_NAME_LENGTH
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.settings_form.state import fill_form_marked
from parts.shared.actions import act, attempt
from parts.shared.choices import choose_one
from parts.shared.chosen_run import choose_run, show_no_run
from parts.shared.copy_link import copy_link_button
from parts.shared.texts import as_markdown


def run_menu(store: RunStore, run: Run, config: RunConfig) -> None:
    """Offer what is rarely needed: the learning rate, other runs, this one's name and end.

    Args:
        config: what the form has, for "Use its settings" to say what that changes.
    """
    theirs = store.person.may_change(run.owner)
    with st.popover("", icon=":material/more_vert:", help="More: share, rename, close, delete"):
        if theirs and run.state in ("queued", "training", "paused"):
            _learning_rate(store, run)
        _other_runs(store, run)
        st.text_input(
            "Name",
            run.name,
            key=f"name_{run.id}",
            max_chars=MAX_NAME_LENGTH,
            on_change=_rename,
            args=(store, run.id),
            disabled=not theirs,
        )
        with st.container(horizontal=True):
            st.button(
                "Use its settings",
                key="use_settings",
                on_click=fill_form_marked,
                args=(settings_of(run), config, f"Changed to the settings of {run.name}"),
            )
            st.button(
                f"Repeat with {REPEATS} seeds",
                key="repeat",
                on_click=_repeat,
                args=(store, run),
                help="Trains them with more seeds; Compare then shows their mean and spread.",
            )
            if st.button("Close", key="close_run", icon=":material/close:"):
                act(show_no_run)
            st.button(
                "Delete",
                key="delete_run",
                icon=":material/delete:",
                on_click=_ask_to_delete,
                disabled=not theirs,
            )
        copy_link_button("Share this run", {"run": run.id}, key=f"share_{run.id}")
        if st.session_state.get("asked_to_delete"):
            _confirm_delete(store, run)


def _learning_rate(store: RunStore, run: Run) -> None:
    st.number_input(
        "Learning rate from now on",
        MIN_LEARNING_RATE,
        MAX_LEARNING_RATE,
        run.rate_changes[-1].value if run.rate_changes else run.config.initial_learning_rate,
        format="%g",
        key=f"live_rate_{run.id}",
        on_change=_set_rate,
        args=(store, run.id),
        help="Takes effect at the next step, also inside an epoch.",
    )


def _other_runs(store: RunStore, run: Run) -> None:
    runs = [run, *store.recent(50)]
    texts = {other.id: f"{other.name} · {other.config.summary}" for other in runs}
    choose_one("Open run", texts, run.id, key=f"open_{run.id}", on_choose=choose_run)


def _set_rate(store: RunStore, run_id: str) -> None:
    rate = st.session_state[f"live_rate_{run_id}"]
    if attempt(lambda: store.set_learning_rate(run_id, rate)):
        st.toast("The new learning rate holds from the next step on.", icon=":material/check:")


def _repeat(store: RunStore, run: Run) -> None:
    if attempt(lambda: repeat_over_seeds(store, run)):
        st.toast(f"{REPEATS} repeats wait for a training process; Compare shows their mean.")


def _rename(store: RunStore, run_id: str) -> None:
    attempt(lambda: store.rename(run_id, st.session_state[f"name_{run_id}"]))


def _ask_to_delete() -> None:
    st.session_state["asked_to_delete"] = True


def _confirm_delete(store: RunStore, run: Run) -> None:
    name = as_markdown(run.name)
    st.warning(f"{name} and its history, network and measurements are deleted permanently.")
    with st.container(horizontal=True):
        if st.button("Yes, delete it", key="delete_yes"):
            act(lambda: _delete(store, run.id))
        st.button("Keep it", key="delete_no", on_click=_forget_question)


def _forget_question() -> None:
    st.session_state.pop("asked_to_delete", None)


def _delete(store: RunStore, run_id: str) -> None:
    _forget_question()
    store.delete(run_id)
    show_no_run()
