"""Drawing a page again when something has changed in the store, and only then."""

from collections.abc import Callable, Sequence

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups


def rerun_when_changed(
    marks: Callable[[], object], drawn: object, *, every_s: float | None
) -> None:
    """Draw the whole page again once ``marks()`` gives something else than what was drawn.

    What ticks draws nothing itself, so that no canvas and no open dialog is disturbed.

    Args:
        marks: reads what matters from the store, quickly.
        drawn: what it would have given for what the page shows; not read anew, since the store
            may have gone on while the page was drawn.
        every_s: seconds between two looks; none for a page on which nothing goes on.
    """

    @st.fragment(run_every=every_s)
    def watch() -> None:
        if every_s is not None and marks() != drawn:
            st.rerun()

    watch()


def watch_runs(store: RunStore, drawn: Sequence[Run], *, every_s: float | None) -> None:
    """Draw the page again once one of its runs has another epoch, another state, or is gone."""
    ids = [run.id for run in drawn]

    def marks() -> object:
        return [_mark(run) for (run,) in seed_groups(store, ids, together=False)]

    rerun_when_changed(marks, [_mark(run) for run in drawn], every_s=every_s)


def _mark(run: Run) -> object:
    return run.id, run.state, run.epochs_done
