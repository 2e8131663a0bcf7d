"""A run's settings out of what people and files give, or one sentence that says why not."""

from typing import Any

from pydantic import ValidationError

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.plural import number_text
from mnist_core.quoting import named, quoted


def make_config(values: dict[str, Any]) -> RunConfig:
    """Build a config from outside values; strings are read as numbers where a number belongs.

    Raises:
        ConfigError: one sentence that names the setting, its value and what is allowed.
    """
    try:
        return RunConfig.model_validate(values)
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from error


def config_from_json(text: str | bytes) -> RunConfig:
    """Read a config from JSON text.

    Raises:
        ConfigError: the text is no JSON object, or a setting in it is not allowed.
    """
    try:
        return RunConfig.model_validate_json(text)
    except ValidationError as error:
        raise ConfigError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    kind, where = first["type"], first["loc"]
    if kind == "json_invalid":
        return f"The settings are no valid JSON: {first['ctx']['error']}."
    if kind == "value_error" and not where:
        return f"These settings do not go together: {first['ctx']['error']}."
    if not where:
        return "The settings must be one JSON object with a field for each setting."
    name = str(where[0])
    if kind == "extra_forbidden":
        known = ", ".join(RunConfig.model_fields)
        return f"{named(name)} is no setting of a run; there are {known}."
    value = "no value" if first["input"] is None else quoted(first["input"])
    return f"{name} cannot be {value}: {_allowed(name) or _problem(name, first['msg'])}."


def _allowed(name: str) -> str:
    """Give what a setting takes, where that is a choice or a number between two limits; else ""."""
    schema = RunConfig.model_json_schema()["properties"][name]
    schema = next((each for each in schema.get("anyOf", ()) if each["type"] != "null"), schema)
    if "enum" in schema:
        return f"it is one of {', '.join(schema['enum'])}"
    if "minimum" not in schema or "maximum" not in schema:
        return ""
    kind = "whole numbers" if schema["type"] == "integer" else "numbers"
    lowest, highest = (number_text(limit) for limit in (schema["minimum"], schema["maximum"]))
    return f"it takes {kind} from {lowest} to {highest}"


def _problem(name: str, message: str) -> str:
    description = RunConfig.model_fields[name].description
    return f"{message[0].lower()}{message[1:]} ({description})"
