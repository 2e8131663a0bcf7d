"""The message of a training that diverged, with the setting to change."""

from mnist_core.config import RunConfig
from mnist_core.plural import number_text


def divergence_message(config: RunConfig, epoch: int, learning_rate: float) -> str:
    """Write that the loss stopped being a number, when, and which setting to change."""
    happened = f"The loss stopped being a number in epoch {epoch}"
    default = config.model_copy(update={"learning_rate": None}).initial_learning_rate
    if learning_rate > default:
        return (
            f"{happened}: a learning rate of {number_text(learning_rate)} is too high for "
            f"{config.optimizer}. Lower it; Keras' default is {number_text(default)}."
        )
    if config.momentum > 0.9:
        return f"{happened}: a momentum of {config.momentum:g} is too high. Try 0.9 or less."
    return (
        f"{happened}: the steps are too large for this network. Lower the learning rate from "
        f"{number_text(learning_rate)} to {number_text(learning_rate / 10)}, or choose another "
        "initializer."
    )
