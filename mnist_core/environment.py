"""Where this lab keeps things and computes: read from the environment and handed on in it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mnist_core.errors import ConfigError
from mnist_core.limits import VARIABLE, Limits, read_limits

PROJECT = Path(__file__).parents[1]
MAX_WORKERS = 64


@dataclass(frozen=True)
class Settings:
    """The places of a lab.

    Attributes:
        home: folder for everything that is not placed elsewhere, absolute.
        database: SQLAlchemy URL of the store.
        artifacts: fsspec URL of the folder for snapshots and checkpoints.
        scheduler: address of a Dask scheduler, or None for workers of our own.
        workers: number of worker processes of our own that train runs, 1 to 64.
        at_once: trials of a sweep that may train at once in workers of our own, 1 to 64.
        limits: what each member of an open room may take.
    """

    home: Path
    database: str
    artifacts: str
    scheduler: str | None
    workers: int
    at_once: int = 1
    limits: Limits = field(default_factory=Limits)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the ``DIGIT_LAB_*`` variables; an empty one counts as not set.

    Raises:
        ConfigError: ``DIGIT_LAB_HOME`` cannot be a part of an address, ``DIGIT_LAB_WORKERS`` is not
            a whole number from 1 to 64, or ``DIGIT_LAB_LIMITS`` has something that is no limit.
    """
    home = _home(environment.get("DIGIT_LAB_HOME") or ".digit-lab")
    return Settings(
        home=home,
        database=environment.get("DIGIT_LAB_DATABASE") or f"sqlite:///{home / 'lab.sqlite'}",
        artifacts=environment.get("DIGIT_LAB_ARTIFACTS") or str(home / "artifacts"),
        scheduler=environment.get("DIGIT_LAB_SCHEDULER") or None,
        workers=_workers(environment.get("DIGIT_LAB_WORKERS") or "", 2),
        at_once=_workers(environment.get("DIGIT_LAB_WORKERS") or "", MAX_WORKERS),
        limits=read_limits(environment.get(VARIABLE) or ""),
    )


def subprocess_environment(settings: Settings) -> dict[str, str]:
    """Give the environment of a process that runs ``python -m mnist_core`` for the same lab.

    It is this process's own, with the lab's places written out: the process may start in another
    folder, and finds the project there too.
    """
    paths = [str(PROJECT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "DIGIT_LAB_HOME": str(settings.home),
        "DIGIT_LAB_DATABASE": settings.database,
        "DIGIT_LAB_ARTIFACTS": settings.artifacts,
        "DIGIT_LAB_SCHEDULER": settings.scheduler or "",
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONIOENCODING": "utf-8",  # else Windows' own, where its output is read from a file
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def without_password(url: str) -> str:
    """Give a URL, or a path, as it may be shown: *** stands for its passwords and keys."""
    shown = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", url)
    secret = r"([?&][^=&]*(?:pass|secret|token|key)[^=&]*=)[^&]*"
    return re.sub(secret, r"\1***", shown, flags=re.IGNORECASE)


def _home(text: str) -> Path:
    """Make a path absolute; what a database's or an artifact's address ends at is refused."""
    home = Path(text).expanduser().absolute()
    if "?" in str(home) or "::" in str(home):
        raise ConfigError(f"The lab's folder is {home}; choose one without ? and :: in its name.")
    return home


def _workers(text: str, at_most: int) -> int:
    """Read how many workers are wanted; without a text as many as there are processors."""
    if not text:
        return min(at_most, os.cpu_count() or 1)
    if not text.isdecimal() or not 1 <= int(text) <= MAX_WORKERS:
        raise ConfigError(
            f"DIGIT_LAB_WORKERS is {text!r}; it takes a whole number from 1 to {MAX_WORKERS}."
        )
    return int(text)
