"""How well fine-tuning reads drawings that it was not trained on, by k-fold cross-validation.

Each part of the drawings is read by a copy that was trained on the others, in the same way as the
run itself was trained on all of them (Stone, 1974).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, scale_pixels
from mnist_core.handwriting.fine_tuning import folds
from mnist_core.handwriting.lineage import FineTuningStart
from mnist_core.network.mlp import Network, forward, network_of
from mnist_core.store.records import Scores
from mnist_core.training.epoch_digits import DigitTensors
from mnist_core.training.model import build_model
from mnist_core.training.recipe import schedule_factor
from mnist_core.training.train_loop import Stepper
from mnist_core.training.train_step import Sums

ShouldContinue = Callable[[], bool]


def score_start(start: FineTuningStart, digits: DigitTensors) -> Scores:
    """Score the network that a run began with, on the drawings that are new to it."""
    answers = forward(start.network, digits.x_test.numpy()).digits
    truth = digits.y_test.numpy().argmax(axis=1)
    right = _right(start.network, _only(start.drawings, start.new))
    return Scores(float(right.mean()), float((answers == truth).mean()))


def cross_validate(
    config: RunConfig,
    epochs: int,
    digits: DigitTensors,
    start: FineTuningStart,
    should_continue: ShouldContinue,
) -> float | None:
    """Give the share of the new drawings read correctly by copies that were not trained on them.

    Args:
        epochs: how many the run has trained.
        should_continue: called often; once it returns False, the work ends without a result.
    """
    new = np.flatnonzero(start.new)
    right = 0
    for part in folds(start.drawings.labels[new]):
        kept_out = np.isin(np.arange(len(start.drawings)), new[part])
        taught = _only(start.drawings, ~kept_out)
        copy = teach_copy(config, epochs, digits, start.network, taught, should_continue)
        if copy is None:
            return None
        right += int(_right(copy, _only(start.drawings, kept_out)).sum())
    return right / len(new)


def teach_copy(
    config: RunConfig,
    epochs: int,
    digits: DigitTensors,
    parent: Network,
    drawings: LabelledDigits,
    should_continue: ShouldContinue,
) -> Network | None:
    model = build_model(config)
    model.set_weights(parent.weights)
    stepper = Stepper(model, config, digits, drawings)
    for epoch in range(1, epochs + 1):
        factor = schedule_factor(config.schedule, epoch, config.epochs)
        model.optimizer.learning_rate.assign(config.initial_learning_rate * factor)
        stepper.begin_epoch(epoch)
        _train_epoch(stepper, should_continue)
        if not should_continue():
            return None
    return network_of(config, model.get_weights())


def _train_epoch(stepper: Stepper, should_continue: ShouldContinue) -> None:
    """Train slice by slice, so that a request to end takes effect soon."""
    length = max(1, stepper.steps // 8)

    def on_step(step: int, _sums: Sums) -> int:
        return min(step + length, stepper.steps) if should_continue() else step

    stepper.run(Sums(np.float32(0), np.float32(0)), 0, length, on_step)


def _only(drawings: LabelledDigits, chosen: NDArray[np.bool_]) -> LabelledDigits:
    return LabelledDigits(drawings.images[chosen], drawings.labels[chosen])


def _right(network: Network, drawings: LabelledDigits) -> NDArray[Any]:
    answers: NDArray[Any] = (
        forward(network, scale_pixels(drawings.images)).digits == drawings.labels
    )
    return answers
