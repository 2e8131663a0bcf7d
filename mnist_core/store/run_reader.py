"""What the record of runs says: one of them, those that a page or a worker wants, their number."""

from collections import Counter

from sqlalchemy import Select, func, select

from mnist_core.access.person import OWNER
from mnist_core.config import RunConfig
from mnist_core.environment import Settings
from mnist_core.errors import RunNotFound
from mnist_core.quoting import quoted
from mnist_core.store import run_queries
from mnist_core.store.artifacts import Artifacts
from mnist_core.store.damaged_rows import sound_runs
from mnist_core.store.database import open_database, transaction
from mnist_core.store.names import STARTER
from mnist_core.store.records import Epoch, Run, WaitingRun
from mnist_core.store.row_mapping import epoch_of, run_of
from mnist_core.store.starter import FOLDER, starter, starter_history
from mnist_core.store.tables import EpochRow, RunRow
from mnist_core.store.turns import by_turns

SOME = 5  # where one is wanted: the first of them may be damaged


class RunReader:
    """The reading half of ``RunStore``, which alone is made.

    Attributes:
        person: who asks.
        database, artifacts: where rows and files are.
    """

    def __init__(self, settings: Settings) -> None:
        self.person = OWNER
        self.database = open_database(settings.database)
        self.artifacts = Artifacts(settings.artifacts, shipped={STARTER: FOLDER})

    def read(self, run_id: str) -> Run:
        """Read a run by its id."""
        with transaction(self.database, reads_only=True) as session:
            return run_of(required_row(session.get(RunRow, run_id), run_id))

    def exists(self, run_id: str) -> bool:
        """Return whether the run is still there."""
        with transaction(self.database, reads_only=True) as session:
            return session.get(RunRow, run_id) is not None

    def find(self, text: str) -> Run:
        """Find a run by id, or by name: the newest of that name."""
        wanted = run_queries.called(text)
        with transaction(self.database, reads_only=True) as session:
            return run_of(required_row(session.scalars(wanted).first(), text))

    def called(self, name: str) -> list[Run]:
        """List all runs of a name, newest first."""
        return self._list(run_queries.named(name))

    def find_network(self, text: str) -> Run:
        """Find a run as ``find`` does, or the starter, which is no run but reads as one."""
        return starter() if text == STARTER else self.find(text)

    def recent(self, limit: int = 50, *, trials: bool = False) -> list[Run]:
        """List the newest runs, newest first; those of sweeps only with ``trials``."""
        return self._list(run_queries.newest_runs(limit, trials=trials))

    def newest(self) -> Run | None:
        """Give the run that was created last, sweeps' apart, or None if there is none."""
        return next(iter(self.recent(SOME)), None)

    def best(self) -> Run | None:
        """Give the finished run of lowest test error among ``OWN_ORIGINS``, or None."""
        return next(iter(self._list(run_queries.best_runs(SOME))), None)

    def begun_by_hand(self) -> Run | None:
        """Give the person's newest run that was begun by hand and trains or waits, or None."""
        return next(iter(self._list(run_queries.active_by_hand(self.person.id))), None)

    def training_runs(self, limit: int = 50) -> list[Run]:
        """List the runs that train now, sweeps' among them, newest first."""
        return self._list(run_queries.training_runs(limit))

    def readable(self, limit: int = 50) -> list[Run]:
        """List the runs that have learned to read digits, sweeps' apart, newest first."""
        return self._list(run_queries.readable_runs(limit))

    def taught(self, limit: int = 10) -> list[Run]:
        """List the person's runs that are, or will be, fine-tuned on a hand, newest first."""
        return self._list(run_queries.taught_runs(limit, self.person.id))

    def trained_with(self, config: RunConfig) -> Run | None:
        """Give the newest run of exactly these settings that has not failed, or None.

        A fine-tuned run began with other weights, and does not count.
        """
        return next(iter(self._list(run_queries.trained_with(config))), None)

    def history(self, run_id: str) -> list[Epoch]:
        """List the whole epochs of a run or the starter, first to last; others have none."""
        if run_id == STARTER:
            return list(starter_history())
        of_run = select(EpochRow).where(EpochRow.run_id == run_id).order_by(EpochRow.number)
        with transaction(self.database, reads_only=True) as session:
            return [epoch_of(row) for row in session.scalars(of_run)]

    def waiting(self) -> list[WaitingRun]:
        """List the runs to take up: left in training by a dead worker, or queued, by turns.

        Trials of sweeps are not among them; the sweep takes up its own.
        """
        with transaction(self.database, reads_only=True) as session:
            waiting = session.execute(run_queries.waiting_runs())
            runs = [WaitingRun(*each) for each in waiting]  # type: ignore[arg-type]  # known paths
            served = Counter(session.scalars(run_queries.owners_of_training()))
        begun = [run for run in runs if run.state == "training"]
        queued = [run for run in runs if run.state != "training"]
        served.update(run.owner for run in begun)
        return begun + by_turns(queued, lambda run: run.owner, served)

    def training(self) -> bool:
        """Return whether a run trains or waits that is no trial of a sweep."""
        with transaction(self.database, reads_only=True) as session:
            return session.scalar(run_queries.active_runs().limit(1)) is not None

    def count(self) -> int:
        """Count all runs."""
        with transaction(self.database, reads_only=True) as session:
            return session.scalar(select(func.count()).select_from(RunRow)) or 0

    def _list(self, wanted: Select[RunRow]) -> list[Run]:
        with transaction(self.database, reads_only=True) as session:
            return list(sound_runs(session, session.scalars(wanted)))


def required_row(row: RunRow | None, wanted: str) -> RunRow:
    """Give the row that was looked for.

    Raises:
        RunNotFound: there is none.
    """
    if row is None and wanted == STARTER:
        raise RunNotFound(f"{STARTER} is no run, but the network that comes with the lab.")
    if row is None:
        raise RunNotFound(f"No run is called {quoted(wanted)} here; it may have been deleted.")
    return row
