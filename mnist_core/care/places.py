"""A lab whose database and files are both on this machine, as a backup needs it."""

from dataclasses import dataclass
from pathlib import Path

from mnist_core.environment import Settings, without_password
from mnist_core.errors import ConfigError
from mnist_core.store.artifacts import local_folder
from mnist_core.store.sqlite_file import database_file


@dataclass(frozen=True)
class LocalLab:
    """Where a lab's things are.

    Attributes:
        home: its folder.
        database: the file of SQLite's.
        artifacts: the folder of the runs' folders.
    """

    home: Path
    database: Path
    artifacts: Path


def local_lab(settings: Settings, task: str) -> LocalLab:
    """Give the places of a lab that is in files of this machine, or refuse a task elsewhere.

    Raises:
        ConfigError: its database is on a server, or its artifacts are in an object store.
    """
    database, artifacts = database_file(settings.database), local_folder(settings.artifacts)
    if database is None:
        raise ConfigError(
            f"{task} takes a database in an SQLite file, and this lab's is "
            f"{without_password(settings.database)}: use its server's own tools, such as pg_dump."
        )
    if artifacts is None:
        raise ConfigError(
            f"{task} takes artifacts in a folder of this machine, and this lab's are in "
            f"{without_password(settings.artifacts)}: copy them with that store's own tools."
        )
    return LocalLab(settings.home, database, artifacts)
