"""Over what one setting varies: words, a list of numbers or networks, or a range."""

from typing import Any

import streamlit as st

from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.sweeps.search_space import GRID_STEPS, MAX_GRID, Dimension
from mnist_core.sweeps.variable_settings import (
    NUMBERS,
    WHOLE_NUMBERS,
    WORDS,
    Value,
    shown_value,
    value_text,
)

RANGE, LIST = "Range", "List"
LINEAR, LOG = "Linear", "Log"


def values_of_row(key: str, field: str, *, grid: bool) -> dict[str, Any]:
    """Draw the widgets of one setting, and give their values as ``make_dimension`` takes them.

    Args:
        key: begins the keys of the widgets, which ``fill_values`` has filled before.
        grid: whether a range is tried in steps.
    """
    if field in WORDS:
        return {"values": _words(key, field)}
    if field == HIDDEN_UNITS:
        return {"values": _listed(key, "|", "Layer sizes, such as 64 | 128 | 128,64")}
    kind = st.selectbox(
        "Values as", (RANGE, LIST), key=f"{key}_kind", persist_state="session", width=110
    )
    if kind == LIST:
        return {"values": _listed(key, ",", "Values, such as 32, 64, 128")}
    return _range(key, field, grid=grid)


def fill_values(key: str, dimension: Dimension) -> None:
    """Make the widgets of a row show ``dimension``; only before they are drawn.

    A range is a list as well, and a list of numbers a range, where the reader changes the kind.
    """
    mark = " | " if dimension.field == HIDDEN_UNITS else ", "
    listed: object = mark.join(value_text(value) for value in dimension.grid)
    if dimension.field in WORDS:
        listed = list(dimension.values)
    st.session_state[f"{key}_values"] = listed
    if dimension.field in NUMBERS:
        _fill_range(key, dimension)


def _fill_range(key: str, dimension: Dimension) -> None:
    numbers = [float(value) for value in dimension.grid if value is not None]
    as_shown = int if dimension.whole else float
    st.session_state.update(
        {
            f"{key}_kind": LIST if dimension.values else RANGE,
            f"{key}_low": as_shown(min(numbers)),
            f"{key}_high": as_shown(max(numbers)),
            f"{key}_scale": LOG if dimension.log else LINEAR,
            f"{key}_steps": dimension.steps or GRID_STEPS,
        }
    )


def _words(key: str, field: str) -> list[Value]:
    chosen: list[Value] = st.multiselect(
        "Values",
        WORDS[field],
        format_func=lambda value: shown_value(field, value),
        key=f"{key}_values",
        persist_state="session",
        width=420,
    )
    return chosen


def _listed(key: str, mark: str, label: str) -> list[Value]:
    text = st.text_input(label, key=f"{key}_values", persist_state="session", width=420) or ""
    return [part.strip() for part in text.split(mark) if part.strip()]


def _range(key: str, field: str, *, grid: bool) -> dict[str, Any]:
    description: dict[str, Any] = {
        "low": _end(key, "low", field),
        "high": _end(key, "high", field),
        "log": st.selectbox(
            "Scale",
            (LINEAR, LOG),
            key=f"{key}_scale",
            persist_state="session",
            width=110,
        )
        == LOG,
    }
    if grid:
        description["steps"] = st.number_input(
            "Steps", 2, MAX_GRID, key=f"{key}_steps", persist_state="session", width=100
        )
    return description


def _end(key: str, end: str, field: str) -> float:
    lowest, highest = NUMBERS[field]
    if field in WHOLE_NUMBERS:
        lowest, highest = int(lowest), int(highest)
    value = st.number_input(
        {"low": "From", "high": "To"}[end],
        lowest,
        highest,
        format=None if field in WHOLE_NUMBERS else "%g",
        key=f"{key}_{end}",
        persist_state="session",
        width=120,
    )
    return float(value)
