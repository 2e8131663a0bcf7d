"""The parts of the Diagnose page; each is measured when it is first looked at."""

import streamlit as st

from mnist_core.errors import LabError
from mnist_core.network.mlp import Network
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.diagnose.calibration_tab import confidence_tab
from parts.diagnose.embedding_tab import map_tab
from parts.diagnose.epochs_tab import epochs_tab
from parts.diagnose.explain_tab import why_tab
from parts.diagnose.layers_tab import layers_tab
from parts.diagnose.measurement import measured
from parts.diagnose.mistakes_tab import mistakes_tab
from parts.diagnose.robustness_tab import robustness_tab
from parts.shared.network_cache import cached_network
from parts.shared.test_digits import requested_tab

TITLES = {
    "mistakes": ":material/grid_on: Mistakes",
    "confidence": ":material/speed: Confidence",
    "why": ":material/help: Why",
    "layers": ":material/layers: Layers",
    "robustness": ":material/blur_on: Robustness",
    "map": ":material/scatter_plot: Map",
    "epochs": ":material/history: Epochs",
}


def diagnose_tabs(store: RunStore, run: Run, evaluation: Arrays | None) -> None:
    """Draw the tabs, and fill the open one."""
    if wanted := requested_tab():
        st.session_state["diagnose_tab"] = TITLES[wanted]
    tabs = st.tabs(list(TITLES.values()), key="diagnose_tab", on_change="rerun")
    for name, tab in zip(TITLES, tabs, strict=True):
        if tab.open:
            with tab:
                _fill(name, store, run, evaluation)


def _fill(name: str, store: RunStore, run: Run, evaluation: Arrays | None) -> None:
    if name == "robustness":
        robustness_tab(measured(store, run, "robustness"))
    elif name == "map":
        map_tab(run, measured(store, run, "map"), evaluation)
    elif name == "epochs":
        epochs_tab(store, run, measured(store, run, "timeline"))
    elif name == "why":
        if (network := _network(store, run)) is not None:
            why_tab(store, run, network, evaluation)
    elif evaluation is None:
        st.caption("What is shown here needs the measurement above.")
    elif name == "mistakes":
        mistakes_tab(run, evaluation)
    elif name == "confidence":
        confidence_tab(evaluation)
    elif (network := _network(store, run)) is not None:
        layers_tab(run, network, evaluation, measured(store, run, "timeline"))


def _network(store: RunStore, run: Run) -> Network | None:
    try:
        return cached_network(store, run)
    except LabError as error:
        st.error(str(error), icon=":material/error:")
        return None
