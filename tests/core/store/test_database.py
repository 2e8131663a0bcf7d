"""The lab's database, sound or not."""

import contextlib
import sqlite3

import pytest

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.errors import StoreBusy, StoreError
from mnist_core.store import database
from mnist_core.store.run_store import RunStore


def test_the_database_runs_in_wal_mode(settings, store):
    with sqlite3.connect(settings.home / "lab.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_damaged_database_is_named_with_a_way_out(settings):
    settings.home.mkdir()
    (settings.home / "lab.sqlite").write_bytes(b"this is no database" * 100)

    with pytest.raises(StoreError, match=r"lab\.sqlite cannot be used.*check --repair"):
        RunStore(settings)


def test_a_database_url_that_means_nothing_is_refused(tmp_path):
    settings = read_settings({"DIGIT_LAB_HOME": str(tmp_path), "DIGIT_LAB_DATABASE": "nonsense"})

    with pytest.raises(StoreError, match="DIGIT_LAB_DATABASE"):
        RunStore(settings)


def test_a_database_that_another_program_locks_is_busy_and_not_broken(settings, store, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_S", 0)
    impatient = RunStore(settings)
    with contextlib.closing(sqlite3.connect(settings.home / "lab.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StoreBusy, match=r"lab\.sqlite is locked by another program; try again"):
            impatient.create(RunConfig())

    impatient.create(RunConfig())
