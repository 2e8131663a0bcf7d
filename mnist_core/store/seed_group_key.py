"""What makes runs a seed group: their trainings differ in the seed alone."""

import hashlib
from typing import Any, Protocol

from mnist_core.config import RunConfig
from mnist_core.store.json_column import json_text


class SeedGroupRow(Protocol):
    """The fields of a run's row that describe how it was trained."""

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
    key = seed_group_key(config, row.target_epochs, rate_changes, row.state, row.id)
    taught = row.taught
    row.family = key if taught is None else taught_seed_group_key(key, taught["digest"])


def taught_seed_group_key(key: str, digest: str) -> str:
    """Give fine-tuned runs a key of their own: equal for equal first weights and drawings.

    Args:
        key: the seed group of the settings.
        digest: of what they were taught, as ``Taught`` has it.
    """
    return f"{key}-{digest}"


def seed_group_key(
    config: RunConfig, target_epochs: int, rate_changes: str, state: str, run_id: str
) -> str:
    """Give a text that is equal for runs whose trainings differ in the seed alone.

    More epochs than planned are as good as planned ones where the learning rate is constant. A
    run whose rate was set by hand is in a group with others of the same changes, and one that was
    stopped is alone in its group.
    """
    if state == "stopped":
        return f"{config.family}-{run_id}"
    if config.schedule == "constant":
        config = config.model_copy(update={"epochs": target_epochs})
    if rate_changes == "[]" and target_epochs == config.epochs:
        return config.family
    changed = hashlib.sha256(f"{target_epochs} {rate_changes}".encode()).hexdigest()[:8]
    return f"{config.family}-{changed}"
