"""What varies: a row of the form for each varied setting, and the dimensions they describe."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.setting_descriptions import setting_title, title_in_sentence
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space import Dimension, make_dimension
from mnist_core.sweeps.variable_settings import VARIABLE
from parts.shared.texts import as_markdown
from parts.sweep.defaults import FIRST_FIELDS, default_dimension
from parts.sweep.varied_values import fill_values, values_of_row


def varied_rows(base: RunConfig, *, grid: bool) -> tuple[Dimension, ...] | None:
    """Draw the rows; give what varies, or none while a row is wrong, which then shows why.

    Args:
        base: what does not vary, for values that do not go with it.
        grid: whether ranges are tried in steps.
    """
    if "vary_rows" not in st.session_state:
        fill_rows([default_dimension(field) for field in FIRST_FIELDS])
    dimensions: list[Dimension] = []
    problems = 0
    for row in st.session_state["vary_rows"]:
        with st.container(border=True):
            field, description = _row(row, grid=grid)
            try:
                dimensions.append(_checked(base, dimensions, field, description))
            except ConfigError as error:
                st.error(as_markdown(_named(str(error))), icon=":material/error:")
                problems += 1
    st.button("Vary another setting", key="vary_more", icon=":material/add:", on_click=_add_row)
    return None if problems else tuple(dimensions)


def fill_rows(dimensions: Sequence[Dimension]) -> None:
    """Make the form show these dimensions and no others; only before it is drawn."""
    st.session_state["vary_rows"] = []
    for dimension in dimensions:
        _append(dimension)


def _row(row: int, *, grid: bool) -> tuple[str, dict[str, Any]]:
    """Draw a row and give its setting, and over what it varies."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        field = st.selectbox(
            "Setting",
            VARIABLE,
            format_func=setting_title,
            key=f"vary_{row}",
            persist_state="session",
            width=180,
        )
        key = f"vary_{row}_{field}"
        if f"{key}_values" not in st.session_state:
            fill_values(key, default_dimension(field))
        description = values_of_row(key, field, grid=grid)
        st.button(
            "",
            key=f"vary_{row}_remove",
            icon=":material/close:",
            type="tertiary",
            help=f"Do not vary {title_in_sentence(field)}",
            on_click=_remove_row,
            args=(row,),
        )
    return field, description


def _checked(
    base: RunConfig, before: Sequence[Dimension], field: str, description: dict[str, Any]
) -> Dimension:
    """Make a row's dimension and see that it goes with the rows above it."""
    if description.get("values") == []:
        raise ConfigError(f"{setting_title(field)} needs at least one value.")
    dimension = make_dimension(field, **description)
    make_plan(base=base, dimensions=(*before, dimension), sampler="random", trials=1)
    return dimension


def _named(sentence: str) -> str:
    """Call settings in the core's sentence by their titles."""
    for field in VARIABLE:
        if "_" in field:
            sentence = sentence.replace(field, title_in_sentence(field))
    return sentence[0].upper() + sentence[1:]


def _append(dimension: Dimension) -> None:
    row = st.session_state.get("vary_next", 0)
    st.session_state["vary_next"] = row + 1
    st.session_state["vary_rows"] = [*st.session_state["vary_rows"], row]
    st.session_state[f"vary_{row}"] = dimension.field
    fill_values(f"vary_{row}_{dimension.field}", dimension)


def _add_row() -> None:
    """Add a row for the first setting that no row varies, those that matter most first."""
    rows = st.session_state["vary_rows"]
    varied = {st.session_state[f"vary_{row}"] for row in rows}
    wanted = ("optimizer", "dropout", "batch_size", "layers", "activation", *VARIABLE)
    _append(default_dimension(next((field for field in wanted if field not in varied), wanted[0])))


def _remove_row(row: int) -> None:
    rows = st.session_state["vary_rows"]
    st.session_state["vary_rows"] = [other for other in rows if other != row]
