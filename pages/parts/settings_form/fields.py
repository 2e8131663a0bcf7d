"""Widgets for one setting each: title, help, limits and options are those of its field."""

from typing import Any

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.setting_descriptions import (
    HIDDEN_UNITS,
    LAYERS,
    NEURONS,
    option_title,
    setting_help,
    setting_limits,
    setting_options,
    setting_title,
    whole_limits,
)
from parts.settings_form.marks import marked
from parts.settings_form.state import change_by_hand

DEFAULT = RunConfig()
# The "?" of a field is a stop of the Tab key of its own before the next field. These fields, which
# are always in sight, are explained by ``meanings`` alone.
EXPLAINED_TOGETHER = (LAYERS, "activation", "dropout", "optimizer", "batch_size", "epochs", "seed")


def choice(name: str) -> Any:
    """Let one of a setting's options be chosen."""
    options = setting_options(name)
    with marked(name):
        value = st.selectbox(
            setting_title(name),
            options,
            options.index(getattr(DEFAULT, name)),
            format_func=lambda option: option_title(name, option),
            **_common(name),
        )
    return value


def switch(name: str) -> bool:
    """Let a setting be turned on or off."""
    with marked(name):
        value = st.toggle(
            setting_title(name),
            getattr(DEFAULT, name),
            **_common(name),
        )
    return value


def count(name: str) -> int:
    """Let a whole number be set."""
    with marked(name):
        number: int = st.number_input(
            setting_title(name),
            *whole_limits(name),
            getattr(DEFAULT, name),
            **_common(name),
        )
    return number


def optional_count(name: str, *, placeholder: str) -> int | None:
    """Let a whole number be set, or none, which the placeholder explains."""
    with marked(name):
        value: int | None = st.number_input(
            setting_title(name),
            *whole_limits(name),
            None,
            placeholder=placeholder,
            **_common(name),
        )
    return value


def optional_number(name: str, *, placeholder: str, more_help: str) -> float | None:
    """Let a number be set, or none, which the placeholder and the end of the help explain."""
    with marked(name):
        value: float | None = st.number_input(
            setting_title(name),
            *setting_limits(name),
            None,
            format="%g",
            placeholder=placeholder,
            **_common(name, more_help),
        )
    return value


def share(name: str, *, step: float, form: str) -> float:
    """Let a number be set in steps, written in the format ``form``."""
    with marked(name):
        number: float = st.number_input(
            setting_title(name),
            *setting_limits(name),
            getattr(DEFAULT, name),
            step,
            form,
            **_common(name),
        )
    return number


def share_slider(name: str, *, step: float) -> float:
    """Let a number be set by a slider."""
    with marked(name):
        number: float = st.slider(
            setting_title(name),
            *setting_limits(name),
            getattr(DEFAULT, name),
            step,
            **_common(name),
        )
    return number


def layer_count() -> int:
    """Let the number of hidden layers be set."""
    number: int = st.slider(
        setting_title(LAYERS),
        *whole_limits(LAYERS),
        len(DEFAULT.hidden_units),
        **_bound(LAYERS, HIDDEN_UNITS),
    )
    return number


def neuron_count(layer: int) -> int:
    """Let the neurons of one hidden layer be set; the first is layer 1."""
    number: int = st.number_input(
        f"Neurons in layer {layer}",
        *whole_limits(NEURONS),
        DEFAULT.hidden_units[0],
        **_bound(f"neurons_{layer}", HIDDEN_UNITS),
    )
    return number


def meanings() -> None:
    """Offer what each setting means, all in one list."""
    names = [LAYERS, *RunConfig.model_fields]
    preset = "**Preset.** The slides' six systems, a reader of handwriting, and the best on MNIST."
    with st.popover(
        "What the settings mean", icon=":material/help:", type="tertiary", key="meanings"
    ):
        lines = [f"**{setting_title(each)}.** {setting_help(each)}" for each in names]
        st.markdown("  \n".join([preset, *lines]))  # a line each, of one paragraph


def _common(name: str, more_help: str = "") -> dict[str, Any]:
    """Give the arguments that the widgets of all settings share."""
    explained = "" if name in EXPLAINED_TOGETHER else f"{setting_help(name)} {more_help}".strip()
    return {**_bound(name, name), "help": explained or None}


def _bound(key: str, field: str) -> dict[str, Any]:
    """Bind a widget to its key, and a change of it to the field that it is a change of."""
    return {
        "key": key,
        "persist_state": "session",
        "on_change": change_by_hand,
        "args": (field,),
    }
