"""``python -m mnist_core sweep``: its options, read into a plan, and its output."""

from pathlib import Path
from typing import Annotated

import typer

from mnist_core.cli.config_options import merged_config
from mnist_core.cli.terminal import as_typed
from mnist_core.environment import read_settings
from mnist_core.errors import ConfigError, LabError
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import (
    DEFAULT_TRIALS,
    Objective,
    Pruner,
    Sampler,
    SweepPlan,
    make_plan,
)
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import sweep_trials

Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=VALUES",
        help="A setting and what to try: optimizer=adam,sgd, hidden_units=64|128,64, or "
        "learning_rate=1e-4..1e-1:log. Once for each setting.",
    ),
]
Trials = Annotated[
    int | None,
    typer.Option(
        help=f"How many; {DEFAULT_TRIALS} without this and --minutes, of a grid all its points."
    ),
]


def sweep(
    *,
    settings: dict[str, str],
    vary: Vary = None,
    trials: Trials = None,
    minutes: Annotated[
        float | None, typer.Option(help="How long it may take; training then stops.")
    ] = None,
    sampler: Annotated[Sampler, typer.Option(help="How trials are chosen.")] = "tpe",
    prune: Annotated[Pruner, typer.Option(help="End trials early that go badly.")] = "none",
    objective: Annotated[Objective, typer.Option(help="What to minimise.")] = "error",
    sweep_seed: Annotated[int, typer.Option(help="Fixes what random and tpe draw.")] = 0,
    preset: Annotated[
        str | None, typer.Option(help="Start from a preset, such as slide-1.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="Start from a JSON file.")] = None,
    name: Annotated[str, typer.Option(help="The sweep's name; one is made up without.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Search settings for the best network; Ctrl-C stops and keeps what was found.

    An open lab of the same home runs it; without one this command runs it itself.
    """
    if trials is None and minutes is None and sampler != "grid":
        trials = DEFAULT_TRIALS
    if not vary:
        raise ConfigError("Say what to vary, such as --vary optimizer=adam,sgd.")
    plan = make_plan(
        base=merged_config(preset, config, settings),
        dimensions=tuple(parse_dimension(text) for text in vary),
        sampler=sampler,
        pruner=prune,
        trials=trials,
        minutes=minutes,
        objective=objective,
        seed=sweep_seed,
    )
    ended = _carry_out(plan, as_typed(name), quiet=as_json)
    if ended.state == "failed":
        raise LabError(ended.message or f"{ended.name} has failed.")


def _carry_out(plan: SweepPlan, name: str, *, quiet: bool) -> Sweep:
    from mnist_core.cli.follow_sweep import sweep_here  # noqa: PLC0415 - not for other commands
    from mnist_core.cli.json_documents import print_json, sweep_document  # noqa: PLC0415
    from mnist_core.cli.live_table import sweep_view  # noqa: PLC0415
    from mnist_core.cli.sweep_lines import closing_lines  # noqa: PLC0415

    settings = read_settings()
    store = RunStore(settings)
    with sweep_view(store, quiet=quiet) as show:
        ended = sweep_here(store, settings, plan, name, show)
    trials = sweep_trials(store, ended.id)
    if quiet:
        print_json(sweep_document(ended, trials))
    else:
        print("\n".join(closing_lines(ended, trials)))
    return ended
