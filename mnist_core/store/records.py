"""What the store returns: a run, its epochs and its progress, as plain frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from mnist_core.access.person import OWNERS_ID
from mnist_core.config import RunConfig
from mnist_core.network.training_path import TrainingPath

State = Literal["queued", "training", "paused", "finished", "stopped", "failed"]
ACTIVE_STATES: tuple[State, ...] = ("queued", "training")
UNFINISHED_JOBS = ("queued", "working")
Origin = Literal["hand", "sweep", "lesson", "experiment", "repeat", "best"]
# Pages open and list these without being asked; others come in numbers, and where they are called.
OWN_ORIGINS: tuple[Origin, ...] = ("hand", "best")
# These come several at once and train side by side, a thread each.
SIDE_BY_SIDE_ORIGINS: tuple[Origin, ...] = ("sweep", "repeat")


@dataclass(frozen=True)
class Epoch:
    """One whole pass over the training digits.

    Attributes:
        number: counted from 1.
        loss, accuracy: running means over the epoch, as Keras prints them, dropout on.
        val_loss, val_accuracy: on the validation digits after the epoch; accuracies in [0, 1].
        seconds: time spent training and validating, pauses left out.
        learning_rate: in force at the end of the epoch.
    """

    number: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    seconds: float
    learning_rate: float


def kept_epoch(config: RunConfig, epochs: Sequence[Epoch]) -> Epoch | None:
    """Give the epoch whose weights a run keeps, of those that it has trained; none of none.

    With early stopping that is the first of least validation loss, as Keras' ``EarlyStopping``
    with ``restore_best_weights`` has it, whether it stopped or not; else the last.
    """
    if config.early_stopping_patience is None or not epochs:
        return epochs[-1] if epochs else None
    return min(epochs, key=lambda epoch: epoch.val_loss)


@dataclass(frozen=True)
class Progress:
    """Where a run stands inside an epoch.

    Attributes:
        epoch: the epoch being trained, counted from 1.
        step, steps: batches done in it, and batches it has.
        loss, accuracy: running means so far in this epoch.
        images_per_second: training digits a second, lately.
        seconds_left: estimate until the last epoch ends.
    """

    epoch: int
    step: int
    steps: int
    loss: float
    accuracy: float
    images_per_second: float
    seconds_left: float


@dataclass(frozen=True)
class RateChange:
    """A learning rate set by hand while the run trained.

    Attributes:
        epoch: the epoch it happened in, counted from 1.
        step: batches of that epoch that were already done.
        value: the learning rate from there on.
    """

    epoch: int
    step: int
    value: float


@dataclass(frozen=True)
class Scores:
    """How a network reads, as shares in [0, 1].

    Attributes:
        drawings: of a person's drawings, none of which it was taught when it read them.
        test: of the 10,000 test digits.
    """

    drawings: float
    test: float


@dataclass(frozen=True)
class Taught:
    """Where a run came from that goes on from another one's weights to learn a handwriting.

    Attributes:
        parent_id, parent_name: the run whose weights it began with; it may be deleted since.
        drawings: how many it was taught.
        digest: equal for runs that began with equal weights and were taught equal drawings.
        folds: parts of the drawings, each kept out once to be read by a copy that learned the
            others, for ``after``.
        before, after: how the parent and the taught network read; none until it has ended.
    """

    parent_id: str
    parent_name: str
    drawings: int
    digest: str
    folds: int
    before: Scores | None = None
    after: Scores | None = None


@dataclass(frozen=True)
class Run:
    """A training with everything that is known of it, except its history.

    Attributes:
        target_epochs: epochs it is to reach; grows beyond ``config.epochs`` on request.
        epochs_done: whole epochs in its history.
        message: one sentence for the user, where the run failed or needs explaining.
        stopped_at: batches done in the part epoch that a stop cut off, 0 at an epoch's end.
        test_accuracy: share of the 10,000 test digits read correctly, in [0, 1], after the end.
        family: its seed group; equal for runs whose settings differ in the seed alone.
        val_accuracy: of the epoch whose weights are kept, in [0, 1].
        seconds_per_epoch: mean over its epochs.
        taught: whose weights it began with and what it was taught; none for a run that began
            with random weights.
        sweep_id: the sweep that it is a trial of, if it is one; that may be deleted since.
        origin: what began it: a person's hand, a sweep, a lesson, an experiment, a repeat with
            another seed, or a sweep's best trained again.
        tags: words of the reader's own that runs are found and grouped by, in alphabetical order.
        pruned: whether it is a trial that its sweep's pruner ended; its state is "stopped".
        former_targets: of each extension, first to last, the epochs done by then and those that it
            was to have until then.
        training_path: how it is computed, from its first epoch to its last.
        owner: the id of the person who began it.
    """

    id: str
    name: str
    notes: str
    config: RunConfig
    state: State
    created_at: float
    target_epochs: int
    epochs_done: int
    parameters: int
    program_version: str
    keras_version: str
    request: str | None = None
    progress: Progress | None = None
    started_at: float | None = None
    ended_at: float | None = None
    test_accuracy: float | None = None
    message: str = ""
    stopped_at: int = 0
    rate_changes: tuple[RateChange, ...] = field(default=())
    family: str = ""
    val_accuracy: float | None = None
    seconds_per_epoch: float | None = None
    taught: Taught | None = None
    sweep_id: str | None = None
    origin: Origin = "hand"
    tags: tuple[str, ...] = ()
    pruned: bool = False
    former_targets: tuple[tuple[int, int], ...] = ()
    training_path: TrainingPath = "plain"
    owner: str = OWNERS_ID

    @property
    def active(self) -> bool:
        """Whether it trains, or will do so without a request."""
        return self.state in ACTIVE_STATES

    @property
    def word(self) -> str:
        """The state as pages show it: of a trial that its sweep ended, the trial's own word."""
        return "pruned" if self.pruned and self.state == "stopped" else self.state

    def target_at(self, epoch: int) -> int:
        """Give how many epochs the run was to have when it trained this one."""
        former = (target for done, target in self.former_targets if epoch <= done)
        return next(former, self.target_epochs)

    @property
    def test_error_percent(self) -> float | None:
        """Test error in percent, as the slides give it."""
        return None if self.test_accuracy is None else 100 * (1 - self.test_accuracy)

    @property
    def val_error_percent(self) -> float | None:
        """Validation error in percent."""
        return None if self.val_accuracy is None else 100 * (1 - self.val_accuracy)


class WaitingRun(NamedTuple):
    """A run that a worker can take up.

    Attributes:
        id: its id.
        state: queued, or training where a dead worker left it.
        training_path: how it is computed, which decides what kind of worker it needs.
        owner: the id of the person who began it.
    """

    id: str
    state: str
    training_path: TrainingPath
    owner: str


@dataclass(frozen=True)
class Requests:
    """What the user wants of a run that is training.

    Attributes:
        state: the run's state; "queued" while it is paused asks to go on.
        action: "pause", "stop" or None.
        learning_rate: a new learning rate, or None.
        target_epochs: epochs to reach.
    """

    state: str
    action: str | None
    learning_rate: float | None
    target_epochs: int

    @property
    def pending(self) -> bool:
        """Return whether there is a request to apply."""
        return self.action is not None or self.learning_rate is not None
