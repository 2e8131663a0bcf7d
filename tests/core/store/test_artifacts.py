"""Files of a run are whole or refused."""

import errno
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from mnist_core.errors import StoreError


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


def test_a_damaged_snapshot_is_named(store, run):
    store.artifacts.write(run.id, "last", {"a": np.zeros(3)})
    (file,) = Path(store.artifacts.folder(run.id)).iterdir()
    file.write_bytes(file.read_bytes()[:40])

    with pytest.raises(StoreError, match=r"last\.npz is damaged"):
        store.artifacts.read(run.id, "last")


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
