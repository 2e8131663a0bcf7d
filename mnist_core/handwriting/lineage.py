"""What a taught run began with: its parent's weights, and the drawings that it was taught."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import LabelledDigits
from mnist_core.errors import StoreError
from mnist_core.network.mlp import Network, network_from_arrays
from mnist_core.store.records import Run
from mnist_core.store.run_files import DRAWINGS, START
from mnist_core.store.run_store import RunStore

DIGEST_BYTES = 32


@dataclass(frozen=True)
class FineTuningStart:
    """What a taught run begins with.

    Attributes:
        network: its parent's, as it was then.
        drawings: what it is taught.
        new: (n,) bool, which of the drawings its parent, and the parent's, were not taught.
    """

    network: Network
    drawings: LabelledDigits
    new: NDArray[np.bool_]


def read_start(store: RunStore, run: Run) -> FineTuningStart | None:
    """Give what a run was taught from; none for one that began with random weights.

    Raises:
        StoreError: the files are gone or damaged.
    """
    if run.taught is None:
        return None
    try:
        start = store.artifacts.read(run.id, START)
        arrays = store.artifacts.read(run.id, DRAWINGS)
    except FileNotFoundError as error:
        raise StoreError(f"What {run.name} began with is gone; teach its parent again.") from error
    drawings = LabelledDigits(arrays["images"], arrays["labels"])
    earlier = {row.tobytes() for row in arrays["earlier"]}
    new = np.array([row.tobytes() not in earlier for row in fingerprints(drawings)])
    network = network_from_arrays(run.config.activation, start, run.config.normalization)
    return FineTuningStart(network, drawings, new)


def earlier_drawings(store: RunStore, run: Run) -> NDArray[np.uint8]:
    """Tell which drawings a run and those before it were taught, (m, 32) uint8 fingerprints."""
    if run.taught is None:
        return np.zeros((0, DIGEST_BYTES), np.uint8)
    try:
        arrays = store.artifacts.read(run.id, DRAWINGS)
    except FileNotFoundError as error:
        raise StoreError(
            f"The drawings that {run.name} was taught are gone; teach another run."
        ) from error
    own = fingerprints(LabelledDigits(arrays["images"], arrays["labels"]))
    return np.unique(np.concatenate([arrays["earlier"], own]), axis=0)


def fingerprints(drawings: LabelledDigits) -> NDArray[np.uint8]:
    """Give the SHA-256 of each image, (n, 32) uint8."""
    digests = [hashlib.sha256(image.tobytes()).digest() for image in drawings.images]
    return np.frombuffer(b"".join(digests), np.uint8).reshape(-1, DIGEST_BYTES)
