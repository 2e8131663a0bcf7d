"""Networks out of snapshots, loaded once for each version of them and shared by all pages."""

import threading

import streamlit as st
from cachetools import LRUCache

from mnist_core.network.mlp import Network
from mnist_core.store.records import Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network

MAX_BYTES = 256_000_000


def cached_network(store: RunStore, run: Run, name: str = LAST) -> Network:
    """Give what the run had learned at a snapshot, its newest if none is named.

    Raises:
        StoreError: it has learned nothing yet, or the snapshot is damaged.
    """
    version = store.artifacts.version(run.id, name)
    cache, key = _cache(), (run.id, name)
    network = cache.get(key, version)
    if network is None:
        network = load_network(store, run, name)
        cache.put(key, version, network)
    return network


class NetworkCache:
    """The networks asked for last, up to so many bytes; a newer version takes the older's place.

    Args:
        max_bytes: of all weights together. A larger network is kept alone.
    """

    def __init__(self, max_bytes: int) -> None:
        self._lock = threading.Lock()
        self._kept: LRUCache[tuple[str, str], tuple[str, Network]] = LRUCache(
            max_bytes, getsizeof=lambda kept: min(_bytes(kept[1]), max_bytes)
        )

    def get(self, key: tuple[str, str], version: str) -> Network | None:
        """Give the network of this run and snapshot, if that version of it is kept."""
        with self._lock:
            kept_version, network = self._kept.get(key, ("", None))
            return network if kept_version == version else None

    def put(self, key: tuple[str, str], version: str, network: Network) -> None:
        """Keep a network, and drop those that were not asked for the longest."""
        with self._lock:
            self._kept[key] = version, network


def _bytes(network: Network) -> int:
    return sum(array.nbytes for array in (*network.kernels, *network.biases))


@st.cache_resource(show_spinner=False)
def _cache() -> NetworkCache:
    return NetworkCache(MAX_BYTES)
