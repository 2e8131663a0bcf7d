"""Widgets for one setting each, under the setting's name and with its help."""

from typing import Any

import streamlit as st

from mnist_core.config import RunConfig
from parts.settings_form.state import help_of, leave_preset

DEFAULT = RunConfig()


def choice(label: str, options: tuple[Any, ...], name: str) -> Any:
    """Let one of a few words be chosen."""
    return st.selectbox(
        label,
        options,
        options.index(getattr(DEFAULT, name)),
        key=name,
        persist_state="session",
        on_change=leave_preset,
        help=help_of(name),
    )


def count(label: str, lowest: int, highest: int, name: str) -> int:
    """Let a whole number be set."""
    number: int = st.number_input(
        label,
        lowest,
        highest,
        getattr(DEFAULT, name),
        key=name,
        persist_state="session",
        on_change=leave_preset,
        help=help_of(name),
    )
    return number


def optional_count(
    label: str, lowest: int, highest: int, name: str, *, placeholder: str
) -> int | None:
    """Let a whole number be set, or none, which the placeholder explains."""
    return st.number_input(
        label,
        lowest,
        highest,
        None,
        key=name,
        placeholder=placeholder,
        persist_state="session",
        on_change=leave_preset,
        help=help_of(name),
    )


def share(label: str, highest: float, name: str, *, step: float, form: str) -> float:
    """Let a number from 0 be set, in steps, written as ``form`` says."""
    number: float = st.number_input(
        label,
        0.0,
        highest,
        getattr(DEFAULT, name),
        step,
        form,
        key=name,
        persist_state="session",
        on_change=leave_preset,
        help=help_of(name),
    )
    return number
