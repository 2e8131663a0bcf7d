"""Where a run stands, in one line: what it waits for, how far it is, or how it ended."""

from typing import NamedTuple

from mnist_core.errors import RunNotFound
from mnist_core.network.training_path import TrainingPath
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import ServiceReport, read_service
from mnist_core.web.run_texts import count_text, duration, end_text
from mnist_core.web.time_left import places_in_queue, seconds_left

SILENT_S = 15.0  # one that serves reports every 2 seconds
SLOW_START_S = 120.0
RESTART = "if this does not change, restart the lab"
CHECKING = "now testing copies on drawings that they were not trained on"


PREPARING = "The network is being prepared"


class RunProgress(NamedTuple):
    """Where a run stands.

    Attributes:
        text: a sentence or a part of one, in plain text.
        share: how much is done, in [0, 1].
        failed: whether the text says why the run failed, so that no share has a meaning.
        note: what else is to be said, in plain text, or "".
    """

    text: str
    share: float
    failed: bool = False
    note: str = ""


def run_progress(store: RunStore, run: Run) -> RunProgress:
    """Say where the run stands."""
    if run.state == "failed":
        return RunProgress(run.message, 0.0, failed=True)
    if run.state in ("finished", "stopped"):
        ended = end_text(run, () if run.message else store.history(run.id))
        share = 1.0 if run.state == "finished" else _share_done(run)
        text, note = (run.message, ended) if run.message else (ended, "")
        return RunProgress(text, share, note=note)
    if run.state == "training" and run.progress is None:
        return RunProgress(_preparing(run.training_path), 0.0)
    if run.state == "paused" and run.progress is None:
        return RunProgress("Paused before its first batch", 0.0)
    if run.progress is None or run.state == "queued":
        return RunProgress(" · ".join([why_it_waits(store), *_place(store, run)]), 0.0)
    return RunProgress(_training_text(run), _share_done(run))


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


def _place(store: RunStore, run: Run) -> list[str]:
    """Say how many runs begin before one that waits, and in about what time it does."""
    try:
        place = places_in_queue(store).get(run.id)
    except RunNotFound:  # one was deleted meanwhile
        return []
    if place is None or place.before == 0:
        return []
    before = f"{count_text(place.before, 'run')} before this one"
    return [before if not place.seconds else f"{before}, begins in about {duration(place.seconds)}"]


def _share_done(run: Run) -> float:
    done = run.epochs_done * 1.0
    if run.progress is not None and run.progress.epoch == run.epochs_done + 1:
        done += run.progress.step / run.progress.steps
    return min(1.0, done / run.target_epochs)


def _preparing(path: TrainingPath) -> str:
    return PREPARING if path == "plain" else f"{PREPARING} and compiled"


def _training_text(run: Run) -> str:
    assert run.progress is not None
    epoch = min(run.epochs_done + 1, run.target_epochs)
    text = f"Epoch {epoch} of {run.target_epochs} · {_share_done(run):.0%}"
    if run.state == "paused":
        return f"{text} · paused"
    if run.taught is not None and run.epochs_done == run.target_epochs:
        return f"Learned · {CHECKING}"
    left = seconds_left(run)
    return text if left is None else f"{text} · {duration(left)} left"
