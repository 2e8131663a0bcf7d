"""Networks out of a run's snapshots, to read digits with."""

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.network.mlp import Network, network_from_arrays
from mnist_core.store.artifacts import Arrays
from mnist_core.store.best_epoch import ENDED
from mnist_core.store.records import Run, kept_epoch
from mnist_core.store.run_files import LAST, epoch_number
from mnist_core.store.run_store import RunStore


def load_network(store: RunStore, run: Run, name: str = LAST) -> Network:
    """Load what the run had learned at its last epoch or stop.

    Raises:
        StoreError: the run has learned nothing yet, or the snapshot is damaged or another run's.
    """
    try:
        arrays = store.artifacts.read(run.id, name)
    except FileNotFoundError as error:
        raise StoreError(f"{run.name} has learned nothing yet; let it train an epoch.") from error
    return fitting_network(run.config, arrays)


def fitting_network(config: RunConfig, arrays: Arrays) -> Network:
    """Build the network of such settings from a snapshot's arrays.

    Raises:
        StoreError: they are none, not finite, or of another network.
    """
    network = network_from_arrays(config.activation, arrays, config.normalization)
    widths = tuple(kernel.shape[1] for kernel in network.kernels[:-1])
    if widths != config.hidden_units:
        raise StoreError("The snapshot is of a network with other layers; train this run again.")
    if not all(np.isfinite(array).all() for array in network.weights):
        raise StoreError("The snapshot has what is no number; train this run again.")
    return network


def kept_epochs(store: RunStore, run: Run) -> dict[int, str]:
    """Give the epochs whose weights are kept, first to last, with their snapshots' names.

    A run's end counts as its last epoch, also where a stop cut that epoch off. Early stopping
    restores older weights at the end, so there the end is the epoch that they are of.
    """
    numbered = ((epoch_number(name), name) for name in store.artifacts.names(run.id))
    epochs = {number: name for number, name in numbered if number is not None}
    if (run.state in ENDED or not epochs) and store.artifacts.version(run.id, LAST):
        epochs.setdefault(_epoch_of_last(store, run), LAST)
    return dict(sorted(epochs.items()))


def _epoch_of_last(store: RunStore, run: Run) -> int:
    if run.state in ENDED and run.config.early_stopping_patience is not None:
        best = kept_epoch(run.config, store.history(run.id))
        if best is not None:
            return best.number
    return run.epochs_done + (1 if run.stopped_at else 0)
