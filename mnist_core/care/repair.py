"""What ``check`` has found, mended; what a user may still want goes into the quarantine."""

from collections.abc import Callable, Iterator
from pathlib import Path

from mnist_core.access.room_keys import FILE as KEYS_FILE
from mnist_core.care.check import MOMENT_S, check
from mnist_core.care.file_looks import UNENDED
from mnist_core.care.findings import Finding, Kind
from mnist_core.care.lost_weights import find_weights
from mnist_core.care.mend_database import mend_database
from mnist_core.care.places import LocalLab, local_lab
from mnist_core.care.quarantine import Quarantine
from mnist_core.environment import Settings
from mnist_core.errors import StoreError
from mnist_core.store import record_repair
from mnist_core.store.names import ID
from mnist_core.store.record_facts import job_facts
from mnist_core.store.run_files import CHECKPOINT, LAST, job_file
from mnist_core.store.run_store import RunStore
from mnist_core.store.wrong_values import take_out_row

ROUNDS = 5  # what is mended may show what else is wrong: a damaged file leaves a run without it
AGAIN = "Resume trains it again, to the same numbers."
LOST_WEIGHTS = f"Its weights were lost; {AGAIN}"
LOST_HISTORY = f"Part of its history was lost; {AGAIN}"
LOST_START = "What it began with was lost; teach its parent again."


def repair(settings: Settings, moment_s: float = MOMENT_S) -> Iterator[str]:
    """Mend what is wrong with a lab until nothing is; say each thing that was found and done.

    Raises:
        ConfigError: the lab is not in files of this machine.
        StoreError: something cannot be mended, such as a damaged database of a lab at work.
    """
    lab = local_lab(settings, "check")
    quarantine = Quarantine(lab.home)
    for _ in range(ROUNDS):
        found = check(settings, moment_s)
        if not found:
            return
        yield from _mend(settings, lab, quarantine, found)
    if left := check(settings, moment_s):
        raise StoreError(f"This could not be mended: {left[0].sentence}")


def _mend(
    settings: Settings, lab: LocalLab, quarantine: Quarantine, found: list[Finding]
) -> Iterator[str]:
    try:
        if found[0].kind == "database":
            yield f"{found[0].sentence} {mend_database(lab, quarantine)}"
            return
        mender = Mender(RunStore(settings), lab, quarantine)
        for finding in found:
            yield f"{finding.sentence} {mender.mend(finding)}"
        mender.store.database.dispose()
    except OSError as error:
        raise StoreError(f"{lab.home} cannot be mended ({error.strerror or error}).") from error


class Mender:
    """Mends one finding after another; each method says what it did.

    Args:
        store: the lab's record.
        lab: its places.
        quarantine: where things are put.
    """

    def __init__(self, store: RunStore, lab: LocalLab, quarantine: Quarantine) -> None:
        self.store, self._lab, self._quarantine = store, lab, quarantine
        self._ways: dict[Kind, Callable[..., str]] = {
            "value": self._value,
            "row": self._row,
            "history": self._history,
            "run lease": self._run_lease,
            "job lease": self._job_lease,
            "trial lease": self._trial_lease,
            "orphan": self._orphan,
            "stray": self._stray,
            "file": self._file,
            "weights": self._weights,
            "start": self._start,
            "measurement": self._measurement,
            "leftover": self._leftover,
            "keys": self._keys,
        }

    def mend(self, finding: Finding) -> str:
        """Mend it."""
        return self._ways[finding.kind](*finding.subject)

    def _value(self, table: str, number: str) -> str:
        values = take_out_row(self._lab.database, table, int(number))
        self._quarantine.note(values, "rows", f"{table}-{number}.json")
        return f"It was moved to {self._quarantine.folder}."

    def _row(self, run_id: str) -> str:
        values = record_repair.take_out_run(self.store.database, run_id)
        self._quarantine.note(values, "rows", f"{run_id}.json")
        if ID.fullmatch(run_id) and self._folder(run_id).exists():
            self._orphan(run_id)
        return f"It was moved to {self._quarantine.folder}, with its files."

    def _history(self, run_id: str) -> str:
        checkpoint = self._file_of(run_id, CHECKPOINT)
        if checkpoint.exists():
            self._take(run_id, checkpoint)
        if self.store.read(run_id).state in UNENDED:
            record_repair.forget_history(self.store.database, run_id)
            return "It begins again, and comes to the same numbers."
        record_repair.fail_run(self.store.database, run_id, LOST_HISTORY)
        return f"It counts as failed: {AGAIN}"

    def _run_lease(self, run_id: str) -> str:
        record_repair.release_run(self.store.database, run_id)
        return "It waits for a worker now, and goes on when the lab is open."

    def _job_lease(self, run_id: str, kind: str, subject: str) -> str:
        record_repair.release_job(self.store.database, run_id, kind, subject)
        return "It waits for a worker now."

    def _trial_lease(self, sweep_id: str, number: str) -> str:
        record_repair.release_trial(self.store.database, sweep_id, int(number))
        return "It waits for a worker now."

    def _orphan(self, run_id: str) -> str:
        place = self._quarantine.take(self._folder(run_id), "artifacts", run_id)
        return f"It was moved to {place}."

    def _stray(self, run_id: str, name: str) -> str:
        return f"It was moved to {self._take(run_id, self._file_of(run_id, name))}."

    def _file(self, run_id: str, name: str) -> str:
        place = self._take(run_id, self._file_of(run_id, name))
        for job in job_facts(self.store.database):
            if job.run_id == run_id and job_file(job.kind, job.subject) == name:
                self._measurement(run_id, job.kind, job.subject)
        again = " The run begins again when it goes on." if name == CHECKPOINT else ""
        return f"It was moved to {place}.{again}"

    def _weights(self, run_id: str) -> str:
        run = self.store.read(run_id)
        found = find_weights(self.store, run)
        if found is None:
            record_repair.fail_run(self.store.database, run_id, LOST_WEIGHTS)
            return f"It counts as failed: {AGAIN}"
        self.store.artifacts.write(run_id, LAST, found.arrays)
        if found.source == "checkpoint":
            return "They were taken from its checkpoint, to the bit."
        return "They were taken from its last snapshot, which has them rounded to 11 bits."

    def _start(self, run_id: str) -> str:
        record_repair.fail_run(self.store.database, run_id, LOST_START)
        return "It counts as failed: teach its parent again."

    def _measurement(self, run_id: str, kind: str, subject: str) -> str:
        record_repair.drop_job(self.store.database, run_id, kind, subject)
        return "It is made anew when somebody asks for it."

    def _leftover(self, path: str) -> str:
        left = Path(path)
        if left.suffix == ".part":
            left.unlink(missing_ok=True)
            return "It was deleted."
        return f"It was moved to {self._quarantine.take(left, left.name)}."

    def _keys(self) -> str:
        place = self._quarantine.take(self._lab.home / KEYS_FILE, KEYS_FILE)
        return f"They were moved to {place}; new ones are made when they are needed."

    def _take(self, run_id: str, file: Path) -> Path:
        return self._quarantine.take(file, "artifacts", run_id, file.name)

    def _folder(self, run_id: str) -> Path:
        return self._lab.artifacts / run_id

    def _file_of(self, run_id: str, name: str) -> Path:
        return self._folder(run_id) / f"{name}.npz"
