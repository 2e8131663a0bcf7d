"""Networks out of snapshots, loaded once for each version of them and shared by all pages."""

import streamlit as st

from mnist_core.network import Network
from mnist_core.records import Run
from mnist_core.snapshots import LAST, load_network
from mnist_core.store import RunStore


def cached_network(store: RunStore, run: Run, name: str = LAST) -> Network:
    """Give what the run had learned at a snapshot, its newest if none is named.

    Raises:
        StoreError: it has learned nothing yet, or the snapshot is damaged.
    """
    return _load(store, run, name, store.artifacts.version(run.id, name))


@st.cache_resource(
    show_spinner=False, max_entries=32, hash_funcs={RunStore: id, Run: lambda run: run.id}
)
def _load(store: RunStore, run: Run, name: str, version: str) -> Network:
    return load_network(store, run, name)
