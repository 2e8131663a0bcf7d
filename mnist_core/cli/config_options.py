"""One command-line option for each field of RunConfig, made from the field itself."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from mnist_core.cli.config_file import read_config_file
from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.errors import ConfigError
from mnist_core.presets import PRESETS
from mnist_core.quoting import quoted
from mnist_core.setting_descriptions import setting_help


def with_config_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command whose parameter ``settings`` is a dict an option for each field instead.

    Values stay text: RunConfig reads them, so a file, a URL and a command line are read alike.
    """

    def wrapped(**arguments: Any) -> Any:
        settings = {name: arguments.pop(name) for name in RunConfig.model_fields}
        given = {name: value for name, value in settings.items() if value is not None}
        return command(settings=given, **arguments)

    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.name != "settings"]
    parameters = [*own, *(_option(name) for name in RunConfig.model_fields)]
    wrapped.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {p.name: p.annotation for p in parameters}
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    return wrapped


def merged_config(preset: str | None, file: Path | None, settings: dict[str, str]) -> RunConfig:
    """Take a preset or a JSON file, or the defaults, and let single settings override it.

    Raises:
        ConfigError: unknown preset, unreadable file, or a setting that is not allowed.
    """
    if preset is not None and file is not None:
        raise ConfigError("Give --preset or --config, not both.")
    base = RunConfig()
    if preset is not None:
        if preset not in PRESETS:
            known = ", ".join(PRESETS)
            raise ConfigError(f"There is no preset {quoted(preset)}; there are {known}.")
        base = PRESETS[preset].config
    elif file is not None:
        base = read_config_file(file)
    return make_config(base.model_dump() | settings)


def _option(name: str) -> inspect.Parameter:
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        help=setting_help(name),
        rich_help_panel="Settings of the run",
        metavar="VALUE",
    )
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=None,
        annotation=Annotated[str | None, option],
    )
