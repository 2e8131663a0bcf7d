"""What those who read have learned by now, while some of them still train."""

import streamlit as st

from mnist_core.store.records import ACTIVE_STATES, Run, State
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.snapshots import LAST
from parts.draw.readers import Reader, reader_of
from parts.shared.store import run_of_this_tab

WATCH_S = 0.5
Marks = dict[str, tuple[State, bool]]


def marks_of(store: RunStore, readers: list[Reader], pupils: list[Run]) -> Marks:
    """Give the runs that the page is about, by their ids, with what it shows of them.

    Besides the readers these are the watched run of this tab, which may not read yet, and
    ``pupils``, whose progress is on the page.
    """
    marks = {reader.run.id: _mark(store, reader.run) for reader in readers}
    chosen = run_of_this_tab()
    if chosen and chosen not in marks:
        marks |= {run.id: _mark(store, run) for run in _runs(store, [chosen])}
    return {run.id: _mark(store, run) for run in pupils} | marks


def watch_every(marks: Marks) -> float | None:
    """Give the seconds between two looks at these runs; none where nothing goes on."""
    return WATCH_S if any(state in ACTIVE_STATES for state, _ in marks.values()) else None


def newest_readers(store: RunStore, readers: list[Reader], marks: Marks) -> list[Reader]:
    """Give the readers with what they have learned by now; for a fragment that ticks.

    The whole page is drawn again only where a run has begun to read, has ended, or is gone.
    """
    runs = {run.id: run for run in _runs(store, list(marks))}
    if {run.id: _mark(store, run) for run in runs.values()} != marks:
        st.rerun()
    return [new for old in readers if (new := _newest(store, old, runs[old.run.id]))]


def _newest(store: RunStore, reader: Reader, run: Run) -> Reader | None:
    known = store.artifacts.version(run.id, LAST) == reader.version
    return reader if known else reader_of(store, run)


def _mark(store: RunStore, run: Run) -> tuple[State, bool]:
    """Give what the page around the drawing shows of a run: its state, and whether it can read."""
    return run.state, store.artifacts.version(run.id, LAST) != ""


def _runs(store: RunStore, run_ids: list[str]) -> list[Run]:
    return [run for (run,) in seed_groups(store, run_ids, together=False)]
