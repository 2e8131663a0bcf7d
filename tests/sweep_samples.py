"""Sweeps that look carried out, without anybody training: trials made up, errors by a formula."""

import dataclasses
import math
import secrets

import numpy as np
from sqlalchemy import insert

from mnist_core.config import RunConfig
from mnist_core.network.architecture import parameter_count
from mnist_core.store.database import transaction
from mnist_core.store.names import new_run_id
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import EpochRow, RunRow, SweepTrialRow
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Trial, TrialState
from mnist_core.sweeps.search_space import Dimension, grid_points
from mnist_core.sweeps.sweep_store import read_sweep
from mnist_core.sweeps.variable_settings import Params, Value

BEGAN_AT, CHANCE = 1_700_000_000.0, 90.2
DIVERGES_ABOVE = 0.06  # learning rate
OPTIMIZER_COSTS = {"adam": 0.0, "nadam": 0.05, "adamw": 0.05, "rmsprop": 0.2, "sgd": 2.5}


def sample_trials(
    count: int, plan: SweepPlan, seed: int = 0, *, training: int = 1, failing: bool = True
) -> list[Trial]:
    """Make up a sweep's first ``count`` trials; a grid has no more than its points.

    Most are finished. Of a plan that prunes, every fifth and those that would do badly are
    pruned; one in seventeen, the fourth first, has failed if ``failing``; the last ``training``
    still train.
    """
    generator = np.random.default_rng(seed)
    points = _points(count, plan, generator)
    batch = secrets.token_hex(4)  # ids that no other call makes
    trials = []
    for number, params in enumerate(points):
        state = _state(number, plan, params, failing)
        if number > 0 and number >= len(points) - training:
            state = "training"
        trial = _trial(number, state, plan.config(params), params, generator)
        trials.append(dataclasses.replace(trial, run_id=f"{batch}{number:04d}"))
    return trials


def add_sample_trials(
    store: RunStore, sweep_id: str, count: int, *, training: int = 0, seed: int = 0
) -> list[Trial]:
    """Write made-up trials of a sweep that has none into the store, each with a run and epochs.

    No lease is taken: an engine beside it would take up those that train. No weights are written.
    """
    sweep = read_sweep(store, sweep_id)
    trials = sample_trials(count, sweep.plan, seed, training=training)
    runs = [_run_row(trial, sweep.plan.config(trial.params), sweep_id) for trial in trials]
    epochs = [row for trial in trials for row in _epoch_rows(trial)]
    with store.database.begin() as connection:
        if trials:
            connection.execute(insert(RunRow), runs)
            connection.execute(insert(SweepTrialRow), [_trial_row(t, sweep_id) for t in trials])
        if epochs:
            connection.execute(insert(EpochRow), epochs)
    return trials


def add_timed_run(
    store: RunStore, config: RunConfig, per_epoch: float, *, over: float = 0.0, **columns: object
) -> None:
    """Write a run down that trained for so many seconds an epoch, and ``over`` besides."""
    values: dict[str, object] = {"state": "finished", "epochs_done": 3, "target_epochs": 3}
    values["seconds_per_epoch"] = per_epoch
    row = RunRow(
        id=new_run_id(),
        name="timed",
        config=config.model_dump_json(),
        created_at=0.0,
        queued_at=0.0,
        started_at=100.0,
        ended_at=100.0 + 3 * per_epoch + over,
        program_version="",
        keras_version="",
        parameters=parameter_count(config),
        **(values | columns),
    )
    with transaction(store.database) as session:
        session.add(row)


def expected_error(config: RunConfig) -> float:
    """Give the validation error, in percent, that the made-up trials scatter around."""
    rate = config.initial_learning_rate * (0.1 if config.optimizer == "sgd" else 1.0)
    if rate > DIVERGES_ABOVE:
        return CHANCE
    neurons = sum(config.hidden_units) or 1
    return (
        1.5
        + 0.9 * math.log10(rate / 1.5e-3) ** 2
        + 0.35 * max(0.0, math.log2(512 / neurons))
        + 6 * (config.dropout - 0.25) ** 2
        + 0.1 * abs(math.log2(config.batch_size / 96))
        + OPTIMIZER_COSTS.get(config.optimizer, 0.6)
        + 2 / config.epochs
    )


