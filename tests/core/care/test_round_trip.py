"""A lab that is saved while it trains, and the lab that is made of it."""

import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from mnist_core.care.backup import write_backup
from mnist_core.care.check import check
from mnist_core.care.restore import restore_backup
from mnist_core.engine.run_task import train_run
from mnist_core.store.run_store import RunStore
from tests.waiting import PATIENCE_S, wait_until

PROJECT = Path(__file__).parents[3]
EPOCHS = 24
WORDS = f"--train-size 5000 --hidden-units 64 --batch-size 20 --epochs {EPOCHS}".split()


def history_of(store: RunStore, run_id: str) -> list[dict[str, float]]:
    """Give a history without what is measured by a clock."""
    return [asdict(epoch) | {"seconds": 0.0} for epoch in store.history(run_id)]


@pytest.mark.keras
def test_a_run_saved_while_it_trains_goes_on_in_the_other_lab_to_the_same_numbers(
    settings, store, tmp_path, other_settings
):
    training = subprocess.Popen(
        [sys.executable, "-m", "mnist_core", "train", *WORDS, "--name", "ruff"],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"DIGIT_LAB_HOME": str(settings.home), "PYTHONPATH": str(PROJECT)},
        cwd=tmp_path,
    )

    def has_checkpoint() -> bool:
        newest = store.newest()
        return newest is not None and "checkpoint" in store.artifacts.names(newest.id)

    wait_until(has_checkpoint)
    write_backup(settings, tmp_path / "lab.zip")
    wrong = check(settings, moment_s=0.5)
    assert training.wait(PATIENCE_S) == 0
    restore_backup(other_settings, tmp_path / "lab.zip")
    other = RunStore(other_settings)
    undisturbed = store.find("ruff")
    saved = other.read(undisturbed.id)

    train_run(saved.id, other_settings)

    ended = other.read(saved.id)
    assert wrong == []
    assert (saved.state, ended.state) == ("queued", "finished")
    assert 0 < saved.epochs_done < EPOCHS
    assert history_of(other, saved.id) == history_of(store, saved.id)
    assert ended.test_accuracy == undisturbed.test_accuracy
    for name in ("last", f"epoch-{EPOCHS:04d}"):
        theirs, ours = store.artifacts.read(saved.id, name), other.artifacts.read(saved.id, name)
        assert {key: array.tobytes() for key, array in theirs.items()} == {
            key: array.tobytes() for key, array in ours.items()
        }
    assert check(other_settings, moment_s=0) == []
