"""What a training needs of the one it reports to."""

from collections.abc import Callable
from typing import Any, Protocol

from numpy.typing import NDArray

from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Epoch, Progress, RateChange, Requests

Weights = list[NDArray[Any]]


class Listener(Protocol):
    """Hears what happens in a training, and knows what the user wants of it."""

    def requests(self) -> Requests:
        """Give what the user wants now."""

    def progress(self, progress: Progress) -> None:
        """Hear where the training stands."""

    def epoch(self, epoch: Epoch) -> None:
        """Hear of a whole epoch."""

    def accept_learning_rate(self, value: float, changes: list[RateChange]) -> None:
        """Hear that a requested learning rate is in force."""

    def keep(self, number: int, weights: Weights, state: Callable[[], Arrays]) -> None:
        """Keep what a whole epoch has learned, if there is room and time."""

    def keep_last(self, weights: Weights, state: Arrays) -> None:
        """Keep what has been learned so far, in any case."""

    def wait_while_paused(self) -> bool:
        """Wait; tell whether to go on."""