def _points(count: int, plan: SweepPlan, generator: np.random.Generator) -> list[Params]:
    if plan.sampler == "grid":
        return grid_points(plan.base, plan.dimensions)[:count]
    tries = 3 if plan.sampler == "tpe" else 1
    return [_best_of(tries if number > 9 else 1, plan, generator) for number in range(count)]


def _best_of(tries: int, plan: SweepPlan, generator: np.random.Generator) -> Params:
    drawn = [{d.field: _draw(d, generator) for d in plan.dimensions} for _ in range(tries)]
    return min(drawn, key=lambda params: expected_error(plan.config(params)))


def _draw(dimension: Dimension, generator: np.random.Generator) -> Value:
    if dimension.values:
        return dimension.values[int(generator.integers(len(dimension.values)))]
    low, high = dimension.low or 0.0, dimension.high or 0.0
    if dimension.log:
        drawn = math.exp(generator.uniform(math.log(low), math.log(high)))
    else:
        drawn = float(generator.uniform(low, high))
    return round(drawn) if dimension.whole else drawn


def _state(number: int, plan: SweepPlan, params: Params, failing: bool) -> TrialState:
    if failing and number % 17 == 3:
        return "failed"
    bad = expected_error(plan.config(params)) > 4 or number % 5 == 4
    return "pruned" if plan.pruner != "none" and number > 4 and bad else "finished"


def _trial(
    number: int,
    state: TrialState,
    config: RunConfig,
    params: Params,
    generator: np.random.Generator,
) -> Trial:
    error = expected_error(config) * math.exp(generator.normal(0, 0.05))
    epochs = {"finished": config.epochs, "failed": 0}.get(state, max(1, config.epochs // 3))
    early = 0.6 * (config.epochs - epochs) / config.epochs
    seconds = epochs * (0.5 + parameter_count(config) / 200_000)
    began = BEGAN_AT + 6.0 * number
    return Trial(
        number=number,
        state=state,
        run_id=None,
        params=params,
        epochs=epochs,
        error=None if state == "failed" else round(min(error + early, CHANCE), 2),
        parameters=parameter_count(config),
        seconds=None if state == "failed" else round(seconds, 2),
        message="The loss became infinite." if state == "failed" else "",
        began_at=began,
        ended_at=None if state == "training" else began + seconds,
    )


def _trial_row(trial: Trial, sweep_id: str) -> dict[str, object]:
    return {
        "sweep_id": sweep_id,
        "number": trial.number,
        "state": trial.state,
        "run_id": trial.run_id,
        "params": trial.params,
        "epochs": trial.epochs,
        "error": trial.error,
        "parameters": trial.parameters,
        "seconds": trial.seconds,
        "message": trial.message,
        "began_at": trial.began_at,
        "ended_at": trial.ended_at,
    }


def _run_row(trial: Trial, config: RunConfig, sweep_id: str) -> dict[str, object]:
    states = {"pruned": "stopped"}
    return {
        "id": trial.run_id,
        "name": f"trial-{trial.number + 1}",
        "config": config.model_dump_json(),
        "state": states.get(trial.state, trial.state),
        "created_at": trial.began_at,
        "queued_at": trial.began_at,
        "started_at": trial.began_at,
        "ended_at": trial.ended_at,
        "program_version": "",
        "keras_version": "",
        "parameters": trial.parameters,
        "target_epochs": config.epochs,
        "epochs_done": trial.epochs,
        "val_accuracy": None if trial.error is None else 1 - trial.error / 100,
        "seconds_per_epoch": None if trial.seconds is None else trial.seconds / trial.epochs,
        "family": config.family,
        "layout": config.layout,
        "message": trial.message,
        "sweep_id": sweep_id,
        "origin": "sweep",
        "pruned": trial.state == "pruned",
    }


def _epoch_rows(trial: Trial) -> list[dict[str, object]]:
    if trial.error is None or trial.seconds is None:
        return []
    shares = [(trial.error / 100) ** (number / trial.epochs) for number in range(trial.epochs + 1)]
    return [
        {
            "run_id": trial.run_id,
            "number": number,
            "loss": 2.2 * share,
            "accuracy": 1 - 0.8 * share,
            "val_loss": 2.4 * share,
            "val_accuracy": 1 - share,
            "seconds": trial.seconds / trial.epochs,
            "learning_rate": 0.001,
        }
        for number, share in enumerate(shares)
        if number > 0
    ]
