"""Where a run stands, in one line: what it waits for, how far it is, or how it ended."""

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from parts.shared.texts import duration, end_text

SILENT_S = 15.0
CHECKING = "now copies that were not taught some of the drawings read those"


def progress_line(store: RunStore, run: Run) -> None:
    """Show in one line, of one height, where the run stands."""
    if run.state == "failed":
        st.error(run.message, icon=":material/error:")
    elif run.state in ("finished", "stopped"):
        end = end_text(run, store.history(run.id))
        st.progress(1.0, text=run.message or end)
        if run.message:
            st.caption(end)
    elif run.progress is None or run.state == "queued":
        st.progress(0.0, text=why_it_waits(store))
    else:
        st.progress(_share_done(run), text=_progress_text(run))


def why_it_waits(store: RunStore) -> str:
    """Give what a queued run waits for."""
    report = read_service(store.database)
    if report.state == "failed":
        return report.message
    if report.state == "ready" and report.age_s < SILENT_S:
        return "Waiting for a free worker"
    if report.age_s < 2 * SILENT_S or report.state == "unknown":
        return "Waiting for the training process, which is starting"
    return "Waiting: no training process is running; start the lab again"


def _share_done(run: Run) -> float:
    done = run.epochs_done * 1.0
    if run.progress is not None and run.progress.epoch == run.epochs_done + 1:
        done += run.progress.step / run.progress.steps
    return min(1.0, done / run.target_epochs)


def _progress_text(run: Run) -> str:
    assert run.progress is not None
    epoch = min(run.epochs_done + 1, run.target_epochs)
    share = run.progress.step / run.progress.steps if run.progress.epoch == epoch else 0.0
    text = f"Epoch {epoch} of {run.target_epochs} · {share:.0%}"
    if run.state == "paused":
        return f"{text} · paused"
    if run.taught is not None and run.epochs_done == run.target_epochs:
        return f"Learned · {CHECKING}"
    return f"{text} · {duration(run.progress.seconds_left)} left"
