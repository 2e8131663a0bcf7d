"""A copy of a run fine-tuned on a person's handwriting: its data, and how it is queued.

The copy goes on from the run's weights, for a few seconds, on drawings mixed with MNIST's digits,
so that nothing is forgotten. Each drawing comes many times, augmented anew each time, which is
worth more than repeating it. How much of each was measured with digits of other writers than
MNIST's: more augmentation than this loses more than it gains, and more drawings among the digits
cost more on MNIST than they give.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits
from mnist_core.errors import DrawingError, StoreError
from mnist_core.handwriting.lineage import earlier_drawings
from mnist_core.network.architecture import parameter_count
from mnist_core.network.mlp import snapshot_arrays
from mnist_core.store.artifacts import Arrays
from mnist_core.store.names import TAUGHT, with_ending
from mnist_core.store.records import Run, Taught
from mnist_core.store.run_files import DRAWINGS, START
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network

FEWEST_DRAWINGS = 10
FOLDS = 4
MOST_FORMS = 4_000  # drawn ones, beside 20,000 of MNIST's digits: about the share that a reader has
LARGE = 1_000_000  # parameters: from there on a step is slow, and a small one has a large effect
SMALL_NETWORK_SETTINGS = {"learning_rate": 0.002, "epochs": 6}
LARGE_NETWORK_SETTINGS = {"learning_rate": 0.0005, "epochs": 4}
FINE_TUNING_SETTINGS = {
    "optimizer": "adam",
    "momentum": 0.0,
    "nesterov": False,
    "schedule": "cosine",
    "loss": "categorical_crossentropy",
    "batch_size": 200,
    "early_stopping_patience": None,
    "augmentation": 0.3,
    "elastic": 0.0,
    "train_size": 20_000,
}


def fine_tuning_config(parent: RunConfig) -> RunConfig:
    """Give the settings that a copy of a run is taught with: its network, and a short training."""
    large = parameter_count(parent) >= LARGE
    by_size = LARGE_NETWORK_SETTINGS if large else SMALL_NETWORK_SETTINGS
    forms = min(parent.forms, MOST_FORMS)
    return parent.model_copy(update=FINE_TUNING_SETTINGS | by_size | {"forms": forms})


def teach(
    store: RunStore,
    parent: Run,
    digits: LabelledDigits,
    name: str = "",
    *,
    holder: str | None = None,
) -> Run:
    """Write down a run that goes on from a copy of ``parent`` to learn drawings.

    Args:
        digits: the drawings, with what they are.
        name: of the new run; without one it is named after its parent.
        holder: the process that will train it itself; without one it waits for a worker.

    Raises:
        DrawingError: there are too few drawings.
        StoreError: the parent has learned nothing yet, or its weights are damaged.
    """
    if len(digits) < FEWEST_DRAWINGS:
        raise DrawingError(
            f"Learning a handwriting needs at least {FEWEST_DRAWINGS} drawings; there are "
            f"{len(digits)}."
        )
    network = load_network(store, parent)
    earlier = earlier_drawings(store, parent)
    files: dict[str, Arrays] = {
        START: snapshot_arrays(network.weights),
        DRAWINGS: {"images": digits.images, "labels": digits.labels, "earlier": earlier},
    }
    taught = Taught(parent.id, parent.name, len(digits), _digest(files), FOLDS)
    config = fine_tuning_config(parent.config)
    return store.create(
        config,
        name or with_ending(parent.name, TAUGHT),
        holder=holder,
        taught=taught,
        files=files,
    )


def repeat_fine_tuning(
    store: RunStore, run: Run, config: RunConfig, name: str, *, of_set: bool = False
) -> Run:
    """Write down a run that begins as a taught one did, with settings of its own.

    Raises:
        NotYours: somebody else wrote the drawings that it was taught.
        StoreError: what it began with is no longer there.
    """
    store.person.require_drawings(run.owner, run.name)
    try:
        files = {file: store.artifacts.read(run.id, file) for file in (START, DRAWINGS)}
    except FileNotFoundError as error:
        raise StoreError(f"What {run.name} began with is no longer there.") from error
    taught = None if run.taught is None else replace(run.taught, before=None, after=None)
    return store.create(config, name, taught=taught, files=files, origin="repeat", of_set=of_set)


def folds(labels: NDArray[np.uint8], count: int = FOLDS) -> list[NDArray[np.intp]]:
    """Divide drawings so that each part has about as many of every digit.

    Args:
        labels: (n,) 0 to 9.
        count: of the parts; there are fewer for fewer drawings.

    Returns:
        The drawings' numbers, (n_i,) for each part, none of them empty.
    """
    by_label = np.argsort(labels, kind="stable")
    parts = [np.sort(by_label[first::count]) for first in range(count)]
    return [part for part in parts if len(part)]


def _digest(files: Mapping[str, Arrays]) -> str:
    """Give a text that is equal for equal first weights and equal drawings."""
    digest = hashlib.sha256()
    for arrays in files.values():
        for name in sorted(arrays):
            digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()[:12]
