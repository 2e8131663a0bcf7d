"""A lab with what a lab has, without training any of it."""

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from tests.app import runs

SMALL = RunConfig(hidden_units=(16,), epochs=2)


@pytest.fixture
def run(store):
    """A run that has finished, with its weights and a checkpoint."""
    run = runs.trained(store, SMALL, "ruff", weights=True)
    store.artifacts.write(run.id, "checkpoint", {"position": np.array("{}")})
    return run


@pytest.fixture
def other_settings(tmp_path):
    """A home that is not there yet."""
    return read_settings({"DIGIT_LAB_HOME": str(tmp_path / "other")})


@pytest.fixture
def other_store(other_settings):
    """Open the store of the other home, once it is there."""
    return lambda: RunStore(other_settings)
