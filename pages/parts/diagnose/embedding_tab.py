"""Test digits laid out by what the last hidden layer makes of them."""

from typing import Any

import streamlit as st

from mnist_core.analysis.embedding import DigitMap
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.figures.embedding import MAP_TITLES, digit_map
from mnist_core.store.records import Run
from parts.shared.figure import draw_figure
from parts.shared.test_digits import choose_digit, chosen_digit, digit_card


def map_tab(run: Run, digits: DigitMap | None, evaluation: Evaluation | None) -> None:
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
            alt="Test digits; near ones are alike to the network",
            on_click=_choose,
        )
    with card, st.container(border=True):
        index = chosen_digit()
        if evaluation is None or index is None:
            st.caption("Each point is a test digit; ringed ones are misread. Click one.")
        else:
            row = evaluation.probabilities[index]
            digit_card(run.id, int(row.argmax()), float(row.max()), where="map")


def _choose(point: dict[str, Any]) -> None:
    choose_digit(point.get("customdata"))
