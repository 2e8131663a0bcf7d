"""Room that is kept beside the database, so that a run can be deleted on a disk that is full.

SQLite writes a change into a journal first, and opens a database with a file of shared memory
beside it. Where not a byte is left neither is possible, and nothing could be deleted to make room.
"""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from mnist_core.errors import DiskFull
from mnist_core.store.sqlite_file import database_file

RESERVE_BYTES = 1 << 20  # the journal of a deletion takes a tenth of it
BLOCK_BYTES = 4096
SUFFIX = "-reserve"

Result = TypeVar("Result")


def with_reserve(url: str, change: Callable[[], Result]) -> Result:
    """Do what needs room beside the database; if the disk is full, once more with the reserve.

    Raises:
        DiskFull: that is not enough either.
    """
    try:
        return change()
    except DiskFull:
        file = reserve_file(url)
        if file is None or not file.exists():
            raise
    with contextlib.suppress(OSError):
        file.unlink()
    try:
        return change()
    finally:
        keep_reserve(url)


def deleting(database: Engine, change: Callable[[], None], make_room: Callable[[], None]) -> None:
    """Delete rows; on a full disk ``make_room``, which deletes their files, comes first.

    Elsewhere rows go first: what is interrupted then leaves no row whose files are gone.

    Raises:
        DiskFull: there is still no room; the files are gone.
    """
    try:
        change()
    except DiskFull:
        make_room()
        with_reserve(str(database.url), change)


def keep_reserve(url: str) -> None:
    """Fill the reserve up, as far as the disk has room; a place that cannot be written has none."""
    file = reserve_file(url)
    if file is None:
        return
    with contextlib.suppress(OSError), file.open("ab", buffering=0) as stream:
        while (missing := RESERVE_BYTES - os.fstat(stream.fileno()).st_size) > 0:
            stream.write(b"\1" * min(BLOCK_BYTES, missing))  # zeros might take no room on a disk


def reserve_file(url: str) -> Path | None:
    """Give where the reserve of the database at ``url`` is kept; None where it is no file."""
    file = database_file(url)
    return None if file is None else file.with_name(file.name + SUFFIX)
