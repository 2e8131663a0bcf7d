"""A new run's row: what its settings say of it, before anyone has it."""

import time
from dataclasses import asdict

from mnist_core.config import RunConfig
from mnist_core.network.architecture import parameter_count
from mnist_core.network.training_path import training_path
from mnist_core.store.records import Taught
from mnist_core.store.seed_group_key import taught_seed_group_key
from mnist_core.store.tables import RunRow
from mnist_core.version import VERSION, keras_version


def new_row(
    config: RunConfig, name: str, run_id: str, *, taught: Taught | None, beside_others: bool
) -> RunRow:
    """Give the row of a queued run.

    Args:
        taught: whose weights it begins with, if not with random ones.
        beside_others: whether it trains at the same time as others, a thread each.
    """
    now = time.time()
    family = config.family
    return RunRow(
        id=run_id,
        name=name,
        config=config.text,
        state="queued",
        created_at=now,
        queued_at=now,
        program_version=VERSION,
        keras_version=keras_version(),
        parameters=parameter_count(config),
        family=family if taught is None else taught_seed_group_key(family, taught.digest),
        taught=None if taught is None else asdict(taught),
        training_path=training_path(config, beside_others=beside_others),
        layout=config.layout,
        target_epochs=config.epochs,
    )
