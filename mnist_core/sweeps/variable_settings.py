"""The settings that a sweep may vary, within which limits, and how their values are written."""

from mnist_core.config import RunConfig
from mnist_core.plural import number_text
from mnist_core.setting_descriptions import (
    HIDDEN_UNITS,
    LAYERS,
    NEURONS,
    none_text,
    setting_kind,
    setting_limits,
    setting_options,
    sweep_values,
    whole_limits,
)

Value = bool | int | float | str | None
Params = dict[str, Value]

_FIELDS = (LAYERS, NEURONS, *(name for name in RunConfig.model_fields if sweep_values(name)))
WHOLE_NUMBERS: dict[str, tuple[int, int]] = {
    name: whole_limits(name) for name in _FIELDS if setting_kind(name) == "whole number"
}
SHARES: dict[str, tuple[float, float]] = {
    name: setting_limits(name) for name in _FIELDS if setting_kind(name) == "number"
}
NUMBERS: dict[str, tuple[float, float]] = {**WHOLE_NUMBERS, **SHARES}
WORDS: dict[str, tuple[Value, ...]] = {
    name: setting_options(name) for name in _FIELDS if setting_kind(name) == "options"
}
VARIABLE: tuple[str, ...] = (HIDDEN_UNITS, *NUMBERS, *WORDS)


def value_text(value: Value) -> str:
    """Write a value as a command line would."""
    if value is None:
        return "none"
    return _exact(value) if isinstance(value, float) else str(value).lower()


def _exact(value: float) -> str:
    """Write a number in few digits, or in all where it has more."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def shown_value(field: str, value: Value) -> str:
    """Write a value as a page shows it: three digits, "128-64", "yes", "Keras' default"."""
    if value is None:
        return none_text(field)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return (value.replace(",", "-") or "none") if field == HIDDEN_UNITS else value
    return number_text(value, 3)
