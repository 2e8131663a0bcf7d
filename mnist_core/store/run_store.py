"""The record of all runs, as pages and the command line change it."""

import copy
import functools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy.orm import object_session

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.environment import Settings
from mnist_core.errors import ConfigError
from mnist_core.store import run_requests
from mnist_core.store.artifacts import Arrays
from mnist_core.store.database import transaction
from mnist_core.store.leases import RESERVATION_S
from mnist_core.store.names import checked_name, name_or_new, new_run_id
from mnist_core.store.new_row import new_row
from mnist_core.store.owner_limits import OwnerLimits
from mnist_core.store.records import SIDE_BY_SIDE_ORIGINS, Origin, Run, Taught
from mnist_core.store.reserve import deleting
from mnist_core.store.row_mapping import run_of
from mnist_core.store.run_reader import RunReader, required_row
from mnist_core.store.tables import RunRow
from mnist_core.store.tags import checked_tags

MAX_NOTES_LENGTH = 2_000
NO_FILES: Mapping[str, Arrays] = MappingProxyType({})


class RunStore(RunReader):
    """Runs, their histories and what the user wants of them, in a database.

    Safe to share between threads and processes. Every method that takes a run's id raises
    ``RunNotFound`` for an unknown one, and ``StoreError`` if the database cannot be used; one that
    changes it raises ``NotYours`` where it belongs to another person.

    Attributes:
        person: who asks; what is created is theirs.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._limits = settings.limits
        self._in_a_cluster = settings.scheduler is not None

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
        allowance = self.allowance
        row = new_row(
            config,
            name_or_new(name, "run"),
            run_id or new_run_id(),
            taught=taught,
            beside_others=origin in SIDE_BY_SIDE_ORIGINS or self._in_a_cluster,
        )
        allowance.require_work(config, row.parameters)
        row.owner = self.person.id if owner is None else owner
        row.sweep_id, row.origin = sweep_id, origin
        if holder:
            row.lease_holder, row.lease_until = holder, row.created_at + RESERVATION_S
        with transaction(self.database) as session:
            allowance.require_drawings(session, 0 if taught is None else taught.drawings)
            allowance.require_storage(session, config.epochs, row.parameters)
            if not of_set:
                allowance.require_run(session)
            for file, arrays in files.items():
                self.artifacts.write(row.id, file, arrays)
            session.add(row)
            session.flush()
            return run_of(row)

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
        with transaction(self.database, reads_only=True) as session:
            row = required_row(session.get(RunRow, run_id), run_id)
            self.person.require_change(row.owner, row.name)
        delete_row = functools.partial(self._delete_row, run_id)
        deleting(self.database, delete_row, make_room=lambda: self.artifacts.remove_run(run_id))
        self.artifacts.remove_run(run_id)

    def _delete_row(self, run_id: str) -> None:
        with transaction(self.database) as session:
            session.delete(required_row(session.get(RunRow, run_id), run_id))

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
            row = required_row(session.get(RunRow, run_id, with_for_update=True), run_id)
            self.person.require_change(row.owner, row.name)
            yield row


@functools.lru_cache(maxsize=2)
def open_store(settings: Settings) -> RunStore:
    """Give the store, opened once in a process."""
    return RunStore(settings)
