"""A run's network as a file for other programs."""

from pathlib import Path

import numpy as np

from mnist_core.errors import LabError
from mnist_core.network import Network
from mnist_core.records import Run
from mnist_core.snapshots import load_network
from mnist_core.store import RunStore


def export_run(store: RunStore, run: Run, file: Path) -> None:
    """Save what the run has learned; ``.keras`` for Keras, ``.npz`` for plain arrays.

    Raises:
        LabError: another ending, or a place that cannot be written.
    """
    writers = {".keras": _write_keras, ".npz": _write_arrays}
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise LabError(f"{file.name} ends in no format I know; use {' or '.join(writers)}.")
    network = load_network(store, run)
    try:
        writer(run, network, file)
    except OSError as error:
        raise LabError(f"{file} cannot be written: {error.strerror or error}.") from error


def _write_keras(run: Run, network: Network, file: Path) -> None:
    from mnist_core.model import save_keras_file  # noqa: PLC0415 - Keras only when asked for

    layers = zip(network.kernels, network.biases, strict=True)
    save_keras_file(run.config, [array for layer in layers for array in layer], file)


def _write_arrays(_run: Run, network: Network, file: Path) -> None:
    arrays = {f"kernel_{i}": kernel for i, kernel in enumerate(network.kernels, start=1)}
    arrays |= {f"bias_{i}": bias for i, bias in enumerate(network.biases, start=1)}
    with file.open("wb") as target:
        np.savez(target, **arrays)  # type: ignore[arg-type]  # the stubs mix up allow_pickle
