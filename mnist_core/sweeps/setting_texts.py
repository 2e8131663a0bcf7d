"""What the settings that a sweep varies, and their values, are called on screen."""

from mnist_core.compare.differences import SETTING_NAMES
from mnist_core.sweeps.variable_settings import HIDDEN_UNITS, LAYERS, NEURONS, VARIABLE, Value

DIMENSION_NAMES: dict[str, str] = {
    field: {**SETTING_NAMES, LAYERS: "Hidden layers", NEURONS: "Neurons per layer"}[field]
    for field in VARIABLE
}
PROPER = ("L2", "Nesterov")
NO_VALUES = {"learning_rate": "Keras' own", "early_stopping_patience": "never"}


def inside_name(field: str) -> str:
    """Give a setting's name as it is written inside a sentence, such as "learning rate"."""
    name = DIMENSION_NAMES[field]
    return name if name.startswith(PROPER) else name[0].lower() + name[1:]


def shown_value(field: str, value: Value) -> str:
    """Write a value as a reader wants it: three digits, "128-64", "yes", "Keras' own"."""
    if value is None:
        return NO_VALUES.get(field, "none")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return (value.replace(",", "-") or "none") if field == HIDDEN_UNITS else value
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}"
