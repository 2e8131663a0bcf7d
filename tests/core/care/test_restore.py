"""A backup made into a lab again, and what is none refused."""

import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from mnist_core.access.room_keys import room_keys
from mnist_core.care.backup import write_backup
from mnist_core.care.check import check
from mnist_core.care.repair import repair
from mnist_core.care.restore import restore_backup
from mnist_core.errors import ConfigError, LabError, StoreError
from mnist_core.handwriting.personal_set import keep
from mnist_core.store.drawing_rows import read_drawings
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.store.schema import MIGRATIONS
from mnist_core.store.service_status import read_service, report_service
from tests.core.care.conftest import SMALL

Entries = dict[str, bytes]
OLD_RUN = (
    "INSERT INTO runs (id, name, notes, config, state, created_at, queued_at, program_version, "
    "keras_version, parameters, target_epochs, epochs_done, message, traceback, stopped_at, "
    "rate_changes, attempts) VALUES ('000000001abc', 'from-before', '', '{}', 'queued', 1, 1, "
    "'0.2.0', '3.0', 101770, 10, 0, '', '', 0, '[]', 0)"
)


@pytest.fixture
def saved(settings, store, run, tmp_path):
    """A backup of a lab with one run."""
    write_backup(settings, tmp_path / "lab.zip")
    return tmp_path / "lab.zip"


