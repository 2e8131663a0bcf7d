"""Networks out of snapshots, loaded once for each version of them and shared by all pages."""

import threading
from collections import OrderedDict

import streamlit as st

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
        self._max_bytes, self._lock = max_bytes, threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[str, Network]] = OrderedDict()

    def get(self, key: tuple[str, str], version: str) -> Network | None:
        """Give the network of this run and snapshot, if that version of it is kept."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[0] != version:
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: tuple[str, str], version: str, network: Network) -> None:
        """Keep a network, and drop those that were not asked for the longest."""
        with self._lock:
            self._kept[key] = version, network
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._bytes() > self._max_bytes:
                self._kept.popitem(last=False)

    def _bytes(self) -> int:
        return sum(
            array.nbytes
            for _, network in self._kept.values()
            for array in (*network.kernels, *network.biases)
        )


@st.cache_resource(show_spinner=False)
def _cache() -> NetworkCache:
    return NetworkCache(MAX_BYTES)
