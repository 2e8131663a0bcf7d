"""Which settings of a run decide its numbers: what does nothing beside the others is left out."""

import hashlib
from typing import Any

from mnist_core.config import RunConfig
from mnist_core.setting_options import MOMENTUM_OPTIMIZERS

PLAIN = RunConfig()


def effective(config: RunConfig) -> RunConfig:
    """Give the settings with everything that does nothing beside the others as it is by default.

    Two runs of equal effective settings train the same network to the same numbers.
    """
    changes: dict[str, Any] = {"learning_rate": config.initial_learning_rate}
    layers = len(config.hidden_units)
    if config.optimizer not in MOMENTUM_OPTIMIZERS:
        changes["momentum"] = 0.0
    if config.optimizer != "sgd" or not config.momentum:
        changes["nesterov"] = False
    if not layers:
        changes |= {"activation": PLAIN.activation, "dropout": 0.0}
    if layers < 2 or not config.dropout:
        changes["dropout_after"] = PLAIN.dropout_after
    return config.model_copy(update=changes)


def settings_key(config: RunConfig) -> str:
    """Give a short text that is equal for equal effective settings, seed included, alone."""
    return hashlib.sha256(effective(config).text.encode()).hexdigest()[:16]
