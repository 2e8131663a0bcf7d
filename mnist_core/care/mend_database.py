"""A damaged database replaced by a new one with all that can still be read of it."""

import os
from pathlib import Path

from mnist_core.care.places import LocalLab
from mnist_core.care.quarantine import Quarantine
from mnist_core.errors import StoreError
from mnist_core.store.salvage import bring_in_order, salvage
from mnist_core.store.sqlite_file import is_open_elsewhere

BESIDE = ("", "-wal", "-shm")  # SQLite's own files: the database, its journal, what readers share


def mend_database(lab: LocalLab, quarantine: Quarantine) -> str:
    """Put the damaged files into the quarantine and a new database into their place.

    Raises:
        StoreError: somebody has the database open, or there is no room; then nothing is changed.
        OSError: a file cannot be written; then nothing is changed either.
    """
    there = [file for file in _with_files_beside(lab.database) if file.exists()]
    new = lab.database.with_name(f"{lab.database.name}.{os.getpid()}.part")
    try:
        copies = [quarantine.copy(file) for file in there]
        if is_open_elsewhere(lab.database):
            raise StoreError(
                f"{lab.database} is damaged and in use; close the lab, then repair it."
            )
        rows = salvage(copies[0], new)
        runs = bring_in_order(new)
    except BaseException:
        for file in _with_files_beside(new):
            file.unlink(missing_ok=True)
        quarantine.give_up()
        raise
    for file in there[1:]:
        file.unlink(missing_ok=True)
    new.replace(lab.database)
    return (
        f"A new one has the {rows:,} rows that could be read, {runs:,} runs among them; "
        f"the damaged one is in {quarantine.folder}."
    )


def _with_files_beside(database: Path) -> list[Path]:
    return [database.with_name(database.name + ending) for ending in BESIDE]
