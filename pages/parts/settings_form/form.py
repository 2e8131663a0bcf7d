"""The sidebar's settings: widgets in, RunConfig out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.setting_options import DEFAULT_LEARNING_RATES, MOMENTUM_OPTIMIZERS, Optimizer
from parts.settings_form.fields import (
    choice,
    count,
    layer_count,
    meanings,
    neuron_count,
    optional_count,
    optional_number,
    share,
    share_slider,
    switch,
)
from parts.settings_form.marks import marked, opens_more_settings, show_marks
from parts.settings_form.state import PRESET, PRESET_OPTIONS, apply_preset, preset_title

MORE = "more_settings"


def config_form() -> RunConfig:
    """Draw the settings in the sidebar and give what they are set to now."""
    with st.sidebar:
        with st.container():  # it keeps the place, so that a field has the focus when marks go
            show_marks()
        st.selectbox(
            "Preset",
            PRESET_OPTIONS,
            format_func=preset_title,
            key=PRESET,
            persist_state="session",
            on_change=apply_preset,
        )
        values = _network() | _training()
        values |= _more_settings(values["optimizer"])
        meanings()
    return make_config(values)


def _more_settings(optimizer: Optimizer) -> dict[str, Any]:
    """Draw the rest in an expander, which opens where a click elsewhere has changed some of it."""
    if opens_more_settings((*MORE_SETTINGS, *FOR_SOME_OPTIMIZERS)):
        st.session_state[MORE] = True
    with st.expander("More settings", icon=":material/tune:", key=MORE, on_change="rerun"):
        return _more(optimizer)


def _network() -> dict[str, Any]:
    st.subheader("Network", anchor=False)
    layers = layer_count()
    with marked(HIDDEN_UNITS), st.grid(2, min_column_width=110):
        units = tuple(neuron_count(layer) for layer in range(1, layers + 1))
    return {
        "hidden_units": units,
        "activation": choice("activation"),
        "dropout": share_slider("dropout", step=0.05),
    }


def _training() -> dict[str, Any]:
    st.subheader("Training", anchor=False)
    with st.grid(2, min_column_width=110):
        optimizer = choice("optimizer")
        return {
            "optimizer": optimizer,
            "learning_rate": _learning_rate(optimizer),
            "batch_size": count("batch_size"),
            "epochs": count("epochs"),
            "seed": count("seed"),
        }


def _learning_rate(optimizer: Optimizer) -> float | None:
    return optional_number(
        "learning_rate",
        placeholder=f"{DEFAULT_LEARNING_RATES[optimizer]:g}",
        more_help=f"That of {optimizer} is shown in grey.",
    )


def _more(optimizer: Optimizer) -> dict[str, Any]:
    values = {name: draw(name) for name, draw in MORE_SETTINGS.items()}
    if optimizer in MOMENTUM_OPTIMIZERS:
        values["momentum"] = share("momentum", step=0.05, form="%.2f")
    if optimizer == "sgd":
        values["nesterov"] = switch("nesterov")
    return values


def _elastic(name: str) -> float:
    strength = share(name, step=0.05, form="%.2f")
    if st.session_state[MORE]:  # else nobody sees it
        from parts.settings_form.previews import augmentation_preview  # noqa: PLC0415 - slow

        state = st.session_state
        augmentation_preview(state["augmentation"], strength, state["normalization"])
    return strength


def _forms(name: str) -> int:
    number = count(name)
    if st.session_state[MORE]:
        from parts.settings_form.previews import forms_preview  # noqa: PLC0415 - slow

        forms_preview(st.session_state["seed"])
    return number


# What is drawn in the expander, in this order; all other settings are always in sight.
MORE_SETTINGS: dict[str, Callable[[str], Any]] = {
    "kernel_initializer": choice,
    "l2": partial(share, step=0.0001, form="%g"),
    "loss": choice,
    "schedule": choice,
    "dropout_after": choice,
    "early_stopping_patience": partial(optional_count, placeholder="never stops early"),
    "normalization": choice,
    "augmentation": partial(share, step=0.05, form="%.2f"),
    "elastic": _elastic,
    "forms": _forms,
    "train_size": count,
    "validation": choice,
}
FOR_SOME_OPTIMIZERS = ("momentum", "nesterov")
