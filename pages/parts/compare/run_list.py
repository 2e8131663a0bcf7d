"""The list of runs: best first line, table, pages, and the file to take home."""

import time
from contextlib import suppress

import streamlit as st

from mnist_core.compare.contenders import Contender
from mnist_core.compare.run_list import Listing, list_runs, lowest_error
from mnist_core.errors import RunNotFound
from mnist_core.export.csv_tables import runs_csv
from mnist_core.figures.comparison_style import error_text, theme_color
from mnist_core.store.person_names import person_names
from mnist_core.store.run_list_queries import Query, all_matching
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.web.feeds import LISTED
from mnist_core.web.listed_rows import baseline_row, listed_row
from mnist_core.web.messages import Update
from mnist_core.web.run_texts import count_text
from parts.compare.sentences import count_sentence, deleted_sentence
from parts.compare.state import PAGE, TABLE, clicks_in_table, untick_all
from parts.shared.actions import close_menu, menu_key
from parts.shared.live import follow_runs, read_feed
from parts.shared.open_run import open_run
from parts.shared.page_numbers import choose_page
from parts.shared.run_table import Column, Sort, Ticks, run_table
from parts.shared.texts import as_markdown
from parts.shared.ticked_runs import baseline, tick, ticked

PAUSE_S = 1.5
COLUMNS = (
    Column("name", "Run", help="Name and settings; sorts by name"),
    Column(
        "test",
        "Test error",
        number=True,
        help="On the 10,000 test digits, at the end",
        with_state=True,
    ),
    Column(
        "val",
        "Val. error",
        number=True,
        help="On the validation digits, of the weights that are kept",
    ),
    Column(
        "epochs",
        "Epochs",
        number=True,
        help="Epochs done; of several seeds, by the one that has most",
        largest_first=True,
    ),
    Column(
        "parameters",
        "Parameters",
        number=True,
        help="Trainable parameters: weights and biases",
        largest_first=True,
    ),
    Column(
        "seconds",
        "Epoch time",
        number=True,
        help="Seconds for an epoch of training and validation",
        largest_first=True,
    ),
    Column("state", "State", help="Where the run is: queued, training, finished …"),
    Column("created", "Age", help="Sorts by when it was started", largest_first=True),
)


def best_line(store: RunStore, query: Query) -> None:
    """Show which run is best so far of those that are listed, whatever is searched for."""
    best = next(iter(lowest_error(store, query=query)), None)
    if best is None or best.test_error is None:
        st.caption("The best run is shown here once one has finished.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"Lowest test error of the finished runs: **{error_text(best.test_error)}**, "
            f"{as_markdown(best.run.name)} · {best.run.config.summary}",
            width="content",
        )
        if st.button("Diagnose it", key="diagnose_best", icon=":material/biotech:"):
            open_run(best.best.id, "diagnose.py")


def run_list(store: RunStore, query: Query, contenders: list[Contender]) -> Listing:
    """Draw one page of the list and return it, so that its runs can be watched."""
    listing = list_runs(store, query)
    now, pinned = time.time(), baseline_row(store, baseline(), together=query.together)
    names = person_names(store, [row.run.owner for row in listing.rows])
    run_table(
        [listed_row(row, pinned, now, names) for row in listing.rows],
        COLUMNS,
        Sort(query.sort, query.descending),
        Ticks(ticked(), clicks_in_table()),
        key=TABLE,
        colors={each.key: theme_color(each.place) for each in contenders},
        menu=True,
        update=_rows(store, query, listing) if any(row.active for row in listing.rows) else None,
    )
    _below(store, query, listing)
    return listing


def _rows(store: RunStore, query: Query, listing: Listing) -> Update:
    ids = ",".join(row.run.id for row in listing.rows)
    together = "yes" if query.together else "no"
    return read_feed(store, LISTED, ids=ids, together=together, baseline=baseline() or "")


def watch_list(store: RunStore, listing: Listing, contenders: list[Contender]) -> None:
    """Draw the page again when a run on it changes its state; rows and charts follow epochs."""
    drawn = {run.id: run for row in listing.rows for run in row.runs}
    drawn |= {run.id: run for contender in contenders for run in contender.runs}
    active = [run for run in drawn.values() if run.active]
    follow_runs(store, active, key="listed_runs", epochs=False, pause_s=PAUSE_S)


def _below(store: RunStore, query: Query, listing: Listing) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        choose_page(listing.pages, key=PAGE)
        st.caption(as_markdown(count_sentence(query, listing)), width="content")
        with st.container(horizontal=True, width="content"):
            _delete_ticked(store, query, listing)
            st.button("Untick all", key="untick", disabled=not ticked(), on_click=untick_all)
            st.download_button(
                "Download CSV",
                lambda: runs_csv(all_matching(store, query)),
                "runs.csv",
                "text/csv",
                key="download_csv",
                icon=":material/download:",
                on_click="ignore",
            )


def _delete_ticked(store: RunStore, query: Query, listing: Listing) -> None:
    """Offer to delete all that is ticked, groups with all their seeds, after a question."""
    menu = st.popover(
        "Delete ticked",
        icon=":material/delete:",
        disabled=not ticked(),
        key=menu_key("delete_ticked_menu"),
    )
    with menu:
        groups = seed_groups(store, ticked(), together=query.together)
        runs = [run for group in groups for run in group]
        deleted = [run for run in runs if store.person.may_change(run.owner)]
        if len(deleted) < len(runs):
            kept = len(runs) - len(deleted)
            stay = "stays" if kept == 1 else "stay"
            st.caption(f"{count_text(kept, 'run')} of others {stay}.")
        if not deleted:
            return
        count = count_text(len(deleted), "run")
        st.markdown(f"{count}, with history, network and measurements: delete **permanently**?")
        st.caption(as_markdown(deleted_sentence(deleted, listing)))
        if st.button(f"Yes, delete {count}", key="delete_ticked"):
            for run in deleted:
                with suppress(RunNotFound):  # deleted in another tab meanwhile
                    store.delete(run.id)
            tick([])
            close_menu("delete_ticked_menu")
            st.rerun()
