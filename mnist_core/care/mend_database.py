"""A damaged database replaced by a new one with all that can still be read of it."""

import os
from contextlib import suppress
from pathlib import Path

from mnist_core.care.places import LocalLab
from mnist_core.care.quarantine import Quarantine
from mnist_core.errors import StoreError
from mnist_core.store.database import open_database
from mnist_core.store.salvage import complete_tables, salvage
from mnist_core.store.sqlite_file import is_open_elsewhere
from mnist_core.store.whole_record import run_ids

BESIDE = ("", "-wal", "-shm")  # SQLite's own files: the database, its journal, what readers share


def mend_database(lab: LocalLab, quarantine: Quarantine) -> str:
    """Put the damaged files into the quarantine and a new database into their place.

    Raises:
        StoreError: somebody has the database open.
    """
    files = [lab.database.with_name(lab.database.name + ending) for ending in BESIDE]
    there = [file for file in files if file.exists()]
    copies = [quarantine.copy(file) for file in there]
    if is_open_elsewhere(lab.database):
        for copy in copies:
            copy.unlink()
        raise StoreError(f"{lab.database} is damaged and in use; close the lab, then repair it.")
    new = lab.database.with_name(f"{lab.database.name}.{os.getpid()}.part")
    rows = salvage(copies[0], new)
    for file in there[1:]:
        file.unlink(missing_ok=True)
    new.replace(lab.database)
    runs = _open(lab.database)
    return (
        f"A new one has the {rows:,} rows that could be read, {runs:,} runs among them; "
        f"the damaged one is in {quarantine.folder}."
    )


def _open(database: Path) -> int:
    """Bring the new database up to date and count its runs; one that cannot be is made anew."""
    url = f"sqlite:///{database}"
    try:
        engine = open_database(url)
    except StoreError:
        for ending in BESIDE:
            with suppress(FileNotFoundError):
                database.with_name(database.name + ending).unlink()
        engine = open_database(url)
    complete_tables(engine)
    runs = len(run_ids(engine))
    engine.dispose()
    return runs
