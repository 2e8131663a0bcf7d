"""What a training calls to report, and to read the user's requests."""

from collections.abc import Callable
from typing import Any, Protocol

from numpy.typing import NDArray

from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Epoch, Progress, RateChange, Requests

Weights = list[NDArray[Any]]


class Listener(Protocol):
    """Receives the reports of a training, and returns the user's requests."""

    def requests(self) -> Requests:
        """Return the user's requests as they are now."""

    def progress(self, progress: Progress) -> None:
        """Receive where the training stands."""

    def epoch(self, epoch: Epoch) -> None:
        """Receive the record of a whole epoch."""

    def accept_learning_rate(self, value: float, changes: list[RateChange]) -> None:
        """Receive that a requested learning rate is in force, with all changes so far."""

    def keep(self, number: int, weights: Weights, state: Callable[[], Arrays]) -> None:
        """Save the weights after a whole epoch, if there is time for it."""

    def keep_last(self, weights: Weights, state: Arrays) -> None:
        """Save the weights as they are now, in any case."""

    def wait_while_paused(self) -> bool:
        """Wait until the pause ends; return whether to go on training."""
