"""Where a run stands, in one line: what it waits for, how far it is, or how it ended."""

import streamlit as st

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import ServiceReport, read_service
from parts.shared.texts import duration, end_text

SILENT_S = 15.0  # one that serves reports every 2 seconds
SLOW_START_S = 120.0
RESTART = "if this does not change, restart the lab"
CHECKING = "now testing copies on drawings that they were not trained on"


def progress_line(store: RunStore, run: Run) -> None:
    """Show in one line, of one height, where the run stands."""
    if run.state == "failed":
        st.error(run.message, icon=":material/error:")
    elif run.state in ("finished", "stopped"):
        st.progress(1.0, text=run.message or end_text(run, store.history(run.id)))
        if run.message:
            st.caption(end_text(run))
    elif run.state == "training" and run.progress is None:
        st.progress(0.0, text="The network is being prepared")
    elif run.progress is None or run.state == "queued":
        st.progress(0.0, text=why_it_waits(store))
    else:
        st.progress(_share_done(run), text=_progress_text(run))


def why_it_waits(store: RunStore) -> str:
    """Give what a queued run waits for."""
    return waiting_text(read_service(store.database))


def waiting_text(report: ServiceReport) -> str:
    """Give what a queued run waits for, by the training process's last report."""
    if report.state == "failed":
        return f"{report.message.rstrip('.')}. It is tried again; {RESTART}."
    if report.state == "ready" and report.age_s < SILENT_S:
        return "Waiting for a free training process"
    if report.state == "starting" and report.age_s < SLOW_START_S:
        return f"The training process is starting (for {duration(report.age_s)})"
    if report.state == "starting":
        so_far = f"has been starting for {duration(report.age_s)}"
        return f"The training process {so_far}; {RESTART}"
    if report.age_s < SILENT_S:
        return "Waiting for the training process to start again"
    if report.state == "unknown":
        return f"No training process has started yet; {RESTART}"
    return f"No training process has answered for {duration(report.age_s)}; {RESTART}"


def seconds_left(run: Run) -> float | None:
    """Estimate how long a run that trains will still take, or None where nothing tells it yet.

    The last report is about the present epoch or not at all: of a run that was extended it is from
    before, until the next epoch has begun.
    """
    if run.progress is not None and run.progress.epoch == run.epochs_done + 1:
        return run.progress.seconds_left
    if run.seconds_per_epoch is None:
        return None
    return run.seconds_per_epoch * (run.target_epochs - run.epochs_done)


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
    left = seconds_left(run)
    return text if left is None else f"{text} · {duration(left)} left"
