"""Where runs, board, projector and measurements stand, for pages drawn again when that changes."""

from collections.abc import Iterable, Sequence

from mnist_core.store.board_queries import board_mark
from mnist_core.store.jobs import Job, Kind, find, is_current
from mnist_core.store.records import Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.sent_drawings import sent_drawings
from mnist_core.web.messages import Mark

UNDER_WAY = "under way"
OUTDATED = "outdated"  # made of weights that the run no longer has
WAITING = "Measured next; the result appears here by itself"


def runs_mark(runs: Iterable[Run], *, epochs: bool = True) -> str:
    """Give what changes with another state of one of the runs, or its end.

    Args:
        epochs: whether it changes with another epoch as well.
    """
    return " ".join(
        f"{run.id}:{run.state}:{run.epochs_done}" if epochs else f"{run.id}:{run.state}"
        for run in runs
    )


class RunsFeed:
    """The states of some runs, and their epochs where those are asked for."""

    def __init__(self, run_ids: Sequence[str], *, epochs: bool) -> None:
        self._run_ids, self._epochs = run_ids, epochs
        self._state = Mark(page="")

    def state(self, store: RunStore) -> Mark:
        """Give the mark of those that are still there."""
        groups = seed_groups(store, self._run_ids, together=False)
        state = Mark(page=runs_mark((run for (run,) in groups), epochs=self._epochs))
        if state != self._state:
            self._state = state
        return self._state


class BoardFeed:
    """Which runs of the whole room have ended."""

    def __init__(self) -> None:
        self._state = Mark(page="")

    def state(self, store: RunStore) -> Mark:
        """Give the mark of those that have."""
        state = Mark(page=board_mark(store))
        if state != self._state:
            self._state = state
        return self._state


class SentFeed:
    """Which drawing was sent to the projector last."""

    def __init__(self) -> None:
        self._state = Mark(page="")

    def state(self, store: RunStore) -> Mark:
        """Give the mark of it, and of how many are behind it."""
        sent = sent_drawings(store)
        state = Mark(page=f"{sent[0].id} of {len(sent)}" if sent else "")
        if state != self._state:
            self._state = state
        return self._state


def job_mark(store: RunStore, job: Job | None) -> Mark:
    """Give the state of a measurement or a file that a worker makes, and a line about it."""
    if job is None:
        return Mark(page="none")
    if job.state == "done" and not is_current(store, job):
        return Mark(page=OUTDATED)
    if job.state not in ("queued", "working"):
        return Mark(page=job.state)
    working = job.state == "working"
    return Mark(page=UNDER_WAY, text=f"Measuring · {job.share:.0%}" if working else WAITING)


class JobFeed:
    """How a measurement of a run stands."""

    def __init__(self, run_id: str, kind: Kind, subject: str) -> None:
        self._job: tuple[str, Kind, str] = run_id, kind, subject
        self._state = Mark(page="none")

    def state(self, store: RunStore) -> Mark:
        """Give where it stands now."""
        state = job_mark(store, find(store, *self._job))
        if state != self._state:
            self._state = state
        return self._state


def weights_mark(store: RunStore, run: Run) -> Mark:
    """Give whether a run has weights to read with, and whether it may still get some."""
    there = store.artifacts.version(run.id, LAST) != ""
    return Mark(page="there" if there else "active" if run.active else "none")
