"""Everything a training needs to go on as if it had never been interrupted, as plain arrays."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import StoreError
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import RateChange


@dataclass
class Position:
    """Where a training stands, apart from its model.

    Attributes:
        epochs_done: whole epochs behind it.
        step: batches done of the next one.
        loss, correct: sums of that part epoch, see ``train_step.Sums``.
        seconds: time spent in that part epoch.
        base_rate: learning rate before the schedule's share of it is taken.
        rate_changes: learning rates set by hand so far.
        best_loss, best_epoch, wait: the state of early stopping.
        stopped_early: whether early stopping has ended the run.
    """

    base_rate: float
    epochs_done: int = 0
    step: int = 0
    loss: float = 0.0
    correct: float = 0.0
    seconds: float = 0.0
    rate_changes: list[RateChange] = field(default_factory=list)
    best_loss: float = float("inf")
    best_epoch: int = 0
    wait: int = 0
    stopped_early: bool = False


def pack(
    model: keras.Model, position: Position, best: list[NDArray[Any]] | None
) -> dict[str, NDArray[Any]]:
    """Gather weights, optimizer state, dropout's random state and position for a file."""
    arrays = {f"variable_{i:03d}": np.asarray(v) for i, v in enumerate(state_variables(model))}
    arrays |= {f"best_{i:03d}": array for i, array in enumerate(best or [])}
    arrays["position"] = np.array(json.dumps(asdict(position)))
    return arrays


def unpack(model: keras.Model, arrays: Arrays) -> tuple[Position, list[NDArray[Any]] | None]:
    """Set a freshly built model to what ``pack`` gathered.

    Raises:
        StoreError: the arrays belong to another network.
    """
    variables = state_variables(model)
    try:
        saved = [arrays[f"variable_{i:03d}"] for i in range(len(variables))]
        values = json.loads(str(arrays["position"]))
        for variable, array in zip(variables, saved, strict=True):
            variable.assign(array)
    except (KeyError, ValueError) as error:
        raise StoreError("The checkpoint does not fit this run; train it again.") from error
    values["rate_changes"] = [RateChange(**change) for change in values["rate_changes"]]
    best = [arrays[name] for name in sorted(arrays) if name.startswith("best_")]
    return Position(**values), best or None


def state_variables(model: keras.Model) -> list[Any]:
    """List all that a step changes: weights, the optimizer's state, dropout's random state."""
    random_states = [
        layer.seed_generator.state
        for layer in model.layers
        if isinstance(layer, keras.layers.Dropout)
    ]
    return [*model.trainable_variables, *model.optimizer.variables, *random_states]
