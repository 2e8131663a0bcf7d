"""The same experiment with other seeds, to separate a difference from chance."""

from mnist_core.config import RunConfig
from mnist_core.handwriting.fine_tuning import repeat_fine_tuning
from mnist_core.setting_options import MAX_SEED
from mnist_core.store.names import with_ending
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups

REPEATS = 5


def repeat_over_seeds(
    store: RunStore, run: Run, count: int = REPEATS, *, of_set: bool = False
) -> list[Run]:
    """Queue ``count`` more runs of the same settings, each with a seed that its group has not had.

    They train as many epochs as the run was extended to.

    Args:
        of_set: whether they belong to a set of which another was queued just now.

    Raises:
        RunNotFound: the run was deleted meanwhile.
        LimitReached: the person may not begin them now.
    """
    store.read(run.id)
    alike = run.config.model_copy(update={"epochs": run.target_epochs})
    members = seed_groups(store, [run.id], together=True)
    used = {member.config.seed for runs in members for member in runs}
    repeats: list[Run] = []
    seed = run.config.seed
    while len(repeats) < count:
        seed = (seed + 1) % (MAX_SEED + 1)
        if seed not in used:
            config = alike.model_copy(update={"seed": seed})
            name = with_ending(run.name, f"seed {seed}")
            repeats.append(_queue(store, run, config, name, of_set=of_set or bool(repeats)))
    return repeats


def _queue(store: RunStore, run: Run, config: RunConfig, name: str, *, of_set: bool) -> Run:
    if run.taught is None:
        return store.create(config, name, origin="repeat", of_set=of_set)
    return repeat_fine_tuning(store, run, config, name, of_set=of_set)
