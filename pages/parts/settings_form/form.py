"""The sidebar's settings: widgets in, RunConfig out."""

from typing import Any

import streamlit as st

from mnist_core.config import (
    ACTIVATIONS,
    DEFAULT_LEARNING_RATES,
    DROPOUT_PLACES,
    INITIALIZERS,
    LOSSES,
    MAX_BATCH_SIZE,
    MAX_DROPOUT,
    MAX_EPOCHS,
    MAX_LAYERS,
    MAX_LEARNING_RATE,
    MAX_NEURONS,
    MAX_PATIENCE,
    MAX_SEED,
    MAX_TRAIN_SIZE,
    MIN_LEARNING_RATE,
    MIN_TRAIN_SIZE,
    MOMENTUM_OPTIMIZERS,
    OPTIMIZERS,
    SCHEDULES,
    VALIDATIONS,
    Optimizer,
    RunConfig,
    make_config,
)
from parts.settings_form.fields import choice, count, optional_count, share
from parts.settings_form.state import (
    PRESET,
    PRESET_OPTIONS,
    apply_preset,
    help_of,
    leave_preset,
    preset_title,
)

DEFAULT = RunConfig()
VALIDATION_TITLES = {"holdout": "5,000 digits kept out", "test": "Test digits, as on the slides"}


def config_form() -> RunConfig:
    """Draw the settings in the sidebar and give what they say now."""
    with st.sidebar:
        st.selectbox(
            "Preset",
            PRESET_OPTIONS,
            format_func=preset_title,
            key=PRESET,
            persist_state="session",
            on_change=apply_preset,
            help="The slides' six systems and the reader of real handwriting; then change them.",
        )
        values = _network() | _training()
        with st.expander("More settings", icon=":material/tune:"):
            values |= _more(values["optimizer"])
    return make_config(values)


def _network() -> dict[str, Any]:
    st.subheader("Network", anchor=False)
    layers = st.slider(
        "Hidden layers",
        0,
        MAX_LAYERS,
        len(DEFAULT.hidden_units),
        key="layers",
        persist_state="session",
        on_change=leave_preset,
        help="Layers between the 784 pixels and the 10 answers.",
    )
    with st.grid(2, min_column_width=110):
        units = tuple(_neurons(number) for number in range(1, layers + 1))
    activation = choice("Activation", ACTIVATIONS, "activation")
    dropout = st.slider(
        "Dropout",
        0.0,
        MAX_DROPOUT,
        DEFAULT.dropout,
        0.05,
        key="dropout",
        persist_state="session",
        on_change=leave_preset,
        help=help_of("dropout"),
    )
    return {"hidden_units": units, "activation": activation, "dropout": dropout}


def _neurons(number: int) -> int:
    return st.number_input(
        f"Neurons in layer {number}",
        1,
        MAX_NEURONS,
        DEFAULT.hidden_units[0],
        key=f"neurons_{number}",
        persist_state="session",
        on_change=leave_preset,
    )


def _training() -> dict[str, Any]:
    st.subheader("Training", anchor=False)
    with st.grid(2, min_column_width=110):
        optimizer = choice("Optimizer", OPTIMIZERS, "optimizer")
        return {
            "optimizer": optimizer,
            "learning_rate": _learning_rate(optimizer),
            "batch_size": count("Batch size", 1, MAX_BATCH_SIZE, "batch_size"),
            "epochs": count("Epochs", 1, MAX_EPOCHS, "epochs"),
            "seed": count("Seed", 0, MAX_SEED, "seed"),
        }


def _learning_rate(optimizer: Optimizer) -> float | None:
    return st.number_input(
        "Learning rate",
        MIN_LEARNING_RATE,
        MAX_LEARNING_RATE,
        None,
        format="%g",
        key="learning_rate",
        placeholder=f"{DEFAULT_LEARNING_RATES[optimizer]:g}",
        persist_state="session",
        on_change=leave_preset,
        help=f"{help_of('learning_rate')} Empty, it is {optimizer}'s own, shown in grey.",
    )


def _more(optimizer: Optimizer) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kernel_initializer": choice("Initializer", INITIALIZERS, "kernel_initializer"),
        "l2": share("L2 penalty", 1.0, "l2", step=0.0001, form="%g"),
        "loss": choice("Loss", LOSSES, "loss"),
        "schedule": choice("Schedule", SCHEDULES, "schedule"),
        "dropout_after": choice("Dropout after", DROPOUT_PLACES, "dropout_after"),
        "early_stopping_patience": optional_count(
            "Early stopping patience",
            1,
            MAX_PATIENCE,
            "early_stopping_patience",
            placeholder="never stops early",
        ),
        "augmentation": share("Augmentation", 1.0, "augmentation", step=0.05, form="%.2f"),
        "train_size": count("Training digits", MIN_TRAIN_SIZE, MAX_TRAIN_SIZE, "train_size"),
        "validation": _validation(),
    }
    if optimizer in MOMENTUM_OPTIMIZERS:
        values["momentum"] = share("Momentum", 0.99, "momentum", step=0.05, form="%.2f")
    if optimizer == "sgd":
        values["nesterov"] = st.toggle(
            "Nesterov",
            key="nesterov",
            persist_state="session",
            on_change=leave_preset,
            help=help_of("nesterov"),
        )
    return values


def _validation() -> str:
    return st.selectbox(
        "Validation",
        VALIDATIONS,
        format_func=VALIDATION_TITLES.__getitem__,
        key="validation",
        persist_state="session",
        on_change=leave_preset,
        help=help_of("validation"),
    )
