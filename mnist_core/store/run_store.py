"""The record of all runs: written by training processes, read by pages and the command line."""

import copy
import functools
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from types import MappingProxyType

from sqlalchemy import Select, func, select
from sqlalchemy.orm import object_session

from mnist_core.access.person import OWNER, Person
from mnist_core.config import RunConfig
from mnist_core.environment import Settings
from mnist_core.errors import ConfigError, RunNotFound
from mnist_core.network.architecture import parameter_count
from mnist_core.network.training_path import training_path
from mnist_core.store import run_queries, run_requests
from mnist_core.store.artifacts import Arrays, Artifacts
from mnist_core.store.database import open_database, transaction
from mnist_core.store.names import STARTER, checked_name, name_or_new, new_run_id
from mnist_core.store.owner_limits import OwnerLimits
from mnist_core.store.records import SIDE_BY_SIDE_ORIGINS, Epoch, Origin, Run, Taught, WaitingRun
from mnist_core.store.row_mapping import epoch_of, run_of
from mnist_core.store.seed_group_key import taught_seed_group_key
from mnist_core.store.starter import FOLDER, starter, starter_history
from mnist_core.store.tables import EpochRow, RunRow
from mnist_core.store.tags import checked_tags
from mnist_core.store.turns import by_turns
from mnist_core.version import VERSION, keras_version

MAX_NOTES_LENGTH = 2_000
NO_FILES: Mapping[str, Arrays] = MappingProxyType({})
RESERVATION_S = 30.0  # for a process that trains its new run itself: time to import Keras


