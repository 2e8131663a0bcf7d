"""A run that reads what is drawn, with what it has learned by now."""

from dataclasses import dataclass

from mnist_core.errors import LabError
from mnist_core.network.mlp import Network
from mnist_core.store.records import Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from parts.shared.actions import show_problem
from parts.shared.network_cache import cached_network


@dataclass(frozen=True)
class Reader:
    """A run and what it has learned by now.

    Attributes:
        run: as it was when it was read.
        version: of the snapshot that the network was loaded from.
        network: what it had learned then.
    """

    run: Run
    version: str
    network: Network


def reader_of(store: RunStore, run: Run) -> Reader | None:
    """Load what a run has learned by now; where that fails, show why on the page."""
    try:
        version = store.artifacts.version(run.id, LAST)
        return Reader(run, version, cached_network(store, run))
    except LabError as error:
        show_problem(error)
        return None
