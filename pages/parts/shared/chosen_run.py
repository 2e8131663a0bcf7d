"""Which run a page shows: chosen by the link or in this tab, or else opened by the page itself."""

from collections.abc import Callable
from contextlib import suppress

import streamlit as st

from mnist_core.errors import RunNotFound
from mnist_core.store.names import STARTER
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.starter import starter
from parts.shared.page_visits import just_entered, shown_page
from parts.shared.texts import as_markdown

RUN_ID, OPENED, UNKNOWN = "run_id", "opened_run_id", "unknown_run"
Opens = Callable[[RunStore], Run | None]
Finds = Callable[[str], Run]


def run_of_page(
    store: RunStore, *, otherwise: Opens, ask_once: bool = False, takes_starter: bool = False
) -> Run | None:
    """Give the run that a page shows, and put it into the URL, so that a link opens the same one.

    That is the run in the link, else the one chosen last in this tab, else what the page opens by
    itself; the latter stays for the visit and is no choice, so that other pages do not follow it.

    Args:
        otherwise: what it opens by itself; asked when the page is entered, and while it is none.
        ask_once: whether none is an answer, too, which stays for the visit.
        takes_starter: whether the starter, too, can be chosen for it.
    """
    find = store.find_network if takes_starter else store.find
    _follow_link(find)
    chosen = run_of_this_tab()
    if chosen == STARTER and not takes_starter:
        chosen = None  # it stays chosen for the pages that take it
    run = _known(find, chosen) or _opened(store, find, otherwise, ask_once=ask_once)
    if run is None:
        st.query_params.pop("run", None)
    elif st.query_params.get("run") != run.id:
        st.query_params["run"] = run.id
    return run


def best_or_starter(store: RunStore) -> Run:
    """Give the finished run of lowest test error, or the starter before there is one."""
    return store.best() or starter()


def best_or_readable(store: RunStore) -> Run | None:
    """Give the finished run of lowest test error, or the newest that reads before there is one."""
    return store.best() or next(iter(store.readable(1)), None)


def choose_run(run_id: str) -> None:
    """Make a run the chosen one, in this tab and in its URL."""
    st.query_params["run"] = run_id
    choose_in_tab(run_id)


def choose_in_tab(run_id: str) -> None:
    """Make a run the chosen one in this tab; a page that shows one has it in its URL then."""
    st.session_state[RUN_ID] = run_id
    for key in (OPENED, UNKNOWN):  # a link back to what the page had opened by itself is a choice
        st.session_state.pop(key, None)


def run_of_this_tab() -> str | None:
    """Give the id of the run chosen last in this tab, which may be gone."""
    run_id: str | None = st.session_state.get(RUN_ID)
    return run_id


def forget_run() -> None:
    """Let no run be chosen; each page then opens what it opens by itself."""
    for key in (RUN_ID, OPENED, UNKNOWN):
        st.session_state.pop(key, None)
    st.query_params.pop("run", None)


def show_no_run() -> None:
    """Let the page show no run for the rest of this visit."""
    forget_run()
    st.session_state[OPENED] = shown_page(), None


def warn_of_unknown_run(instead: str) -> None:
    """Show that the link's run is not known here, until another one is chosen.

    Args:
        instead: what the page shows in its place, as a sentence.
    """
    if problem := st.session_state.get(UNKNOWN):
        st.warning(f"{as_markdown(problem)} {instead}", icon=":material/search_off:")


def _follow_link(find: Finds) -> None:
    linked = st.query_params.get("run")
    if not linked or linked in (run_of_this_tab(), _opened_id()):
        return
    try:
        choose_run(find(linked).id)
    except RunNotFound as error:
        st.session_state.pop(RUN_ID, None)
        st.session_state[UNKNOWN] = str(error)


def _known(find: Finds, run_id: str | None) -> Run | None:
    """Read the run that was chosen in this tab; one that is gone is not chosen any longer."""
    if run_id is None:
        return None
    try:
        return find(run_id)
    except RunNotFound as error:
        st.session_state.pop(RUN_ID, None)
        st.session_state[UNKNOWN] = str(error)
        return None


def _opened(store: RunStore, find: Finds, otherwise: Opens, *, ask_once: bool) -> Run | None:
    page, run_id = st.session_state.get(OPENED, ("", None))
    same_visit = page == shown_page() and not just_entered(page)
    if same_visit and run_id is not None:
        with suppress(RunNotFound):
            return find(run_id)
    if same_visit and run_id is None and ask_once:
        return None
    run = otherwise(store)
    st.session_state[OPENED] = shown_page(), None if run is None else run.id
    return run


def _opened_id() -> str | None:
    run_id: str | None = st.session_state.get(OPENED, ("", None))[1]
    return run_id
