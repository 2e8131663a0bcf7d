"""A lab saved in one zip, at rest and at work."""

import json
import stat
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from mnist_core.access.room_keys import room_keys
from mnist_core.care import backup
from mnist_core.care.backup import write_backup
from mnist_core.errors import ConfigError, StoreError
from mnist_core.store.run_leases import RunLease
from tests.app import runs
from tests.core.care.conftest import SMALL


def names_in(file) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return sorted(archive.namelist())


def test_a_backup_has_the_record_and_the_files_of_its_runs_alone(settings, store, run, tmp_path):
    store.artifacts.write("0000000000ab", "last", {"a": np.zeros(3)})  # of no run
    (settings.home / "engine.log").write_text("hello")

    note = write_backup(settings, tmp_path / "lab.zip")

    files = [f"artifacts/{run.id}/{name}.npz" for name in store.artifacts.names(run.id)]
    assert len(files) == 4
    assert names_in(tmp_path / "lab.zip") == sorted([*files, "backup.json", "lab.sqlite"])
    assert (note.runs, note.files) == (1, 4)


def test_a_backup_is_for_its_user_alone_and_has_the_rooms_keys_only_on_request(
    settings, store, run, tmp_path
):
    keys = room_keys(settings.home)

    write_backup(settings, tmp_path / "without.zip")
    write_backup(settings, tmp_path / "with.zip", with_keys=True)

    assert stat.S_IMODE((tmp_path / "without.zip").stat().st_mode) == 0o600
    assert "room-keys.json" not in names_in(tmp_path / "without.zip")
    assert keys.teacher.encode() not in (tmp_path / "without.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "with.zip") as archive:
        assert json.loads(archive.read("room-keys.json"))["teacher"] == keys.teacher


def test_a_file_that_is_there_is_not_written_over(settings, store, run, tmp_path):
    (tmp_path / "lab.zip").write_text("mine")

    with pytest.raises(ConfigError, match=r"lab\.zip is there already"):
        write_backup(settings, tmp_path / "lab.zip")

    assert (tmp_path / "lab.zip").read_text() == "mine"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"database": "postgresql+psycopg://lab:secret@db/lab"}, r"lab:\*\*\*@db.*pg_dump"),
        ({"artifacts": "memory://bucket/lab"}, "artifacts in a folder of this machine"),
        ({"database": "nonsense"}, "no database URL"),
    ],
)
def test_a_lab_on_servers_is_refused_in_a_sentence(settings, tmp_path, place, words):
    with pytest.raises((ConfigError, StoreError), match=words):
        write_backup(replace(settings, **place), tmp_path / "lab.zip")


def test_where_there_is_no_lab_none_is_made(settings, tmp_path):
    with pytest.raises(ConfigError, match="no lab in"):
        write_backup(settings, tmp_path / "lab.zip")

    assert not settings.home.exists()


def test_a_backup_that_is_interrupted_leaves_nothing_behind(
    settings, store, run, tmp_path, monkeypatch
):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backup, "_write_zip", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_backup(settings, tmp_path / "lab.zip")

    assert [file.name for file in tmp_path.iterdir()] == ["lab"]
    assert [folder.name for folder in (settings.home / "artifacts").iterdir()] == [run.id]


def test_a_folder_that_is_not_there_is_named(settings, store, run, tmp_path):
    with pytest.raises(StoreError, match=r"nowhere.*cannot be written \(No such file"):
        write_backup(settings, tmp_path / "nowhere" / "lab.zip")


def test_a_name_that_is_too_long_is_refused_in_a_sentence(settings, store, run, tmp_path):
    with pytest.raises(StoreError, match=r"cannot be written \(File name too long"):
        write_backup(settings, tmp_path / f"{'a' * 300}.zip")


def test_the_longest_name_that_a_disk_takes_can_be_chosen(settings, store, run, tmp_path):
    write_backup(settings, tmp_path / f"{'a' * 251}.zip")

    assert names_in(tmp_path / f"{'a' * 251}.zip")


def test_the_files_are_those_of_the_records_moment(settings, store, run, tmp_path, monkeypatch):
    """A worker that replaces a file, or whose run is deleted, after the record was copied."""
    deleted = runs.trained(store, SMALL, "knot", weights=True)
    before = store.artifacts.read(run.id, "last")
    zip_as_it_is = backup._zip

    def work_meanwhile(*arguments):
        store.artifacts.write(run.id, "last", runs.random_weights(SMALL, 99))
        store.delete(deleted.id)
        return zip_as_it_is(*arguments)

    monkeypatch.setattr(backup, "_zip", work_meanwhile)
    write_backup(settings, tmp_path / "lab.zip")

    with zipfile.ZipFile(tmp_path / "lab.zip") as archive:
        with archive.open(f"artifacts/{run.id}/last.npz") as stream, np.load(stream) as saved:
            np.testing.assert_array_equal(saved["kernel_1"], before["kernel_1"])
        assert f"artifacts/{deleted.id}/last.npz" in archive.namelist()


def test_nobody_writes_the_record_while_the_files_are_gathered(
    settings, store, tmp_path, monkeypatch
):
    run = store.create(SMALL, "ruff", holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    gather_as_it_is, reported = backup._give_second_names, threading.Event()

    def report() -> None:
        lease.report(None, [runs.epoch(1)])
        reported.set()

    def gather(*arguments):
        threading.Thread(target=report).start()
        assert not reported.wait(0.5)
        gather_as_it_is(*arguments)

    monkeypatch.setattr(backup, "_give_second_names", gather)
    write_backup(settings, tmp_path / "lab.zip")

    assert reported.wait(20)


def test_a_disk_that_gives_no_second_names_is_copied(settings, store, run, tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)

    assert write_backup(settings, tmp_path / "lab.zip").files == 4
    assert names_in(tmp_path / "lab.zip")
