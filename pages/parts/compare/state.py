"""What the Compare page remembers in this tab: which runs are ticked, how the list is sorted."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mnist_core.compare.contenders import Contender
from mnist_core.compare.read_contenders import keep_places
from mnist_core.compare.run_list import lowest_error
from mnist_core.store.records import OWN_ORIGINS, Origin
from mnist_core.store.run_list_queries import SORT_KEYS, Query
from mnist_core.store.run_store import RunStore
from parts.shared.page_visits import just_entered
from parts.shared.run_table import Sort, read_event, read_sort, read_ticks
from parts.shared.ticked_runs import (
    baseline,
    begun_before_ticking,
    choose_baseline,
    chosen_baseline,
    never_ticked,
    tick,
    ticked,
)

FIRST_TICKED = 5  # what is compared for a new reader, before anything is ticked
PAGE_SIZE = 10
NEWEST_FIRST = Sort("created", descending=True)
TABLE = "run_table"
WORDS, TOGETHER, PAGE = "find_runs", "seeds_together", "run_page"  # keys of widgets
ALSO_SHOWN, TAGS = "also_shown", "chosen_tags"
SORT, PUT_TOGETHER, OPENED, TICKS = "run_sort", "put_together", "opened_run", "ticks"
BROUGHT, PLACES, GONE = "brought_runs", "color_places", "gone_runs_of_link"
OTHER_ORIGINS: dict[Origin, str] = {  # of runs that are hidden until one asks for them
    "sweep": "Sweeps",
    "lesson": "Lessons",
    "experiment": "Experiments",
}


@dataclass(frozen=True)
class Gone:
    """The runs of a link that are not there.

    Attributes:
        count: how many there are.
        none_left: whether the link named no other.
    """

    count: int
    none_left: bool


def begin_comparing(store: RunStore) -> None:
    """At the first visit, tick what the link names, or else the runs of lowest error.

    What is ticked as a visit begins is listed until it ends, wherever it is from: unticked, its
    row stays to be ticked again.
    """
    if never_ticked():
        _tick_first(store)
    if just_entered("compare") or BROUGHT not in st.session_state:
        st.session_state[BROUGHT] = ticked()


def _tick_first(store: RunStore) -> None:
    linked = [run_id for run_id in st.query_params.get("ticked", "").split(",") if run_id]
    ids = [run_id for run_id in linked if store.exists(run_id)]
    named = dict.fromkeys([*linked, st.query_params.get("baseline") or ""])
    if gone := sum(bool(run_id) and not store.exists(run_id) for run_id in named):
        st.session_state[GONE] = Gone(gone, none_left=not ids)
    if first := ids or _suggested(store):
        tick(first)
    if "baseline" in st.query_params:
        choose_baseline(st.query_params["baseline"])


def _suggested(store: RunStore) -> list[str]:
    """Give the runs of lowest error, and those that were begun in this tab."""
    best = [row.run.id for row in lowest_error(store, FIRST_TICKED, query())]
    begun = [run_id for run_id in begun_before_ticking() if store.exists(run_id)]
    return list(dict.fromkeys([*best, *begun]))


def gone_runs_of_link() -> Gone | None:
    """Give which runs of the link are not there, until the reader ticks others."""
    gone: Gone | None = st.session_state.get(GONE)
    return gone


def untick_all() -> None:
    """Compare nothing."""
    choose_ticked([])


def choose_ticked(run_ids: list[str]) -> None:
    """Tick what the reader chose; what the link named is no longer of interest."""
    tick(run_ids)
    st.session_state.pop(GONE, None)


def write_compare_link() -> None:
    """Put the comparison into the URL, so that a link opens the same one."""
    link = {"ticked": ",".join(ticked()), "baseline": baseline() or ""}
    wanted = {name: value for name, value in link.items() if value}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def pin(run_id: str | None) -> None:
    """Make a run the baseline, and tick it; None leaves no baseline."""
    choose_baseline(run_id)
    if run_id is not None and run_id not in ticked():
        tick([*ticked(), run_id])


def query() -> Query:
    """Give what the list is to show."""
    state = st.session_state
    sort = state.get(SORT, NEWEST_FIRST)
    return Query(
        words=state.get(WORDS) or "",
        sort=sort.by,
        descending=sort.descending,
        together=state.get(TOGETHER, True),
        page=state.get(PAGE) or 1,
        size=PAGE_SIZE,
        origins=(*OWN_ORIGINS, *also_shown()),
        always=tuple(dict.fromkeys([*ticked(), *state.get(BROUGHT, [])])),
        tags=tuple(state.get(TAGS) or ()),
    )


def also_shown() -> list[Origin]:
    """Give where runs are from that are listed beside one's own."""
    return list(st.session_state.get(ALSO_SHOWN) or [])


def keep_offered(key: str, options: Sequence[str]) -> None:
    """Choose nothing any longer that no run has; before the widget of this key is drawn."""
    chosen = st.session_state.get(key) or []
    if any(option not in options for option in chosen):
        st.session_state[key] = [option for option in chosen if option in options]


def show_first_page() -> None:
    """Begin the list at its first page, after what it lists has changed."""
    st.session_state[PAGE] = 1


def follow_contenders(found: list[Contender]) -> list[Contender]:
    """Make ticks and baseline name what is drawn: together, a seed's tick is that of its group.

    Runs that are gone lose their ticks. Gives the contenders in the colours that they had before.
    """
    contenders = keep_places(found, st.session_state.get(PLACES, {}))
    st.session_state[PLACES] = {each.key: each.place for each in contenders}
    keys = {run.id: each.key for each in contenders for run in each.runs}
    if contenders or not never_ticked():  # where there was nothing to tick, the next visit may
        tick([each.key for each in contenders])
    if (pinned := chosen_baseline()) is not None:
        choose_baseline(keys.get(pinned))
    return contenders


def put_seeds_together() -> None:
    """Show runs that differ in the seed alone as one line, from the next drawing of the page on."""
    st.session_state[PUT_TOGETHER] = True


def apply_put_together() -> None:
    """Do what ``put_seeds_together`` asked for; before the widgets are drawn."""
    if st.session_state.pop(PUT_TOGETHER, False):
        st.session_state[TOGETHER] = True


def opened_run() -> str | None:
    """Give the run whose dialog is open."""
    run_id: str | None = st.session_state.get(OPENED)
    return run_id


def close_run() -> None:
    """Close the dialog."""
    st.session_state[OPENED] = None


def clicks_in_table() -> object:
    """Give the table the mark of the click that the ticks come from."""
    return st.session_state.get(TICKS)


def read_table_event() -> None:
    """Take what the reader did in the table; it comes from a browser and is checked."""
    if (ticks := read_ticks(TABLE)) is not None:
        choose_ticked(list(ticks.runs))
        st.session_state[TICKS] = ticks.click
    if (sort := read_sort(TABLE, tuple(SORT_KEYS))) is not None:
        st.session_state[SORT] = sort
        show_first_page()
    if (event := read_event(TABLE, "opened")) is not None:
        st.session_state[OPENED] = str(event.get("run"))
