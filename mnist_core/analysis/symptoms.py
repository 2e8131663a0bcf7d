"""What is known of a run that may have gone wrong, and the form of a hint."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.dataset import epoch_size
from mnist_core.plural import number_text
from mnist_core.setting_descriptions import none_text, setting_title
from mnist_core.setting_options import Optimizer
from mnist_core.store.records import Epoch, Run, State, kept_epoch

# Keras' own rates, but where those were measured to be far too low or too high on MNIST.
SOUND_RATES: dict[Optimizer, float] = {
    "sgd": 0.1,
    "rmsprop": 0.001,
    "adam": 0.001,
    "adamw": 0.001,
    "nadam": 0.001,
    "adamax": 0.001,
    "adagrad": 0.05,
    "adadelta": 1.0,
    "lion": 0.0003,
}
RATE_IN_MESSAGE = re.compile(r"learning rate (?:of|from) ([\d.e+-]*\d)")

Changes = Mapping[str, object]


@dataclass(frozen=True)
class Symptoms:
    """What is known of a run.

    Attributes:
        config: its settings.
        state: where it stands.
        history: its whole epochs, in order.
        message: why it failed, where it did.
        test_accuracy: in [0, 1], or None before the end.
        dead_shares: of each hidden layer, the share of neurons that fire for none of the test
            digits, in [0, 1]; None if not measured.
    """

    config: RunConfig
    state: State
    history: Sequence[Epoch]
    message: str = ""
    test_accuracy: float | None = None
    dead_shares: Sequence[float] | None = None

    @property
    def kept(self) -> Epoch:
        """The epoch whose weights it keeps; there is one."""
        return kept_epoch(self.config, self.history) or self.last

    @property
    def last(self) -> Epoch:
        """The latest whole epoch."""
        return self.history[-1]

    @property
    def steps_per_epoch(self) -> int:
        """Batches in an epoch."""
        return -(-epoch_size(self.config) // self.config.batch_size)

    @property
    def rate(self) -> float:
        """The highest learning rate that it trained with, also one set by hand."""
        rates = [epoch.learning_rate for epoch in self.history]
        rates += map(float, RATE_IN_MESSAGE.findall(self.message))
        return max(rates, default=self.config.initial_learning_rate)

    @property
    def sound_rate(self) -> float:
        """A learning rate that suits its optimizer, momentum and loss."""
        rate = SOUND_RATES[self.config.optimizer] * (1 - self.config.momentum)
        if self.config.optimizer == "sgd" and self.config.loss == "mean_squared_error":
            rate *= 10  # Keras takes the mean over the ten outputs
        return float(f"{rate:.1g}")


def symptoms_of(
    run: Run, history: Sequence[Epoch], dead_shares: Sequence[float] | None = None
) -> Symptoms:
    """Gather what is known of a run; ``dead_shares`` as in ``Symptoms``."""
    return Symptoms(
        config=run.config,
        state=run.state,
        history=history,
        message=run.message,
        test_accuracy=run.test_accuracy,
        dead_shares=dead_shares,
    )


@dataclass(frozen=True)
class Hint:
    """What went wrong in a run, and what to try next.

    Attributes:
        name: one word for the fault.
        title: the fault in a few words.
        reason: how this run shows it, with its numbers.
        change: the settings of the next run.
        change_text: what is different in them, such as "Learning rate 1 → 0.001".
    """

    name: str
    title: str
    reason: str
    change: RunConfig
    change_text: str


def advise(symptoms: Symptoms, name: str, title: str, reason: str, changes: Changes) -> Hint:
    """Make a hint whose next run differs in ``changes``, fields of RunConfig by name.

    The old values in its text are those that the run trained with: a learning rate may have been
    set by hand, and epochs added.
    """
    config = symptoms.config
    change = make_config(config.model_dump() | dict(changes))
    epochs = max(config.epochs, len(symptoms.history))
    trained = config.model_copy(update={"learning_rate": symptoms.rate, "epochs": epochs})
    text = ", ".join(
        f"{setting_title(field)} {_word(trained, field)} → {_word(change, field)}"
        for field in changes
    )
    return Hint(name, title, reason, change, text)


def rate_change(config: RunConfig, rate: float) -> dict[str, object]:
    """Change the learning rate; to none where it is the optimizer's own in Keras."""
    default = config.model_copy(update={"learning_rate": None}).initial_learning_rate
    return {"learning_rate": None if rate == default else rate}


def percent(share: float) -> str:
    """Write a share in [0, 1] as a percentage, "97.1%"."""
    return f"{100 * share:.1f}%"


def _word(config: RunConfig, field: str) -> str:
    if field == "learning_rate":
        return number_text(config.initial_learning_rate, 3)
    value = config.layout if field == "hidden_units" else getattr(config, field)
    if isinstance(value, int | float) and not isinstance(value, bool) and field != "seed":
        return number_text(value)
    return none_text(field) if value is None else str(value)
