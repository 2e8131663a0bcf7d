"""Folders in which a backup or a restoration is put together, named after their processes."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import psutil

BACKUP, BESIDE_ZIP, RESTORE = "backup-", ".backup-", "restore-"
_USED_BY = re.compile(rf"(?:\.?{BACKUP}|{RESTORE})(\d+)-[a-z0-9_]{{8}}", re.ASCII)


def make_stage(kind: str, parent: Path) -> Path:
    """Make a folder of this process's own."""
    return Path(tempfile.mkdtemp(prefix=f"{kind}{os.getpid()}-", dir=parent))


def is_stage(name: str) -> bool:
    """Return whether a folder's name is of this kind."""
    return _USED_BY.fullmatch(name) is not None


def is_left(folder: Path) -> bool:
    """Return whether a folder is one whose process is gone."""
    found = _USED_BY.fullmatch(folder.name)
    return found is not None and folder.is_dir() and not psutil.pid_exists(int(found[1]))


def without_left(folders: Iterable[Path]) -> list[Path]:
    """Delete the folders among them whose process is gone; give the others."""
    kept = []
    for folder in list(folders):
        if is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            kept.append(folder)
    return kept
