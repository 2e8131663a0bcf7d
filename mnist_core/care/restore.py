"""A backup unpacked into an empty home: all of it, or nothing.

A backup may come from anywhere. Its contents are looked over in a folder of their own before any of
them lies where a lab would read it, and the record comes last: without it there is no lab.
"""

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mnist_core.access.room_keys import FILE as KEYS_FILE
from mnist_core.care.backup_format import (
    DATABASE,
    KEYS,
    Note,
    copy_entry,
    is_plain,
    opened_backup,
    run_file,
)
from mnist_core.care.places import LocalLab, local_lab
from mnist_core.care.stages import RESTORE, make_stage, without_left
from mnist_core.environment import Settings
from mnist_core.errors import ConfigError, StoreError
from mnist_core.store.database import open_database
from mnist_core.store.sqlite_file import damages, runs_programs
from mnist_core.store.whole_record import (
    forget_processes,
    run_ids,
    strange_names,
)

ARTIFACTS = "artifacts"


def restore_backup(settings: Settings, file: Path) -> Note:
    """Make a lab out of a backup, in an empty home; its runs go on where they were.

    Raises:
        ConfigError: the home has something in it, or the lab's things are not all to be in it.
        StoreError: the backup cannot be read, or is none; then nothing is written.
    """
    lab = local_lab(settings, "restore")
    home = lab.home.resolve()
    if lab.database.resolve() != home / DATABASE or lab.artifacts.resolve() != home / ARTIFACTS:
        raise ConfigError(
            "restore puts everything into one folder: unset DIGIT_LAB_DATABASE and "
            "DIGIT_LAB_ARTIFACTS."
        )
    if lab.home.exists() and without_left(lab.home.iterdir()):
        raise ConfigError(
            f"{lab.home} has something in it; restore takes an empty folder, "
            "such as DIGIT_LAB_HOME can name."
        )
    with opened_backup(file) as (archive, note):
        _require_room(lab.home, file)
        with _stage(lab.home) as stage:
            _unpack(archive, stage)
            _look_over(file, note, stage)
            _move(stage, lab)
    return note


def _require_room(home: Path, file: Path) -> None:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    if shutil.disk_usage(place).free < file.stat().st_size:
        raise StoreError(f"The disk of {home} has less room than {file} takes; free some space.")


@contextmanager
def _stage(home: Path) -> Iterator[Path]:
    """Give a folder in the home that is gone afterwards, as is a home that was made for it."""
    made = not home.exists()
    home.mkdir(parents=True, exist_ok=True)
    stage = make_stage(RESTORE, home)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if made:
            with suppress(OSError):  # it has a lab now
                home.rmdir()


def _unpack(archive: zipfile.ZipFile, stage: Path) -> None:
    (stage / ARTIFACTS).mkdir()
    for name in archive.namelist():
        found = run_file(name)
        if found is not None:
            target = stage / ARTIFACTS / found[0] / found[1]
        elif name in (DATABASE, KEYS):
            target = stage / name
        else:
            continue
        target.parent.mkdir(exist_ok=True)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            copy_entry(archive, name, stream)


def _look_over(file: Path, note: Note, stage: Path) -> None:
    """Refuse what no lab has written; bring an older record up to date, and its runs to rest."""
    database = stage / DATABASE
    damage = damages(database)
    if damage or runs_programs(database):
        raise StoreError(f"The database in {file} is damaged ({(damage or ['strange'])[0]}).")
    engine = open_database(f"sqlite:///{database}")
    try:
        if len(run_ids(engine)) != note.runs:
            raise StoreError(f"The database in {file} is damaged: it has not all of its runs.")
        if strange_names(engine):  # they might lead elsewhere
            raise StoreError(f"The database in {file} has what no Digit Lab has written.")
        forget_processes(engine)
    finally:
        engine.dispose()
    for each in (stage / ARTIFACTS).rglob("*.npz"):
        if not _is_plain_file(each):
            raise StoreError(f"{file} has {each.name}, packed as no Digit Lab does.")


def _is_plain_file(file: Path) -> bool:
    """Return whether arrays take no more memory than their file; a damaged one has none at all."""
    try:
        with zipfile.ZipFile(file) as archive:
            return is_plain(archive.infolist(), file.stat().st_size)
    except zipfile.BadZipFile:
        return True


def _move(stage: Path, lab: LocalLab) -> None:
    (stage / ARTIFACTS).rename(lab.artifacts)
    if (stage / KEYS).exists():
        (stage / KEYS).rename(lab.home / KEYS_FILE)
    (stage / DATABASE).rename(lab.database)
