"""Where runs, board, projector and measurements stand, for pages drawn again when that changes."""

from collections.abc import Callable, Iterable, Sequence

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


class MarkFeed:
    """Something of the whole lab whose change draws a page again.

    Args:
        mark: gives what is another once it has changed.
    """

    def __init__(self, mark: Callable[[RunStore], str]) -> None:
        self._mark = mark
        self._state = Mark(page="")

    def state(self, store: RunStore) -> Mark:
        """Give its mark now."""
        state = Mark(page=self._mark(store))
        if state != self._state:
            self._state = state
        return self._state


def runs_feed(run_ids: Sequence[str], *, epochs: bool) -> MarkFeed:
    """Follow the states of some runs, and their epochs where those are asked for."""

    def mark(store: RunStore) -> str:
        groups = seed_groups(store, run_ids, together=False)
        return runs_mark((run for (run,) in groups), epochs=epochs)

    return MarkFeed(mark)


def sent_mark(store: RunStore) -> str:
    """Give what changes with the drawing that was sent last, and with those behind it."""
    sent = sent_drawings(store)
    return f"{sent[0].id} of {len(sent)}" if sent else ""


def job_mark(store: RunStore, job: Job | None) -> Mark:
    """Give the state of a measurement or a file that a worker makes, and a line about it."""
    if job is None:
        return Mark(page="none")
    if job.state == "done" and not is_current(store, job):
        return Mark(page=OUTDATED)
    if not job.under_way:
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
