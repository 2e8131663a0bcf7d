"""What makes runs a seed group: they were trained alike but for the seed."""

import hashlib
from typing import Any, Protocol

from mnist_core.config import RunConfig
from mnist_core.store.json_column import json_text


class SeedGroupRow(Protocol):
    """What a run's row tells of how it was trained."""

    id: str
    config: str
    state: str
    target_epochs: int
    rate_changes: list[dict[str, Any]]
    taught: dict[str, Any] | None
    family: str


def update_seed_group(row: SeedGroupRow) -> None:
    """Write the run's seed group again, after its training has changed."""
    config = RunConfig.model_validate_json(row.config)
    rate_changes = json_text(row.rate_changes)
    family = seed_group_key(config, row.target_epochs, rate_changes, row.state, row.id)
    taught = row.taught
    row.family = family if taught is None else taught_seed_group_key(family, taught["digest"])


def taught_seed_group_key(family: str, digest: str) -> str:
    """Part runs that were taught from those that were not, or began elsewhere, or with other
    drawings.

    Args:
        family: the seed group of the settings.
        digest: of what they were taught, as ``Taught`` has it.
    """
    return f"{family}-{digest}"


def seed_group_key(
    config: RunConfig, target_epochs: int, rate_changes: str, state: str, run_id: str
) -> str:
    """Give a text that is equal for runs that were trained alike but for the seed.

    More epochs than planned are as good as planned ones where the learning rate is constant. A
    run whose rate was set by hand is in a group with others of the same changes, and one that
    was stopped has none but itself.
    """
    if state == "stopped":
        return f"{config.family}-{run_id}"
    if config.schedule == "constant":
        config = config.model_copy(update={"epochs": target_epochs})
    if rate_changes == "[]" and target_epochs == config.epochs:
        return config.family
    changed = hashlib.sha256(f"{target_epochs} {rate_changes}".encode()).hexdigest()[:8]
    return f"{config.family}-{changed}"
