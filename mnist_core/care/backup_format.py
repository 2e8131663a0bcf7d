"""What a backup is: one zip with a note of what it is, the database, and the runs' files.

Nothing in it is compressed: weights hardly get smaller, and a zip whose contents are as large as
itself cannot fill a disk when it is unpacked.
"""

import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mnist_core.errors import StoreError
from mnist_core.file_texts import require_regular_file
from mnist_core.store.schema import NEWEST_REVISION

NOTE, DATABASE, KEYS = "backup.json", "lab.sqlite", "room-keys.json"
MOST_NOTE_BYTES = 10_000
FORMAT = 1
RUN_FILE = re.compile(r"artifacts/([0-9a-z-]{1,64})/([\w-]{1,80}\.npz)", re.ASCII)
ENCRYPTED = 1  # a bit of an entry's flags, as the format of zip files has it
UNREADABLE = (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, struct.error)


class Note(BaseModel):
    """What a backup says of itself.

    Attributes:
        kind: what tells it from other zips.
        format: of the zip; a lab reads its own and older ones.
        program: version of the lab that made it.
        revision: of the database's tables.
        runs, files: how many it has.
        created_at: seconds since 1970.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["digit-lab-backup"] = "digit-lab-backup"
    format: int = FORMAT
    program: str
    revision: str
    runs: int
    files: int
    created_at: float


@contextmanager
def opened_backup(file: Path) -> Iterator[tuple[zipfile.ZipFile, Note]]:
    """Open a backup that is whole by all that can be told without unpacking it.

    Raises:
        StoreError: it cannot be read, is no backup of a lab, is damaged, or of a newer lab.
    """
    try:
        require_regular_file(file)
        with zipfile.ZipFile(file) as archive:
            yield archive, _checked(file, archive)
    except FileNotFoundError as error:
        raise StoreError(f"There is no file {file}.") from error
    except OSError as error:
        raise StoreError(f"{file} cannot be unpacked ({error.strerror or error}).") from error
    except UNREADABLE as error:
        raise StoreError(f"{file} is no zip that can be read, or damaged ({error}).") from error


def run_file(name: str) -> tuple[str, str] | None:
    """Give the run's id and the file's name of an entry; None of one that is no run's file."""
    found = RUN_FILE.fullmatch(name)
    return None if found is None else (found[1], found[2])


def copy_entry(archive: zipfile.ZipFile, name: str, target: IO[bytes]) -> None:
    """Unpack an entry; its checksum is compared at its end."""
    with archive.open(name) as source:
        while chunk := source.read(1 << 20):
            target.write(chunk)


def is_plain(entries: list[zipfile.ZipInfo], size: int) -> bool:
    """Return whether entries are neither packed nor encrypted, and fit into a file of ``size``."""
    stored = all(
        entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & ENCRYPTED
        for entry in entries
    )
    return stored and sum(entry.file_size for entry in entries) <= size


def _checked(file: Path, archive: zipfile.ZipFile) -> Note:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if NOTE not in names:
        raise StoreError(f"{file} is no backup of a Digit Lab: it has no {NOTE}.")
    if not is_plain(entries, file.stat().st_size):
        raise StoreError(f"{file} is not packed as a backup of a Digit Lab is.")
    note = _note(file, archive)
    if note.format > FORMAT or note.revision > NEWEST_REVISION:
        raise StoreError(f"{file} was made by a newer Digit Lab ({note.program}); update this one.")
    files = [name for name in names if name not in (NOTE, DATABASE, KEYS)]
    strange = [name for name in files if run_file(name) is None]
    if strange:
        raise StoreError(f"{file} has {strange[0]!r}, which no backup of a Digit Lab has.")
    if len(set(names)) < len(names) or DATABASE not in names or len(files) != note.files:
        raise StoreError(f"{file} is damaged: it has not the files that it should have.")
    return note


def _note(file: Path, archive: zipfile.ZipFile) -> Note:
    if archive.getinfo(NOTE).file_size > MOST_NOTE_BYTES:
        raise StoreError(f"{file} is no backup of a Digit Lab: its {NOTE} is too long.")
    try:
        return Note.model_validate_json(archive.read(NOTE))
    except ValidationError as error:
        raise StoreError(f"{file} is no backup of a Digit Lab that this one reads.") from error
