"""Networks out of a run's snapshots, for whoever reads digits with them."""

from mnist_core.errors import StoreError
from mnist_core.network import Network, network_from_arrays
from mnist_core.records import Run
from mnist_core.store import RunStore

LAST = "last"


def load_network(store: RunStore, run: Run, name: str = LAST) -> Network:
    """Load what the run had learned at its last epoch or stop.

    Raises:
        StoreError: the run has learned nothing yet, or the snapshot is damaged.
    """
    try:
        arrays = store.artifacts.read(run.id, name)
    except FileNotFoundError as error:
        raise StoreError(f"{run.name} has learned nothing yet; let it train an epoch.") from error
    return network_from_arrays(run.config.activation, arrays)
