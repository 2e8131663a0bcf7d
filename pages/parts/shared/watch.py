"""Drawing a page again when one of its runs has changed in the store, and only then."""

from collections.abc import Sequence

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups


def watch_runs(store: RunStore, drawn: Sequence[Run], *, every_s: float | None) -> None:
    """Draw the page again once one of its runs has another epoch, another state, or is gone.

    What ticks draws nothing itself, so that no canvas and no open dialog is disturbed.

    Args:
        drawn: the runs as the page shows them; they are not read anew, since the store may have
            gone on while the page was drawn.
        every_s: seconds between two looks; none for a page on which nothing goes on.
    """
    ids, marks = [run.id for run in drawn], [_mark(run) for run in drawn]

    @st.fragment(run_every=every_s)
    def watch() -> None:
        if every_s is None:
            return
        if [_mark(run) for (run,) in seed_groups(store, ids, together=False)] != marks:
            st.rerun()

    watch()


def _mark(run: Run) -> tuple[str, str, int]:
    return run.id, run.state, run.epochs_done
