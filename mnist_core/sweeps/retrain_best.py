"""The best of a sweep once more, as ordinary runs: longer, and with other seeds."""

from sqlalchemy import select

from mnist_core.config_input import config_from_json
from mnist_core.errors import ConfigError
from mnist_core.setting_options import MAX_EPOCHS, MAX_SEED
from mnist_core.store.database import transaction
from mnist_core.store.names import with_ending
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow
from mnist_core.sweeps.records import Sweep, Trial

MAX_SEEDS = 20


def retrain_best(
    store: RunStore, sweep: Sweep, trial: Trial, *, epochs: int, seeds: int
) -> list[Run]:
    """Queue runs of a trial's settings that differ in the seed alone; none belongs to the sweep.

    Their seeds are other than the trial's, and than those of any run of the same settings and
    epochs, so that each adds to what is known about these settings.

    Args:
        epochs: passes over the training digits, 1 to 500.
        seeds: how many runs, 1 to 20.

    Raises:
        ConfigError: too many epochs or seeds, or too few.
    """
    _check("epochs", epochs, MAX_EPOCHS)
    _check("seeds", seeds, MAX_SEEDS)
    config = sweep.plan.config(trial.params).model_copy(update={"epochs": epochs})
    used = {config.seed, *_seeds_of(store, config.family)}
    runs: list[Run] = []
    seed = config.seed
    while len(runs) < seeds:
        seed = (seed + 1) % (MAX_SEED + 1)
        if seed not in used:
            other = config.model_copy(update={"seed": seed})
            name = with_ending(sweep.name, f"best seed {seed}")
            runs.append(store.create(other, name, origin="best", of_set=bool(runs)))
    return runs


def _check(what: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise ConfigError(f"The best can be trained again with 1 to {most} {what}, not {value}.")


def _seeds_of(store: RunStore, seed_group: str) -> set[int]:
    of_group = select(RunRow.config).where(RunRow.family == seed_group)
    with transaction(store.database, reads_only=True) as session:
        return {config_from_json(written).seed for written in session.scalars(of_group)}
