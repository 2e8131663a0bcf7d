"""What the settings of a run are called, explained by and limited to, read off their fields."""

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, Field

from mnist_core.config import RunConfig
from mnist_core.setting_options import MAX_LAYERS, MAX_NEURONS

Option = bool | str
Kind = Literal["network", "whole number", "number", "options"]

HIDDEN_UNITS = "hidden_units"
LAYERS, NEURONS, ALL_NEURONS = "layers", "neurons", "all_neurons"


class _Shape(BaseModel):
    """``hidden_units`` as single numbers, which forms, sweeps and charts offer beside it."""

    layers: int = Field(
        title="Hidden layers",
        ge=0,
        le=MAX_LAYERS,
        description="Layers between the 784 pixels and the 10 answers.",
        json_schema_extra={"sweep": "1..3"},
    )
    neurons: int = Field(
        title="Neurons per layer",
        ge=1,
        le=MAX_NEURONS,
        description="Neurons of every hidden layer, the same for all.",
        json_schema_extra={"sweep": "32..512:log"},
    )
    all_neurons: int = Field(
        title="Neurons in all", description="Neurons of all hidden layers together."
    )


def setting_title(name: str) -> str:
    """Give what every page calls a setting.

    Args:
        name: a field of ``RunConfig``, or ``LAYERS``, ``NEURONS`` or ``ALL_NEURONS``; here as in
            the functions below.
    """
    return str(_schema()[name]["title"])


def title_in_sentence(name: str) -> str:
    """Give a setting's title as it is written inside a sentence, such as "learning rate"."""
    title = setting_title(name)
    return title if _schema()[name].get("proper") else title[0].lower() + title[1:]


def setting_help(name: str) -> str:
    """Give the sentence that explains a setting."""
    return str(_schema()[name]["description"])


def setting_kind(name: str) -> Kind:
    """Return whether a setting takes networks, whole numbers, numbers, or one of a few options."""
    schema = _schema()[name]
    kinds: dict[str, Kind] = {"array": "network", "integer": "whole number", "number": "number"}
    return kinds.get(schema["type"], "options")


def setting_limits(name: str) -> tuple[float, float]:
    """Give the least and the greatest number that a setting is offered with, both allowed."""
    schema = _schema()[name]
    return float(schema["minimum"]), float(schema["maximum"])


def whole_limits(name: str) -> tuple[int, int]:
    """Give the least and the greatest value of a setting that takes whole numbers."""
    lowest, highest = setting_limits(name)
    return int(lowest), int(highest)


def setting_options(name: str) -> tuple[Option, ...]:
    """Give all values of a setting that takes one of a few, in the order of its type."""
    schema = _schema()[name]
    return (False, True) if schema["type"] == "boolean" else tuple(schema["enum"])


def option_title(name: str, option: Option) -> str:
    """Give what a page calls one of a setting's options."""
    return str(_schema()[name].get("option_titles", {}).get(option, option))


def none_text(name: str) -> str:
    """Give what it is called that a setting has no value, such as "never"."""
    return str(_schema()[name].get("none", "none"))


def sweep_values(name: str) -> str | None:
    """Give over what a sweep varies a setting at first, as a command line writes it.

    None for a setting that no sweep varies.
    """
    values: str | None = _schema()[name].get("sweep")
    return values


@cache
def _schema() -> dict[str, dict[str, Any]]:
    """Give the JSON schema of every setting; of one that may be none, of its values."""
    properties: dict[str, dict[str, Any]] = {
        **RunConfig.model_json_schema()["properties"],
        **_Shape.model_json_schema()["properties"],
    }
    return {name: _of_a_value(schema) for name, schema in properties.items()}


def _of_a_value(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in schema.get("anyOf", ()) if kind["type"] != "null"]
    return {**kinds[0], **schema} if kinds else schema