def entries_of(file: Path) -> Entries:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(file: Path, entries: Entries, packing: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def noted(entries: Entries, **changes: object) -> Entries:
    note = json.loads(entries["backup.json"]) | changes
    return entries | {"backup.json": json.dumps(note).encode()}


def with_database(entries: Entries, folder: Path, *statements: str) -> Entries:
    """Give the entries after statements of SQL in their database."""
    file = folder / "changed.sqlite"
    file.write_bytes(entries["lab.sqlite"])
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.execute("PRAGMA journal_mode=DELETE")
    return entries | {"lab.sqlite": file.read_bytes()}


def test_a_damaged_row_is_saved_and_restored_and_can_be_put_aside_there(
    settings, store, run, tmp_path, other_settings
):
    other = store.create(SMALL, "knot")
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute("UPDATE runs SET tags = '{' WHERE id = ?", (run.id,))
        connection.commit()
    write_backup(settings, tmp_path / "lab.zip")

    restore_backup(other_settings, tmp_path / "lab.zip")

    lab = RunStore(other_settings)
    assert [each.id for each in lab.recent()] == [other.id]
    assert [each.kind for each in check(other_settings, moment_s=0)] == ["row"]
    lab.database.dispose()
    assert list(repair(other_settings, moment_s=0))
    assert check(other_settings, moment_s=0) == []


def test_what_other_programs_leave_among_a_run_s_files_is_not_in_a_backup(
    settings, store, run, tmp_path, other_settings
):
    folder = settings.home / "artifacts" / run.id
    for name in ("last (copy).npz", "._last.npz"):
        shutil.copy(folder / "last.npz", folder / name)
    write_backup(settings, tmp_path / "lab.zip")

    restore_backup(other_settings, tmp_path / "lab.zip")

    assert not [each for each in other_settings.home.rglob("*.npz") if "copy" in each.name]
    assert RunStore(other_settings).artifacts.read(run.id, "last")


def test_an_id_that_leads_elsewhere_is_not_backed_up(settings, store, run, tmp_path):
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute("DELETE FROM epochs")
        connection.execute("UPDATE runs SET id = '../x' WHERE id = ?", (run.id,))
        connection.commit()

    with pytest.raises(StoreError, match="check --repair puts it aside"):
        write_backup(settings, tmp_path / "lab.zip")
    assert not list(tmp_path.glob("*.zip"))


def test_what_killed_ones_have_left_is_in_nobody_s_way(saved, tmp_path, other_settings):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    left = [
        other_settings.home / f"restore-{gone.pid}-abcd_012",
        tmp_path / f".backup-{gone.pid}-abcd_012",
    ]
    for folder in left:
        folder.mkdir(parents=True)
        (folder / "lab.sqlite").write_bytes(b"half")

    restore_backup(other_settings, saved)
    write_backup(other_settings, tmp_path / "second.zip")

    assert [folder for folder in left if folder.exists()] == []


def test_a_restored_lab_has_the_runs_and_their_files(
    saved, store, run, other_settings, other_store
):
    note = restore_backup(other_settings, saved)

    restored = other_store()
    assert (note.runs, note.files) == (1, 4)
    assert restored.read(run.id) == run
    assert restored.history(run.id) == store.history(run.id)
    assert restored.artifacts.names(run.id) == store.artifacts.names(run.id)
    for name in store.artifacts.names(run.id):
        before, after = store.artifacts.read(run.id, name), restored.artifacts.read(run.id, name)
        assert {key: array.tobytes() for key, array in before.items()} == {
            key: array.tobytes() for key, array in after.items()
        }


def test_what_is_no_regular_file_is_refused_unread(other_settings, tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for file in (Path(os.devnull), tmp_path / "pipe"):
        with pytest.raises(StoreError, match=rf"{file} cannot be unpacked \(Not a regular file\)"):
            restore_backup(other_settings, file)

    assert not other_settings.home.exists()


def test_only_the_lab_lies_in_a_restored_home(saved, other_settings):
    restore_backup(other_settings, saved)

    assert sorted(file.name for file in other_settings.home.iterdir()) == [
        "artifacts",
        "lab.sqlite",
    ]


def test_a_restored_run_waits_for_nobody_who_held_it_elsewhere(
    settings, store, tmp_path, other_settings, other_store
):
    run = store.create(SMALL, "ruff", holder="worker")
    assert RunLease(store, run.id, "worker").claim() is not None
    report_service(store.database, "ready")
    write_backup(settings, tmp_path / "lab.zip")

    restore_backup(other_settings, tmp_path / "lab.zip")

    restored = other_store()
    assert [each.id for each in restored.waiting()] == [run.id]
    assert read_service(restored.database).state == "unknown"
    assert store.waiting() == []


def test_the_rooms_keys_come_back_where_the_backup_has_them(
    settings, store, tmp_path, other_settings
):
    keys = room_keys(settings.home)
    write_backup(settings, tmp_path / "lab.zip", with_keys=True)

    restore_backup(other_settings, tmp_path / "lab.zip")

    assert room_keys(other_settings.home) == keys
    assert (other_settings.home / "room-keys.json").stat().st_mode & 0o077 == 0


def test_a_home_with_something_in_it_is_refused_and_left_alone(saved, other_settings):
    other_settings.home.mkdir()
    (other_settings.home / "letter.txt").write_text("Dear lab,")

    with pytest.raises(ConfigError, match="has something in it"):
        restore_backup(other_settings, saved)

    assert [file.name for file in other_settings.home.iterdir()] == ["letter.txt"]


def test_an_empty_home_may_be_there(saved, run, other_settings, other_store):
    other_settings.home.mkdir()

    restore_backup(other_settings, saved)

    assert other_store().exists(run.id)


def test_places_outside_the_home_are_refused(saved, other_settings, tmp_path):
    elsewhere = replace(other_settings, artifacts=str(tmp_path / "elsewhere"))

    with pytest.raises(ConfigError, match="unset DIGIT_LAB_DATABASE and DIGIT_LAB_ARTIFACTS"):
        restore_backup(elsewhere, saved)


def test_a_damaged_snapshot_does_not_keep_the_rest_from_being_restored(
    settings, store, run, tmp_path, other_settings, other_store
):
    snapshot = settings.home / "artifacts" / run.id / "last.npz"
    snapshot.write_bytes(snapshot.read_bytes()[:1000])
    write_backup(settings, tmp_path / "lab.zip")

    restore_backup(other_settings, tmp_path / "lab.zip")

    with pytest.raises(StoreError, match="is damaged"):
        other_store().artifacts.read(run.id, "last")


CHANGES: dict[str, tuple[Callable[[Entries, Path], Entries], str]] = {
    "foreign": (lambda entries, _: {"letter.txt": b"Dear lab,"}, "is no backup of a Digit Lab"),
    "note": (lambda entries, _: entries | {"backup.json": b"[]"}, "is no backup of a Digit Lab"),
    "long note": (lambda entries, _: entries | {"backup.json": bytes(10**5)}, "too long"),
    "newer tables": (lambda entries, _: noted(entries, revision="9999"), "made by a newer"),
    "newer format": (lambda entries, _: noted(entries, format=2), "made by a newer"),
    "newer than it says": (
        lambda entries, folder: with_database(
            entries, folder, "UPDATE digit_lab_version SET version_num = '9999'"
        ),
        "newer Digit Lab",
    ),
    "no database": (
        lambda entries, _: {name: c for name, c in entries.items() if name != "lab.sqlite"},
        "has not the files",
    ),
    "a file less": (lambda entries, _: dict(list(entries.items())[:-1]), "has not the files"),
    "upwards": (
        lambda entries, _: noted(entries | {"artifacts/../../../evil.npz": b"x"}, files=5),
        r"evil\.npz', which no backup",
    ),
    "absolute": (
        lambda entries, _: noted(entries | {"/tmp/evil.npz": b"x"}, files=5),
        "which no backup",
    ),
    "another folder": (
        lambda entries, _: noted(entries | {"programs/evil.pb": b"x"}, files=5),
        "which no backup",
    ),
    "cut database": (
        lambda entries, _: entries | {"lab.sqlite": entries["lab.sqlite"][:20_000]},
        "is damaged",
    ),
    "no database at all": (
        lambda entries, _: entries | {"lab.sqlite": b"Dear lab," * 999},
        "is damaged",
    ),
    "an empty database": (lambda entries, _: entries | {"lab.sqlite": b""}, "not all of its runs"),
    "a trigger": (
        lambda entries, folder: with_database(
            entries,
            folder,
            "CREATE TRIGGER t AFTER UPDATE ON runs BEGIN DELETE FROM epochs; END",
        ),
        "is damaged",
    ),
    "a run that leads elsewhere": (
        lambda entries, folder: with_database(
            entries, folder, "DELETE FROM epochs", "UPDATE runs SET id = '../../elsewhere'"
        ),
        "no Digit Lab has written",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_no_backup_costs_a_sentence_and_nothing_is_written(
    change, saved, tmp_path, other_settings
):
    make, words = CHANGES[change]
    (tmp_path / "work").mkdir()
    pack(tmp_path / "bad.zip", make(entries_of(saved), tmp_path / "work"))
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(LabError, match=words) as refused:
        restore_backup(other_settings, tmp_path / "bad.zip")

    assert sorted(tmp_path.rglob("*")) == before
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_grows_when_it_is_unpacked_is_refused(packing, saved, tmp_path, other_settings):
    bomb = entries_of(saved) | {"artifacts/0000000000ab/last.npz": bytes(10**7)}
    pack(tmp_path / "bomb.zip", noted(bomb, files=5), packing)

    with pytest.raises(StoreError, match="is not packed as a backup"):
        restore_backup(other_settings, tmp_path / "bomb.zip")

    assert not other_settings.home.exists()


def test_entries_that_share_their_bytes_are_refused(saved, tmp_path, other_settings):
    """As in D. Fifield, "A better zip bomb" (2019): many entries, one content."""
    content = saved.read_bytes()
    with zipfile.ZipFile(saved) as archive:
        biggest = max(archive.infolist(), key=lambda entry: entry.file_size)
    start, count = end_of(content)
    entry = next(each for each in headers(content, start) if biggest.filename.encode() in each)
    bomb = content[: len(content) - 22] + entry * 50
    size = len(bomb) - start
    total = count + 50
    bomb += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, total, total, size, start, 0)
    (tmp_path / "bomb.zip").write_bytes(bomb)

    with pytest.raises(StoreError, match="is not packed as a backup"):
        restore_backup(other_settings, tmp_path / "bomb.zip")


def end_of(content: bytes) -> tuple[int, int]:
    """Give where a zip's directory starts, and how many entries it has."""
    *_, count, _, start, _ = struct.unpack("<4s4H2LH", content[-22:])
    return start, count


def headers(content: bytes, start: int) -> list[bytes]:
    """Split a zip's directory into its entries."""
    return [b"PK\1\2" + each for each in content[start:-22].split(b"PK\1\2")[1:]]


def test_arrays_that_grow_when_they_are_read_are_refused(saved, run, tmp_path, other_settings):
    np.savez_compressed(tmp_path / "bomb.npz", a=np.zeros(10**7))
    name = f"artifacts/{run.id}/last.npz"
    pack(tmp_path / "bad.zip", entries_of(saved) | {name: (tmp_path / "bomb.npz").read_bytes()})

    with pytest.raises(StoreError, match=r"last\.npz, packed as no Digit Lab does"):
        restore_backup(other_settings, tmp_path / "bad.zip")

    assert not other_settings.home.exists()


def test_a_backup_cut_off_at_any_byte_is_refused(saved, tmp_path, other_settings):
    content = saved.read_bytes()
    for length in [0, 1, 21, 22, 500, *range(1000, len(content), len(content) // 23)]:
        (tmp_path / "cut.zip").write_bytes(content[:length])
        with pytest.raises(StoreError, match=r"cut\.zip"):
            restore_backup(other_settings, tmp_path / "cut.zip")
    assert not other_settings.home.exists()


def test_a_backup_with_a_changed_byte_is_refused(saved, tmp_path, other_settings):
    content = bytearray(saved.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "changed.zip").write_bytes(content)

    with pytest.raises(StoreError, match="damaged"):
        restore_backup(other_settings, tmp_path / "changed.zip")

    assert not other_settings.home.exists()


def test_a_file_that_is_not_there_is_named(other_settings, tmp_path):
    with pytest.raises(StoreError, match="There is no file"):
        restore_backup(other_settings, tmp_path / "nowhere.zip")


def test_drawings_come_back_as_they_were(settings, store, tmp_path, other_settings, other_store):
    image = np.zeros((28, 28), np.float32)
    image[5:20, 10:13] = 1
    keep(store, image, 1, read_as=7)
    write_backup(settings, tmp_path / "lab.zip")

    restore_backup(other_settings, tmp_path / "lab.zip")

    before, after = read_drawings(store), read_drawings(other_store())
    assert len(before) == len(after) == 1
    assert [(d.id, d.label, d.read_as, d.image.tobytes()) for d in before] == [
        (d.id, d.label, d.read_as, d.image.tobytes()) for d in after
    ]


def test_the_database_of_an_older_lab_is_brought_up_to_date(
    saved, tmp_path, other_settings, other_store
):
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        connection.exec_driver_sql(OLD_RUN)
    engine.dispose()
    old = {"lab.sqlite": (tmp_path / "old.sqlite").read_bytes()}
    note = noted(entries_of(saved), revision="0005", program="0.2.0", files=0)["backup.json"]
    pack(tmp_path / "old.zip", old | {"backup.json": note})

    restore_backup(other_settings, tmp_path / "old.zip")

    run = other_store().find("from-before")
    assert (run.state, run.owner, run.training_path) == ("queued", "", "plain")


def test_a_disk_with_less_room_than_the_backup_takes_is_refused(saved, other_settings, monkeypatch):
    usage = type(shutil.disk_usage("/"))(10, 9, 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)

    with pytest.raises(StoreError, match="less room"):
        restore_backup(other_settings, saved)

    assert not other_settings.home.exists()
