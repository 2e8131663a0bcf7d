"""Who reads: the runs chosen in the sidebar, with what they have learned by now."""

import streamlit as st

from mnist_core.presets import PRESETS
from mnist_core.store.names import STARTER
from mnist_core.store.records import Run, State
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.starter import starter
from mnist_core.web.run_texts import choice_text
from parts.shared.actions import act
from parts.shared.choices import choose_one, choose_some
from parts.shared.chosen_run import best_or_starter, choose_run, run_of_page, run_of_this_tab
from parts.shared.live import follow_runs
from parts.shared.reader import Reader, reader_of

MAX_COMPARED = 6
Marks = dict[str, tuple[State, bool]]


def choose_readers(store: RunStore) -> list[Reader]:
    """Draw the choice of networks and give them, the main one first; without damaged ones."""
    runs = {run.id: run for run in _candidates(store)}
    texts = {run_id: choice_text(run) for run_id, run in runs.items()}
    first = next(iter(runs))
    main = choose_one(
        "Read by",
        texts,
        first,
        key=f"read_by_{first}",
        on_choose=choose_run,
        help="The run whose network reads what you draw. The starter comes with the lab.",
    )
    others = choose_some(
        "Compare with",
        {run_id: text for run_id, text in texts.items() if run_id != main},
        key="compare_with",
        persist_state="session",
        max_selections=MAX_COMPARED,
        placeholder="Other runs",
        help="More runs that read the same drawing.",
    )
    return [reader for run_id in (main, *others) if (reader := reader_of(store, runs[run_id]))]


def marks_of(store: RunStore, readers: list[Reader], copies: list[Run]) -> Marks:
    """Give the runs that the page is about, by their ids, with what it shows of them.

    Besides the readers these are the watched run of this tab, which may not read yet, and the
    fine-tuned ``copies``, whose progress is on the page.
    """
    marks = {reader.run.id: _mark(store, reader.run) for reader in readers}
    chosen = run_of_this_tab()
    if chosen and chosen not in marks:
        marks |= {run.id: _mark(store, run) for run in networks(store, [chosen])}
    return {run.id: _mark(store, run) for run in copies} | marks


def newest_readers(store: RunStore, readers: list[Reader], marks: Marks) -> list[Reader]:
    """Give the readers with what they have learned by now; in a fragment, which follows them.

    The whole page is drawn again only where a run has begun to read, has ended, or is gone.
    """
    runs = {run.id: run for run in networks(store, list(marks))}
    trained_here = [run for run in runs.values() if run.id != STARTER]
    with st.container():  # there also where none is followed: the canvas keeps its place
        follow_runs(store, trained_here, key="runs_of_the_board")
    if {run.id: _mark(store, run) for run in runs.values()} != marks:
        st.rerun()
    return [new for old in readers if (new := _newest(store, old, runs[old.run.id]))]


def networks(store: RunStore, run_ids: list[str]) -> list[Run]:
    """Give the runs of these ids that are still there, and the starter where it is among them."""
    runs = [run for (run,) in seed_groups(store, run_ids, together=False)]
    return [*runs, starter()] if STARTER in run_ids else runs


def offer_reader(store: RunStore) -> None:
    """Offer to train the network that reads handwriting best, or show how far it is."""
    run = store.trained_with(PRESETS["reader"].config)
    st.fragment(_offer)(store, run is not None and run.active)


def _offer(store: RunStore, active: bool) -> None:
    preset = PRESETS["reader"]
    run = store.trained_with(preset.config)
    if active and not (run is not None and run.active):
        st.rerun()
    if run is None:
        st.caption("A larger network, trained on bent and shifted digits, reads handwriting best.")
        if st.button("Train the reader", key="train_reader", icon=":material/school:"):
            act(lambda: store.create(preset.config, "reader"))
    elif run.active:
        st.caption(f"The reader is training: {run.epochs_done} of {run.target_epochs} epochs.")
        follow_runs(store, [run], key="offered_reader")


def _candidates(store: RunStore) -> list[Run]:
    """List what can read, the chosen one first; the best one until that has begun to read."""
    first = run_of_page(store, otherwise=best_or_starter, takes_starter=True)
    if first is None or not (first.epochs_done or first.stopped_at):
        first = best_or_starter(store)
    others = [*store.readable(), starter()]
    return [first, *(run for run in others if run.id != first.id)]


def _newest(store: RunStore, reader: Reader, run: Run) -> Reader | None:
    known = store.artifacts.version(run.id, LAST) == reader.version
    return reader if known else reader_of(store, run)


def _mark(store: RunStore, run: Run) -> tuple[State, bool]:
    """Give what the page around the drawing shows of a run: its state, and whether it can read."""
    return run.state, store.artifacts.version(run.id, LAST) != ""