class RunStore:
    """Runs, their histories and what the user wants of them, in a database.

    Safe to share between threads and processes. Every method that takes a run's id raises
    ``RunNotFound`` for an unknown one, and ``StoreError`` if the database cannot be used; one that
    changes it raises ``NotYours`` where it belongs to another person.

    Attributes:
        person: who asks; what is created is theirs.
    """

    def __init__(self, settings: Settings) -> None:
        self.person = OWNER
        self._limits = settings.limits
        self.database = open_database(settings.database)
        self._in_a_cluster = settings.scheduler is not None
        self.artifacts = Artifacts(settings.artifacts, shipped={STARTER: FOLDER})

    def used_by(self, person: Person) -> "RunStore":
        """Give the same store as a person may use it."""
        theirs = copy.copy(self)
        theirs.person = person
        return theirs

    @property
    def allowance(self) -> OwnerLimits:
        """What the person may still begin."""
        return OwnerLimits(self.person, self._limits)

    def create(
        self,
        config: RunConfig,
        name: str = "",
        *,
        holder: str | None = None,
        taught: Taught | None = None,
        files: Mapping[str, Arrays] = NO_FILES,
        run_id: str | None = None,
        sweep_id: str | None = None,
        origin: Origin = "hand",
        owner: str | None = None,
        of_set: bool = False,
    ) -> Run:
        """Write a new run down: queued, or leased to ``holder``, which trains it itself.

        Args:
            taught: whose weights it begins with, if not with random ones.
            files: artifacts that it begins with, there before anyone can take the run up.
            run_id: its id, where ``new_run_id`` has already made one.
            sweep_id: the sweep that it is a trial of.
            origin: what begins it.
            owner: the id of whose it is, if not of who asks.
            of_set: whether it belongs to a set of runs whose first was created just now; such a set
                is begun whole or not at all.

        Raises:
            LimitReached: the person may not begin it now, or not so large a run.
        """
        run_id, now = run_id or new_run_id(), time.time()
        parameters, allowance = parameter_count(config), self.allowance
        allowance.require_work(config, parameters)
        row = RunRow(
            id=run_id,
            name=name_or_new(name, "run"),
            config=config.text,
            state="queued",
            created_at=now,
            queued_at=now,
            program_version=VERSION,
            keras_version=keras_version(),
            parameters=parameters,
            family=config.family
            if taught is None
            else taught_seed_group_key(config.family, taught.digest),
            taught=None if taught is None else asdict(taught),
            sweep_id=sweep_id,
            origin=origin,
            owner=self.person.id if owner is None else owner,
            training_path=training_path(
                config, beside_others=origin in SIDE_BY_SIDE_ORIGINS or self._in_a_cluster
            ),
            layout=config.layout,
            target_epochs=config.epochs,
            lease_holder=holder,
            lease_until=now + RESERVATION_S if holder else None,
        )
        with transaction(self.database) as session:
            allowance.require_drawings(session, 0 if taught is None else taught.drawings)
            allowance.require_storage(session, config.epochs, parameters)
            if not of_set:
                allowance.require_run(session)
            for file, arrays in files.items():
                self.artifacts.write(run_id, file, arrays)
            session.add(row)
            session.flush()
            return run_of(row)

    def read(self, run_id: str) -> Run:
        """Read a run by its id."""
        with transaction(self.database, reads_only=True) as session:
            return run_of(self._row(session.get(RunRow, run_id), run_id))

    def exists(self, run_id: str) -> bool:
        """Return whether the run is still there."""
        with transaction(self.database, reads_only=True) as session:
            return session.get(RunRow, run_id) is not None

    def find(self, text: str) -> Run:
        """Find a run by id, or by name: the newest of that name."""
        with transaction(self.database, reads_only=True) as session:
            return run_of(self._row(session.scalars(run_queries.called(text)).first(), text))

    def find_network(self, text: str) -> Run:
        """Find a run as ``find`` does, or the starter, which is no run but reads as one."""
        return starter() if text == STARTER else self.find(text)

    def recent(self, limit: int = 50, *, trials: bool = False) -> list[Run]:
        """List the newest runs, newest first; those of sweeps only with ``trials``."""
        return self._list(run_queries.newest_runs(limit, trials=trials))

    def newest(self) -> Run | None:
        """Give the run that was created last, sweeps' apart, or None if there is none."""
        return next(iter(self.recent(1)), None)

    def best(self) -> Run | None:
        """Give the finished run of lowest test error among ``OWN_ORIGINS``, or None."""
        return next(iter(self._list(run_queries.best_runs(1))), None)

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

    def rename(self, run_id: str, name: str) -> None:
        """Give the run another name of 1 to 80 characters."""
        checked = checked_name(name, "run")
        with self._change(run_id) as row:
            row.name = checked

    def annotate(self, run_id: str, notes: str) -> None:
        """Give the run other notes, of at most 2,000 characters."""
        if len(notes) > MAX_NOTES_LENGTH:
            raise ConfigError(f"Notes have at most {MAX_NOTES_LENGTH:,} characters.")
        with self._change(run_id) as row:
            row.notes = notes.strip()

    def tag(self, run_id: str, tags: Iterable[str]) -> None:
        """Give the run these tags and no others: at most 10, each of 1 to 30 characters."""
        checked = checked_tags(tags)
        with self._change(run_id) as row:
            row.tags = list(checked)

    def pause(self, run_id: str) -> None:
        """Ask a run to wait; it keeps its place inside the epoch."""
        with self._change(run_id) as row:
            run_requests.pause(row)

    def resume(self, run_id: str) -> None:
        """Make a paused run go on, or a failed one from its last checkpoint."""
        with self._change(run_id) as row:
            if row.state == "failed":
                self._require_place(row)
            run_requests.resume(row)

    def stop(self, run_id: str) -> None:
        """Ask a run to end and keep what it has learned so far."""
        with self._change(run_id) as row:
            run_requests.stop(row)

    def extend(self, run_id: str, epochs: int) -> None:
        """Add ``epochs`` to a run, also after its end."""
        with self._change(run_id) as row:
            ended = row.state in ("finished", "stopped")
            target = (row.epochs_done if ended else row.target_epochs) + epochs
            config = run_of(row).config.model_copy(update={"epochs": target})
            self.allowance.require_work(config, row.parameters)
            if ended:
                self._require_place(row)
            run_requests.extend(row, epochs)

    def set_learning_rate(self, run_id: str, value: float) -> None:
        """Change the learning rate of a run that trains or waits, from its next step on."""
        with self._change(run_id) as row:
            run_requests.set_learning_rate(row, value)

    def delete(self, run_id: str) -> None:
        """Delete a run with its history and files; a worker that trains it stops by itself."""
        with transaction(self.database) as session:
            row = self._row(session.get(RunRow, run_id), run_id)
            self.person.require_change(row.owner, row.name)
            session.delete(row)
        self.artifacts.remove_run(run_id)

    def remove_leftovers(self, run_id: str) -> None:
        """Delete the files that a worker has written of a run that was deleted meanwhile."""
        if not self.exists(run_id):
            self.artifacts.remove_run(run_id)

    def _require_place(self, row: RunRow) -> None:
        """Let an ended run wait again."""
        session = object_session(row)
        assert session is not None
        self.allowance.require_run(session)

    @contextmanager
    def _change(self, run_id: str) -> Iterator[RunRow]:
        with transaction(self.database) as session:
            row = self._row(session.get(RunRow, run_id, with_for_update=True), run_id)
            self.person.require_change(row.owner, row.name)
            yield row

    def _list(self, wanted: Select[RunRow]) -> list[Run]:
        with transaction(self.database, reads_only=True) as session:
            return [run_of(row) for row in session.scalars(wanted)]

    def _row(self, row: RunRow | None, wanted: str) -> RunRow:
        if row is None and wanted == STARTER:
            raise RunNotFound(f"{STARTER} is no run, but the network that comes with the lab.")
        if row is None:
            raise RunNotFound(f"No run is called {wanted!r} here; it may have been deleted.")
        return row


@functools.lru_cache(maxsize=2)
def open_store(settings: Settings) -> RunStore:
    """Give the store, opened once in a process."""
    return RunStore(settings)
