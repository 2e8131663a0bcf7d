"""The weights of an ended run out of its other files, where their own is gone."""

from typing import Literal, NamedTuple

import numpy as np

from mnist_core.errors import StoreError
from mnist_core.network.mlp import snapshot_arrays
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Run, kept_epoch
from mnist_core.store.run_files import CHECKPOINT, epoch_name
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import fitting_network


class Found(NamedTuple):
    """Weights as a snapshot has them, and what they were found in."""

    arrays: Arrays
    source: Literal["checkpoint", "snapshot"]


def find_weights(store: RunStore, run: Run) -> Found | None:
    """Give the weights that an ended run keeps; None where no file has them.

    A checkpoint has them to the bit: a run's end writes both. A snapshot has them as float16.
    """
    found = _of_checkpoint(store, run)
    if found is not None:
        return Found(found, "checkpoint")
    found = _of_snapshot(store, run)
    return None if found is None else Found(found, "snapshot")


def _of_checkpoint(store: RunStore, run: Run) -> Arrays | None:
    arrays = _read(store, run, CHECKPOINT)
    if arrays is None:
        return None
    count = 2 * (len(run.config.hidden_units) + 1)
    kind = "best" if "best_000" in arrays else "variable"
    names = [f"{kind}_{number:03d}" for number in range(count)]
    if not set(names) <= set(arrays):
        return None
    return _fitting(run, snapshot_arrays([arrays[name] for name in names]))


def _of_snapshot(store: RunStore, run: Run) -> Arrays | None:
    kept = kept_epoch(run.config, store.history(run.id))
    cut_off = run.stopped_at > 0 and run.config.early_stopping_patience is None
    if kept is None or cut_off:
        return None
    arrays = _read(store, run, epoch_name(kept.number))
    if arrays is None:
        return None
    return _fitting(run, {name: array.astype(np.float32) for name, array in arrays.items()})


def _read(store: RunStore, run: Run, name: str) -> Arrays | None:
    try:
        return store.artifacts.read(run.id, name)
    except (FileNotFoundError, StoreError):
        return None


def _fitting(run: Run, arrays: Arrays) -> Arrays | None:
    """Give arrays that are a network of the run's layers; None of others."""
    try:
        fitting_network(run.config, arrays)
    except StoreError:
        return None
    return arrays
