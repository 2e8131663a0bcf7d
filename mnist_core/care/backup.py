"""One zip of a lab, also of one at work: its record and its runs' files as of one moment.

A file of a run is replaced whole, so that a second name for it keeps what it was. While nobody can
write the record, every file gets one and the record is copied: all epochs of a checkpoint are then
in the record, since a worker reports them before it writes the checkpoint.
"""

import shutil
import time
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from mnist_core.access.room_keys import FILE as KEYS_FILE
from mnist_core.care.backup_format import DATABASE, KEYS, NOTE, Note, run_file
from mnist_core.care.places import LocalLab, local_lab
from mnist_core.care.stages import BACKUP, BESIDE_ZIP, make_stage, without_left
from mnist_core.environment import Settings
from mnist_core.errors import ConfigError, StoreError
from mnist_core.operating_system import second_name
from mnist_core.quoting import quoted
from mnist_core.store.database import open_database
from mnist_core.store.schema import NEWEST_REVISION
from mnist_core.store.sqlite_file import copy_database, damages, held_still
from mnist_core.store.whole_record import run_ids, strange_names
from mnist_core.version import VERSION


def write_backup(settings: Settings, file: Path, *, with_keys: bool = False) -> Note:
    """Write a lab into a new zip, which is there once it is whole; only its user may read it.

    Args:
        with_keys: whether the room's keys are in it, with which whoever has it gets in.

    Raises:
        ConfigError: the lab is not in files of this machine, or the zip is there already.
        StoreError: the lab's database is damaged, or the zip cannot be written.
    """
    lab = local_lab(settings, "backup")
    if _is_there(file):
        raise ConfigError(f"{file} is there already; choose another name, or delete it first.")
    if not lab.database.exists():
        raise ConfigError(f"There is no lab in {lab.home} to back up.")
    open_database(settings.database).dispose()  # brings an older lab's tables up to date
    try:
        without_left(file.parent.glob(f"{BESIDE_ZIP}*"))
        folder = make_stage(BESIDE_ZIP, file.parent)
        try:
            return _write(lab, file, folder, with_keys=with_keys)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise _unwritable(file, error) from error


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError as error:  # a name that is too long
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> StoreError:
    return StoreError(f"{file} cannot be written ({error.strerror or error}).")


def _write(lab: LocalLab, file: Path, folder: Path, *, with_keys: bool) -> Note:
    copy, part = folder / DATABASE, folder / "part.zip"
    lab.artifacts.mkdir(parents=True, exist_ok=True)
    stage = make_stage(BACKUP, lab.artifacts)
    try:
        with held_still(lab.database):
            copy_database(lab.database, copy)
            _give_second_names(lab.artifacts, stage)
        if damage := damages(copy):
            raise StoreError(
                f"The lab's database is damaged ({damage[0]}); "
                "python -m mnist_core check --repair saves what can be read of it."
            )
        keys = lab.home / KEYS_FILE
        note = _zip(part, copy, stage, keys if with_keys and keys.exists() else None)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    part.replace(file)
    return note


def _give_second_names(artifacts: Path, stage: Path) -> None:
    """Give each file of each run a second name in ``stage``; where a disk has none, copy it."""
    for folder in artifacts.iterdir():
        if not folder.is_dir() or folder.name.startswith(BACKUP):
            continue
        (stage / folder.name).mkdir()
        for file in (each for each in folder.glob("*.npz") if _is_runs(each)):
            with suppress(FileNotFoundError):  # a measurement that is dropped
                second_name(file, stage / folder.name / file.name)


def _is_runs(file: Path) -> bool:
    """Return whether a file is named as a run's are; other programs leave some of theirs."""
    return run_file(f"artifacts/{file.parent.name}/{file.name}") is not None


def _zip(part: Path, copy: Path, stage: Path, keys: Path | None) -> Note:
    engine = open_database(f"sqlite:///{copy}")
    ids, strange = sorted(run_ids(engine)), strange_names(engine)
    engine.dispose()
    if strange:
        raise StoreError(
            f"The lab's record has {quoted(strange[0])} where no lab writes such a thing; "
            "python -m mnist_core check --repair puts it aside."
        )
    files = [file for run_id in ids for file in sorted((stage / run_id).glob("*.npz"))]
    note = Note(
        program=VERSION,
        revision=NEWEST_REVISION,
        runs=len(ids),
        files=len(files),
        created_at=time.time(),
    )
    named = [(copy, DATABASE), *((keys, KEYS) for keys in [keys] if keys is not None)]
    named += [(file, f"artifacts/{file.parent.name}/{file.name}") for file in files]
    _write_zip(part, note, named)
    return note


def _write_zip(part: Path, note: Note, named: Iterable[tuple[Path, str]]) -> None:
    part.touch(mode=0o600)
    with (
        part.open("wb") as stream,
        zipfile.ZipFile(stream, "w", strict_timestamps=False) as archive,
    ):
        archive.writestr(NOTE, note.model_dump_json(indent=2))
        for file, name in named:
            archive.write(file, name)
