"""Files of a run are whole or refused."""

import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from mnist_core.errors import StoreError

ORIGINAL = {"a": np.zeros(3), "b": np.ones((2, 2))}


def test_files_that_somebody_else_deletes_meanwhile_are_no_mistake(store, run, monkeypatch):
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})
    folder, unlink = store.artifacts.folder(run.id), os.unlink

    def unlink_late(*arguments, **options):
        monkeypatch.setattr(os, "unlink", unlink)
        shutil.rmtree(folder)
        unlink(*arguments, **options)

    monkeypatch.setattr(os, "unlink", unlink_late)
    store.artifacts.remove_run(run.id)

    assert os.unlink is unlink
    assert not Path(folder).exists()


def snapshot_of(store, run) -> Path:
    store.artifacts.write(run.id, "last", ORIGINAL)
    (file,) = Path(store.artifacts.folder(run.id)).iterdir()
    return file


def test_a_snapshot_cut_off_at_any_byte_is_named(store, run):
    file = snapshot_of(store, run)
    content = file.read_bytes()
    for length in range(len(content)):
        file.write_bytes(content[:length])

        with pytest.raises(StoreError, match=r"last\.npz is damaged"):
            store.artifacts.read(run.id, "last")


def test_of_a_snapshot_with_a_changed_byte_only_what_it_was_is_read(store, run):
    file = snapshot_of(store, run)
    content, generator = file.read_bytes(), np.random.default_rng(0)
    named = 0
    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] = generator.integers(256)
        file.write_bytes(changed)
        try:
            arrays = store.artifacts.read(run.id, "last")
        except StoreError as error:
            named += "last.npz is damaged" in str(error)
        else:
            assert all(np.array_equal(arrays[name], ORIGINAL[name]) for name in arrays)

    assert named > len(content) // 2


def test_a_full_disk_keeps_the_old_file_and_says_so(store, run, monkeypatch):
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})

    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreError, match="disk is full"):
        store.artifacts.write(run.id, "last", {"a": np.ones(3)})

    assert store.artifacts.read(run.id, "last")["a"].tolist() == [0, 0, 0]


def test_objects_in_a_snapshot_are_never_unpickled(store, run):
    store.artifacts.write(run.id, "last", {"a": np.array([print], dtype=object)})

    with pytest.raises(StoreError, match="damaged"):
        store.artifacts.read(run.id, "last")
