"""Settings read from a JSON file: a run's alone, or what ``show --json`` printed of it."""

import json
from pathlib import Path
from typing import Any

from mnist_core.config import RunConfig
from mnist_core.config_input import config_from_json
from mnist_core.errors import ConfigError
from mnist_core.file_texts import file_content, file_text
from mnist_core.quoting import named

MAX_BYTES = 10_000_000  # what ``show --json`` prints of 500 epochs has a hundredth


def read_config_file(file: Path) -> RunConfig:
    """Read settings from a file in any of Unicode's encodings.

    Raises:
        ConfigError: it cannot be read, or a setting in it is not allowed.
    """
    try:
        return config_from_text(file_text(_content(file)))
    except OSError as error:
        raise ConfigError(f"The settings file {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"The settings file {file} is not a text in Unicode; save it as UTF-8."
        ) from error


def config_from_text(text: str) -> RunConfig:
    """Read settings from JSON: one object of settings, or one that has them as ``config``.

    Raises:
        ConfigError: it is neither, has a field twice, or a setting in it is not allowed.
    """
    try:
        document = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        document = None  # the reader of settings says what is wrong with it
    inner = document.get("config") if isinstance(document, dict) else None
    return config_from_json(json.dumps(inner) if isinstance(inner, dict) else text)


def _each_once(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its fields; of two of one name JSON's readers would drop the first."""
    document: dict[str, Any] = {}
    for name, value in fields:
        if name in document:
            raise ConfigError(f"The settings have {named(name)} twice; leave one of the two.")
        document[name] = value
    return document


def _content(file: Path) -> bytes:
    content = file_content(file, MAX_BYTES)
    if len(content) > MAX_BYTES:
        raise ConfigError(
            f"The settings file {file} is larger than {MAX_BYTES // 1_000_000} MB; "
            "a run's settings are not."
        )
    return content
