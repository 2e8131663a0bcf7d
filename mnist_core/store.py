"""The record of all runs: written by whoever trains, read by pages and the command line."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType

from sqlalchemy import Select, and_, exists, func, or_, select

from mnist_core.architecture import parameter_count
from mnist_core.artifacts import Arrays, Artifacts
from mnist_core.config import MAX_EPOCHS, MAX_LEARNING_RATE, MIN_LEARNING_RATE, RunConfig
from mnist_core.database import epoch_of, run_of, transaction
from mnist_core.errors import ConfigError, RunBusy, RunNotFound
from mnist_core.kinship import regroup, taught_family
from mnist_core.names import new_run_id, new_run_name
from mnist_core.opening import open_database
from mnist_core.records import ACTIVE_STATES, Epoch, Run, Taught
from mnist_core.settings import Settings
from mnist_core.tables import EpochRow, RunRow, SweepTrialRow
from mnist_core.version import VERSION, keras_version

MAX_NAME_LENGTH = 80
MAX_NOTES_LENGTH = 2_000
NO_FILES: Mapping[str, Arrays] = MappingProxyType({})
RESERVATION_S = 30.0  # for whoever creates a run to train it itself: time to import Keras


class RunStore:
    """Runs, their histories and what the user wants of them, in a database.

    Safe to share between threads and processes. Every method that takes a run's id raises
    ``RunNotFound`` for an unknown one, and ``StoreError`` if the database cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.engine = open_database(settings.database)
        self.artifacts = Artifacts(settings.artifacts)

    def create(
        self,
        config: RunConfig,
        name: str = "",
        *,
        owner: str | None = None,
        taught: Taught | None = None,
        files: Mapping[str, Arrays] = NO_FILES,
        run_id: str | None = None,
        sweep_id: str | None = None,
    ) -> Run:
        """Write a new run down: queued, or held by ``owner`` who will train it itself.

        Args:
            taught: whose weights it begins with, if not with random ones.
            files: artifacts that it begins with, there before anyone can take the run up.
            run_id: its id, where ``new_run_id`` has already made one.
            sweep_id: the sweep that it is a trial of.
        """
        run_id, now = run_id or new_run_id(), time.time()
        record = None if taught is None else json.dumps(asdict(taught))
        row = RunRow(
            id=run_id,
            name=_checked_name(name) or new_run_name(),
            config=config.model_dump_json(),
            state="queued",
            created_at=now,
            queued_at=now,
            program_version=VERSION,
            keras_version=keras_version(),
            parameters=parameter_count(config),
            family=config.family if record is None else taught_family(config.family, record),
            taught=record,
            sweep_id=sweep_id,
            layout=config.layout,
            target_epochs=config.epochs,
            lease_owner=owner,
            lease_until=now + RESERVATION_S if owner else None,
        )
        for file, arrays in files.items():
            self.artifacts.write(run_id, file, arrays)
        with transaction(self.engine) as session:
            session.add(row)
            session.flush()
            return run_of(row)

    def read(self, run_id: str) -> Run:
        """Read a run by its id."""
        with transaction(self.engine, reads_only=True) as session:
            return run_of(self._row(session.get(RunRow, run_id), run_id))

    def exists(self, run_id: str) -> bool:
        """Tell whether the run is still there."""
        with transaction(self.engine, reads_only=True) as session:
            return session.get(RunRow, run_id) is not None

    def find(self, text: str) -> Run:
        """Find a run by id, or by name: the newest of that name."""
        named = select(RunRow).where(or_(RunRow.id == text, RunRow.name == text))
        with transaction(self.engine, reads_only=True) as session:
            found = session.scalars(named.order_by(RunRow.id.desc()).limit(1)).first()
            return run_of(self._row(found, text))

    def recent(self, limit: int = 50, *, trials: bool = False) -> list[Run]:
        """List the newest runs, newest first; those of sweeps only with ``trials``."""
        wanted = select(RunRow).order_by(RunRow.id.desc()).limit(limit)
        return self._list(wanted if trials else wanted.where(RunRow.sweep_id.is_(None)))

    def newest(self) -> Run | None:
        """Give the run that was created last, sweeps' apart, or None if there is none."""
        return next(iter(self.recent(1)), None)

    def readable(self, limit: int = 50) -> list[Run]:
        """List the runs that have learned to read digits, sweeps' apart, newest first."""
        begun = or_(RunRow.epochs_done > 0, RunRow.stopped_at > 0)
        learned = select(RunRow).where(begun, RunRow.sweep_id.is_(None))
        return self._list(learned.order_by(RunRow.id.desc()).limit(limit))

    def trained_with(self, config: RunConfig) -> Run | None:
        """Give the newest run of exactly these settings that has not failed, or None.

        A run that was taught began elsewhere, and does not count.
        """
        same = and_(
            RunRow.config == config.model_dump_json(),
            RunRow.state != "failed",
            RunRow.taught.is_(None),
        )
        wanted = select(RunRow).where(same).order_by(RunRow.id.desc()).limit(1)
        return next(iter(self._list(wanted)), None)

    def history(self, run_id: str) -> list[Epoch]:
        """List the whole epochs of a run, first to last; empty for an unknown run."""
        of_run = select(EpochRow).where(EpochRow.run_id == run_id).order_by(EpochRow.number)
        with transaction(self.engine, reads_only=True) as session:
            return [epoch_of(row) for row in session.scalars(of_run)]

    def waiting(self) -> list[tuple[str, str]]:
        """List id and state of runs to take up: queued, or left in training by a dead worker.

        A sweep takes its own trials up.
        """
        trial = and_(SweepTrialRow.run_id == RunRow.id, SweepTrialRow.state == "training")
        free = or_(RunRow.lease_until.is_(None), RunRow.lease_until < time.time())
        ours = ~exists().where(trial)
        wanted = and_(RunRow.state.in_(["queued", "training"]), free, ours)
        ordered = select(RunRow.id, RunRow.state).where(wanted).order_by(RunRow.queued_at)
        with transaction(self.engine, reads_only=True) as session:
            return [(run_id, state) for run_id, state in session.execute(ordered)]

    def training(self) -> bool:
        """Tell whether a run trains or waits that is no trial of a sweep."""
        active = and_(RunRow.state.in_(ACTIVE_STATES), RunRow.sweep_id.is_(None))
        with transaction(self.engine, reads_only=True) as session:
            return session.scalar(select(RunRow.id).where(active).limit(1)) is not None

    def count(self) -> int:
        """Count all runs."""
        with transaction(self.engine, reads_only=True) as session:
            return session.scalar(select(func.count()).select_from(RunRow)) or 0

    def rename(self, run_id: str, name: str) -> None:
        """Give the run another name of 1 to 80 characters."""
        checked = _checked_name(name)
        if not checked:
            raise ConfigError("A run's name cannot be empty.")
        with transaction(self.engine) as session:
            self._row(session.get(RunRow, run_id), run_id).name = checked

    def annotate(self, run_id: str, notes: str) -> None:
        """Give the run other notes, of at most 2,000 characters."""
        if len(notes) > MAX_NOTES_LENGTH:
            raise ConfigError(f"Notes have at most {MAX_NOTES_LENGTH:,} characters.")
        with transaction(self.engine) as session:
            self._row(session.get(RunRow, run_id), run_id).notes = notes.strip()

    def pause(self, run_id: str) -> None:
        """Ask a run to wait; it keeps its place inside the epoch."""
        with transaction(self.engine) as session:
            row = self._row(session.get(RunRow, run_id, with_for_update=True), run_id)
            if row.state == "training":
                row.request = "pause"
            elif row.state == "queued":
                row.state = "paused"
            else:
                raise RunBusy(f"{row.name} is {row.state}; only a run that trains can pause.")

    def resume(self, run_id: str) -> None:
        """Let a paused run go on, or take a failed one up from its last checkpoint."""
        with transaction(self.engine) as session:
            row = self._row(session.get(RunRow, run_id, with_for_update=True), run_id)
            if row.state == "training" and row.request == "pause":
                row.request = None
            elif row.state == "paused":
                row.state, row.queued_at, row.attempts = "queued", time.time(), 0
            elif row.state == "failed":
                queue_again(row)
            else:
                raise RunBusy(f"{row.name} is {row.state}; only a paused or failed run resumes.")

    def stop(self, run_id: str) -> None:
        """Ask a run to end and keep what it has learned so far."""
        with transaction(self.engine) as session:
            row = self._row(session.get(RunRow, run_id, with_for_update=True), run_id)
            if row.state not in ("queued", "training", "paused"):
                raise RunBusy(f"{row.name} has already ended ({row.state}).")
            if row.state == "training" or row.progress:
                row.request = "stop"
                if row.state == "paused":
                    row.state, row.queued_at = "queued", time.time()
            else:
                row.state, row.ended_at, row.request = "stopped", time.time(), None

    def extend(self, run_id: str, epochs: int) -> None:
        """Let a run train ``epochs`` more than it was to, also after its end."""
        with transaction(self.engine) as session:
            row = self._row(session.get(RunRow, run_id, with_for_update=True), run_id)
            if row.state == "failed" or row.message:
                raise RunBusy(f"{row.name} cannot go on: {row.message or row.state}")
            ended = row.state in ("finished", "stopped")
            target = (row.epochs_done if ended else row.target_epochs) + epochs
            if not 1 <= epochs <= target <= MAX_EPOCHS:
                raise ConfigError(f"A run has at most {MAX_EPOCHS} epochs; {target} is too many.")
            row.target_epochs = target
            if ended:
                queue_again(row)
            regroup(row)

    def set_learning_rate(self, run_id: str, value: float) -> None:
        """Change the learning rate of a run that trains or waits, from its next step on."""
        if not MIN_LEARNING_RATE <= value <= MAX_LEARNING_RATE:
            raise ConfigError(
                f"learning_rate cannot be {value}: it goes from {MIN_LEARNING_RATE} to "
                f"{MAX_LEARNING_RATE:g}."
            )
        with transaction(self.engine) as session:
            row = self._row(session.get(RunRow, run_id, with_for_update=True), run_id)
            if row.state not in ("queued", "training", "paused"):
                raise RunBusy(f"{row.name} has ended ({row.state}); its learning rate is history.")
            row.requested_rate = value

    def delete(self, run_id: str) -> None:
        """Delete a run with its history and files; a worker that holds it lets go by itself."""
        with transaction(self.engine) as session:
            session.delete(self._row(session.get(RunRow, run_id), run_id))
        self.artifacts.remove_run(run_id)

    def _list(self, wanted: Select[RunRow]) -> list[Run]:
        with transaction(self.engine, reads_only=True) as session:
            return [run_of(row) for row in session.scalars(wanted)]

    def _row(self, row: RunRow | None, wanted: str) -> RunRow:
        if row is None:
            raise RunNotFound(f"No run is called {wanted!r} here; it may have been deleted.")
        return row


def queue_again(row: RunRow) -> None:
    """Let an ended run wait for a worker once more."""
    row.state, row.queued_at, row.ended_at = "queued", time.time(), None
    row.request, row.message, row.traceback, row.attempts = None, "", "", 0
    row.lease_owner = row.lease_until = None


def _checked_name(name: str) -> str:
    stripped = " ".join(name.split())
    if len(stripped) > MAX_NAME_LENGTH:
        raise ConfigError(f"A run's name has at most {MAX_NAME_LENGTH} characters.")
    return stripped
