"""The starter made anew, by a training of its own."""

import json

import numpy as np
import pytest

from mnist_core.cli import make_starter
from mnist_core.config import RunConfig

TINY = RunConfig(hidden_units=(16,), epochs=2, train_size=1_000)


@pytest.mark.keras
def test_its_files_say_what_the_rounded_weights_read(tmp_path, monkeypatch):
    monkeypatch.setattr(make_starter, "STARTER_CONFIG", TINY)

    made = make_starter.make_starter(tmp_path)

    facts = json.loads((tmp_path / "run.json").read_text())
    with np.load(tmp_path / "last.npz") as arrays:
        assert {array.dtype for array in arrays.values()} == {np.dtype(np.float16)}
        assert facts["test_accuracy"] == made.test_accuracy == accuracy(made, dict(arrays))
    assert (facts["id"], facts["name"], facts["state"]) == ("starter", "starter", "finished")
    assert RunConfig.model_validate(facts["config"]) == TINY
    assert len(facts["history"]) == 2


accuracy = make_starter.test_accuracy
