"""The trials of a sweep as a table, best first, and the pages that show the picked ones in full."""

from collections.abc import Sequence

import streamlit as st

from mnist_core.errors import SweepNotFound
from mnist_core.export.csv_tables import trials_csv
from mnist_core.setting_descriptions import setting_title
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.sweep_store import read_sweep, sweep_trials
from mnist_core.sweeps.variable_settings import NUMBERS
from mnist_core.web.feeds import TRIALS
from mnist_core.web.messages import ListedRows
from mnist_core.web.sweep_texts import trial_name
from mnist_core.web.trial_cache import trial_cache_of
from mnist_core.web.trial_rows import page_count, ranked_trials, rows_mark
from parts.shared.live import read_feed
from parts.shared.open_run import open_run
from parts.shared.page_numbers import choose_page
from parts.shared.run_table import Column, run_table
from parts.shared.ticked_runs import MAX_TICKED, open_compare
from parts.sweep.picked_trials import (
    TABLE,
    order_of,
    page_key,
    picked,
    read_table,
    sort_of,
    ticks,
    turn_to_clicked,
)

PAGES = {
    "Open in Train": ("train", "show_chart"),
    "Open in Diagnose": ("diagnose", "biotech"),
    "Open in Draw": ("draw", "draw"),
}


def trials_table(store: RunStore, drawn: Sweep) -> None:
    """Draw the trials that have begun; meant for a fragment. Their rows follow the sweep."""
    read_table(drawn)
    try:
        sweep = read_sweep(store, drawn.id)
    except SweepNotFound:
        st.rerun()
    cache = trial_cache_of(store, sweep)
    ranked = ranked_trials(sweep, cache, order_of(sweep))
    turn_to_clicked(sweep, ranked)
    chosen = picked(cache.trials)
    place = st.container()
    page = _pages(store, sweep, page_count(ranked))
    with place:
        if ranked:
            _links(chosen)
        else:
            st.caption("Trials are listed here as they begin.")
        _rows(store, sweep, chosen, rows_mark(ranked), page)


def _rows(store: RunStore, sweep: Sweep, chosen: list[Trial], mark: str, page: int) -> None:
    sort = sort_of(sweep)
    update = read_feed(
        store,
        TRIALS,
        sweep=sweep.id,
        by=sort.by,
        descending="yes" if sort.descending else "no",
        page=str(page),
    )
    if not isinstance(update.state, ListedRows):
        st.rerun()  # the sweep was deleted meanwhile
    run_table(
        update.state.rows,
        _columns(sweep),
        sort,
        ticks(chosen),
        key=TABLE,
        update=update,
        page=mark,
    )


def _columns(sweep: Sweep) -> list[Column]:
    varied = [dimension.field for dimension in sweep.plan.dimensions]
    return [
        Column("trial", "Trial", help="In the order in which they began"),
        Column("error", "Validation error", number=True, with_state=True),
        *(Column(field, setting_title(field), number=field in NUMBERS) for field in varied),
        Column("epochs", "Epochs", number=True, largest_first=True),
        Column("seconds", "Training time", number=True, largest_first=True),
        Column("parameters", "Parameters", number=True, largest_first=True),
        Column("state", "State"),
    ]


def _pages(store: RunStore, sweep: Sweep, pages: int) -> int:
    """Draw the choice of a page, where there are several, and the file to take home; give it."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        page = choose_page(pages, key=page_key(sweep))
        st.download_button(
            "Download CSV",
            lambda: trials_csv(sweep, sweep_trials(store, sweep.id)),
            "trials.csv",
            "text/csv",
            key="trials_csv",
            icon=":material/download:",
            help="All trials with their settings",
            on_click="ignore",
        )
    return page


def _links(chosen: Sequence[Trial]) -> None:
    """Offer the pages that show the picked trials: one of them in full, or several compared."""
    with st.container(horizontal=True, vertical_alignment="center"):
        for title, (page, icon) in PAGES.items():
            _open_button(title, page, icon, chosen)
        _compare_button(chosen)
        st.markdown(_picked_text(chosen), width="content")


def _picked_text(chosen: Sequence[Trial]) -> str:
    if not chosen:
        return "Select some to open or compare them"
    return f"{trial_name(chosen[0])} selected" if len(chosen) == 1 else f"{len(chosen)} selected"


def _open_button(title: str, page: str, icon: str, chosen: Sequence[Trial]) -> None:
    single = chosen[0].run_id if len(chosen) == 1 else None
    if st.button(
        title,
        key=f"trial_{page}",
        icon=f":material/{icon}:",
        disabled=single is None,
        help=f"Shows the selected trial on {page.capitalize()}",
    ):
        assert single is not None
        open_run(single, f"{page}.py")


def _compare_button(chosen: Sequence[Trial]) -> None:
    if st.button(
        "Compare these",
        key="compare_trials",
        icon=":material/stacked_line_chart:",
        disabled=len(chosen) < 2,
        help=f"The selected trials, up to {MAX_TICKED}",
    ):
        open_compare([trial.run_id for trial in chosen if trial.run_id])
