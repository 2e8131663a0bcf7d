"""Deleting on a disk where not a byte is left."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.errors import DiskFull, NotYours
from mnist_core.store.reserve import RESERVE_BYTES, keep_reserve, with_reserve
from mnist_core.store.run_store import RunStore
from tests.app import runs

PROJECT = Path(__file__).parents[3]
TINY = RunConfig(hidden_units=(16,), epochs=2)
ALONE = ("unshare", "--map-root-user", "--mount")  # mounts that end with the process


def reserve_of(settings) -> Path:
    return settings.home / "lab.sqlite-reserve"


def bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def fill(store: RunStore, home: Path) -> None:
    """Let nothing be deleted from the database until the home has grown smaller than it is."""
    most = bytes_in(home)

    def refuse(_connection, _cursor, statement, *_: object) -> None:
        if statement.startswith("DELETE") and bytes_in(home) >= most:
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(store.database, "before_cursor_execute", refuse)


def test_an_opened_lab_has_a_reserve_beside_its_database(settings, store):
    assert reserve_of(settings).stat().st_size == RESERVE_BYTES


def test_a_reserve_that_was_cut_short_is_filled_up(settings, store):
    reserve_of(settings).write_bytes(b"1")

    keep_reserve(settings.database)

    assert reserve_of(settings).stat().st_size == RESERVE_BYTES


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://lab@nowhere/lab"])
def test_a_database_that_is_no_file_has_no_reserve(url):
    def change() -> None:
        raise DiskFull("full")

    keep_reserve(url)

    with pytest.raises(DiskFull):
        with_reserve(url, change)


def test_the_reserve_is_given_up_for_a_change_and_filled_up_after_it(settings, store):
    def change() -> str:
        if reserve_of(settings).exists():
            raise DiskFull("full")
        return "done"

    assert with_reserve(settings.database, change) == "done"
    assert reserve_of(settings).stat().st_size == RESERVE_BYTES


def test_on_a_full_disk_a_runs_files_make_room_for_its_deletion(settings, store):
    run = runs.trained(store, TINY, "ruff", weights=True)
    other = runs.trained(store, TINY, "knot", weights=True)
    fill(store, settings.home)

    store.delete(run.id)

    assert [left.id for left in store.recent()] == [other.id]
    assert store.artifacts.names(run.id) == []
    assert store.artifacts.names(other.id) == ["epoch-0001", "epoch-0002", "last"]


def test_on_a_full_disk_a_run_without_files_is_deleted_with_the_reserve(settings, store):
    run = store.create(TINY, "ruff")
    fill(store, settings.home)

    store.delete(run.id)

    assert store.recent() == []
    assert reserve_of(settings).stat().st_size == RESERVE_BYTES


def test_a_full_disk_lets_nobody_delete_the_files_of_anothers_run(settings, store):
    run = runs.trained(store, TINY, "ruff", weights=True)
    fill(store, settings.home)

    with pytest.raises(NotYours):
        store.used_by(Person("anna")).delete(run.id)

    assert store.artifacts.names(run.id) == ["epoch-0001", "epoch-0002", "last"]


FILL_AND_DELETE = """
import contextlib, os, shutil, sys
from pathlib import Path
from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from tests.app import runs
home, lab_is_open = Path(sys.argv[1]) / "lab", sys.argv[2] == "open"
settings = read_settings({"DIGIT_LAB_HOME": str(home)})
store = RunStore(settings)
config = RunConfig(hidden_units=(16,), epochs=3)
ids = [runs.trained(store, config, name, weights=True).id for name in ("ruff", "knot")]
if not lab_is_open:
    store.database.dispose()  # the last to close it takes what readers share away
with contextlib.suppress(OSError), (home / "ballast").open("wb", buffering=0) as stream:
    while True:
        stream.write(bytes(512))
assert shutil.disk_usage(home).free == 0
store = store if lab_is_open else RunStore(settings)
store.delete(ids[0])
print([run.name for run in store.recent()], os.listdir(home / "artifacts") == [ids[1]])
print(shutil.disk_usage(home).free > 0)
"""


def may_mount() -> bool:
    """Tell whether a process may mount something that it alone sees."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    tried = subprocess.run(
        [*ALONE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0


@pytest.mark.parametrize("lab", ["open", "closed"])
def test_a_run_is_deleted_from_a_disk_without_a_free_byte(lab, tmp_path):
    if not may_mount():
        pytest.skip("this machine lets nobody mount a small disk")
    command = 'mount -t tmpfs -o size=4m tmpfs "$0" && "$1" -c "$2" "$0" "$3"'
    words = (str(tmp_path), sys.executable, FILL_AND_DELETE, lab)

    done = subprocess.run(
        [*ALONE, "sh", "-c", command, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )

    assert done.stdout.splitlines() == ["['knot'] True", "True"], done.stderr
