"""The tabs of the Diagnose page, each measured when it is first opened.

Robustness and the map are a figure or two and are drawn here; the others have modules.
"""

from typing import Any

import streamlit as st

from mnist_core.analysis.embedding import DigitMap
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.analysis.layer_health import Timeline
from mnist_core.analysis.robustness import DISTORTIONS, Robustness
from mnist_core.errors import LabError
from mnist_core.figures.embedding import MAP_TITLES, digit_map
from mnist_core.figures.robustness import robustness_curve
from mnist_core.network.mlp import Network
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.diagnose.calibration_tab import calibration_tab
from parts.diagnose.epochs_tab import epochs_tab
from parts.diagnose.explain_tab import why_tab
from parts.diagnose.layers_tab import layers_tab
from parts.diagnose.measurement import measured
from parts.diagnose.mistakes_tab import mistakes_tab
from parts.shared.actions import show_problem
from parts.shared.figure import draw_figure
from parts.shared.live import follow_runs
from parts.shared.network_cache import cached_network
from parts.shared.test_digits import choose_digit, chosen_digit, digit_card, requested_tab

TITLES = {
    "mistakes": ":material/grid_on: Mistakes",
    "confidence": ":material/speed: Calibration",
    "why": ":material/help: Why",
    "layers": ":material/layers: Layers",
    "robustness": ":material/blur_on: Robustness",
    "map": ":material/scatter_plot: Map",
    "epochs": ":material/history: Epochs",
}
OF_NEWEST_WEIGHTS = ("why", "layers", "epochs")  # drawn again after each epoch


def diagnose_tabs(store: RunStore, run: Run, evaluation: Evaluation | None) -> None:
    """Draw the tabs, and fill the open one."""
    if wanted := requested_tab():
        st.session_state["diagnose_tab"] = TITLES[wanted]
    tabs = st.tabs(list(TITLES.values()), key="diagnose_tab", on_change="rerun")
    for name, tab in zip(TITLES, tabs, strict=True):
        if tab.open:
            with tab:
                _fill(name, store, run, evaluation)


def _fill(name: str, store: RunStore, run: Run, evaluation: Evaluation | None) -> None:
    if name in OF_NEWEST_WEIGHTS:
        follow_runs(store, [run], key="newest_weights")
    if name == "robustness":
        _robustness_tab(measured(store, run, Robustness))
    elif name == "map":
        _map_tab(run, measured(store, run, DigitMap), evaluation)
    elif name == "epochs":
        epochs_tab(store, run, measured(store, run, Timeline))
    elif name == "why":
        if (network := _network(store, run)) is not None:
            why_tab(store, run, network, evaluation)
    elif evaluation is None:
        st.caption("Shown here once the measurement above is done.")
    elif name == "mistakes":
        mistakes_tab(run, evaluation)
    elif name == "confidence":
        calibration_tab(evaluation)
    elif (network := _network(store, run)) is not None:
        layers_tab(network, evaluation, measured(store, run, Timeline))


def _robustness_tab(robustness: Robustness | None) -> None:
    """Draw accuracy against each distortion's level; empty axes until it is measured."""
    if robustness is not None:
        st.caption(f"On {robustness.count:,} test digits; the hollow point is without distortion.")
    with st.grid(2, min_column_width=330, border=True):
        for kind, distortion in DISTORTIONS.items():
            draw_figure(
                robustness_curve(robustness, kind),
                key=f"robust_{kind}",
                alt=f"Accuracy by {distortion.title}",
            )


def _map_tab(run: Run, digits: DigitMap | None, evaluation: Evaluation | None) -> None:
    """Draw the map, and the digit whose point was clicked."""
    kind = st.segmented_control(
        "Map by",
        list(MAP_TITLES),
        default="tsne",
        required=True,
        format_func=MAP_TITLES.__getitem__,
        key="map_kind",
        persist_state="session",
        label_visibility="collapsed",
    )
    plane, card = st.container(width="stretch").columns([7, 3], gap="medium")
    with plane, st.container(border=True):
        draw_figure(
            digit_map(digits, kind),
            key="digit_map",
            alt="Map of test digits; close points look similar to the network",
            on_click=_choose_point,
        )
    with card, st.container(border=True):
        index = chosen_digit()
        if evaluation is None or index is None:
            st.caption("Each point is a test digit; ringed ones are misread. Click one.")
        else:
            row = evaluation.probabilities[index]
            digit_card(run.id, int(row.argmax()), float(row.max()), where="map")


def _choose_point(point: dict[str, Any]) -> None:
    choose_digit(point.get("customdata"))


def _network(store: RunStore, run: Run) -> Network | None:
    try:
        return cached_network(store, run)
    except LabError as error:
        show_problem(error)
        return None
