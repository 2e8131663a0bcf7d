"""Hints: plain rules over a run's numbers that find what went wrong and what to try next."""

from collections.abc import Callable
from statistics import fmean, median

from mnist_core.analysis.hint_rules import (
    crawling,
    dead_neurons,
    diverged,
    identical_neurons,
    overshooting,
    stuck,
)
from mnist_core.analysis.symptoms import Hint, Symptoms, advise, percent, rate_change
from mnist_core.config import RunConfig
from mnist_core.dataset import epoch_size
from mnist_core.network.architecture import parameter_count
from mnist_core.setting_options import MAX_EPOCHS

__all__ = ["RULES", "Hint", "Symptoms", "find_hints"]

Rule = Callable[[Symptoms], Hint | None]

MODEST_FLOPS = 20e9  # operations a second that a laptop reaches
OVERHEAD_RATIO, LONG_EPOCH_S = 5, 3
SMALL_BATCH, GOOD_BATCH = 16, 128
NARROW, WIDE = 16, 128


def find_hints(symptoms: Symptoms) -> list[Hint]:
    """List what went wrong, most important first; nothing where nothing did.

    How well a run fits is not examined where it hardly learns: its numbers would show the same
    fault again.
    """
    if not symptoms.history:
        hint = diverged(symptoms)
        return [hint] if hint else []
    learning, fitting, speed = (_first(rules, symptoms) for rules in RULES)
    return [hint for hint in (learning or fitting, speed) if hint]


def _first(rules: tuple[Rule, ...], symptoms: Symptoms) -> Hint | None:
    return next((hint for rule in rules if (hint := rule(symptoms))), None)


def overfitting(symptoms: Symptoms) -> Hint | None:
    """Validation loss has risen from its minimum while training loss went on falling."""
    history, last = symptoms.history, symptoms.last
    best = min(history, key=lambda epoch: epoch.val_loss)
    recent = fmean(epoch.val_loss for epoch in history[-3:])
    rising = recent > 1.03 * best.val_loss and last.val_loss > 1.02 * best.val_loss
    by_heart = last.loss < 0.9 * best.loss and last.accuracy > last.val_accuracy + 0.01
    changes = _against_overfitting(symptoms.config)
    if last.number < best.number + 3 or not (rising and by_heart and changes):
        return None
    return advise(
        symptoms,
        "overfitting",
        "It overfits: it memorises the training digits",
        f"Validation loss was lowest in epoch {best.number} with {best.val_loss:.4f} and is "
        f"{last.val_loss:.4f} by now, while training loss fell from {best.loss:.4f} to "
        f"{last.loss:.4f}.",
        changes,
    )


def _against_overfitting(config: RunConfig) -> dict[str, object]:
    if config.augmentation == 0:
        return {"augmentation": 0.5}
    if config.dropout < 0.5 and config.hidden_units:
        return {"dropout": 0.5}
    return {"early_stopping_patience": 3} if config.early_stopping_patience is None else {}


def heavy_dropout(symptoms: Symptoms) -> Hint | None:
    """Training accuracy stays below the validation accuracy that its epoch began with.

    Keras takes it during the epoch, so the epoch's end would be an unfair comparison. Augmented
    digits are harder than those of the validation, which allows for a wider gap.
    """
    config, history, last = symptoms.config, symptoms.history, symptoms.last
    if config.dropout < 0.5 or not config.hidden_units or len(history) < 2:
        return None
    gap = history[-2].val_accuracy - last.accuracy
    if gap < 0.04 + 0.2 * (config.augmentation + config.elastic) or last.accuracy > 0.95:
        return None
    return advise(
        symptoms,
        "dropout",
        "Dropout is too strong",
        f"With {config.dropout:.0%} of the neurons switched off, training accuracy is "
        f"{percent(last.accuracy)} at a loss of {last.loss:.4f}, far below the "
        f"{percent(last.val_accuracy)} that all of them reach on validation digits.",
        {"dropout": 0.2},
    )


def too_small(symptoms: Symptoms) -> Hint | None:
    """A narrow or linear network has learned what it can, and that is not enough."""
    config, history, last = symptoms.config, symptoms.history, symptoms.last
    limited = min(config.hidden_units, default=0) <= NARROW or config.activation == "linear"
    if not limited or len(history) < 3 or last.loss < 0.95 * history[-2].loss:
        return None
    if max(last.accuracy, last.val_accuracy) > 0.96:
        return None
    return advise(
        symptoms,
        "small",
        "The network is too small",
        f"Training loss hardly falls any more ({history[-2].loss:.4f}, then {last.loss:.4f}), at "
        f"a validation accuracy of {percent(symptoms.kept.val_accuracy)}. {_what_limits(config)}",
        _larger(config),
    )


def _what_limits(config: RunConfig) -> str:
    if not config.hidden_units:
        return "Without a hidden layer it can only add up pixels."
    if config.activation == "linear":
        return "Linear layers in a row can do no more than one."
    return f"All that it sees has to pass through {min(config.hidden_units)} neurons."


def _larger(config: RunConfig) -> dict[str, object]:
    units = tuple(WIDE if units <= NARROW else units for units in config.hidden_units) or (WIDE,)
    changes: dict[str, object] = {} if units == config.hidden_units else {"hidden_units": units}
    return changes | ({"activation": "relu"} if config.activation == "linear" else {})


def undertrained(symptoms: Symptoms) -> Hint | None:
    """The last quarter of the epochs still lowered validation loss and error clearly.

    Under a schedule only the very last one counts, since the falling rate itself lowers the loss.
    """
    history, last = symptoms.history, symptoms.last
    quarter = len(history) // 4 if symptoms.config.schedule == "constant" else 1
    span = max(1, quarter)
    if symptoms.state != "finished" or not span < len(history) < MAX_EPOCHS:
        return None
    before = history[-1 - span]
    fewer_errors = 1 - last.val_accuracy < 0.95 * (1 - before.val_accuracy)
    lowest = min(epoch.val_loss for epoch in history)
    if last.val_loss > min(0.94 * before.val_loss, 1.02 * lowest) or not fewer_errors:
        return None
    test = symptoms.test_accuracy
    error = "" if test is None else f"; the test error is {100 * (1 - test):.2f}%"
    return advise(
        symptoms,
        "undertrained",
        "It was still learning when it ended",
        f"Between epochs {before.number} and {last.number} validation loss fell from "
        f"{before.val_loss:.4f} to {last.val_loss:.4f}{error}.",
        {"epochs": min(MAX_EPOCHS, max(10, 2 * len(history)))},
    )


def small_batch(symptoms: Symptoms) -> Hint | None:
    """An epoch takes many times its arithmetic, since each of its many steps costs by itself.

    Two operations for each parameter and digit lead forward, and twice as many back.
    """
    config, size = symptoms.config, epoch_size(symptoms.config)
    seconds = median(epoch.seconds for epoch in symptoms.history)
    arithmetic = 6 * parameter_count(config) * size / MODEST_FLOPS
    if config.batch_size > SMALL_BATCH or seconds < max(LONG_EPOCH_S, OVERHEAD_RATIO * arithmetic):
        return None
    return advise(
        symptoms,
        "batch",
        "The batches are too small for this machine",
        f"An epoch takes {seconds:.1f} s for {symptoms.steps_per_epoch:,} steps. Each step costs a "
        "fixed time, however few digits it uses; larger batches need fewer steps.",
        {"batch_size": GOOD_BATCH} | _scaled_rate(symptoms),
    )


def _scaled_rate(symptoms: Symptoms) -> dict[str, object]:
    """Scale the rate with the batch (Goyal and others, 2017), but not beyond a sound one."""
    config, rate = symptoms.config, symptoms.config.initial_learning_rate
    if config.optimizer != "sgd" or rate >= symptoms.sound_rate:
        return {}
    scaled = float(f"{rate * GOOD_BATCH / config.batch_size:.3g}")
    return rate_change(config, min(scaled, symptoms.sound_rate))


# In order of importance; of each line the first rule that applies gives its hint.
RULES: tuple[tuple[Rule, ...], ...] = (
    (diverged, identical_neurons, overshooting, stuck, dead_neurons, crawling),
    (overfitting, heavy_dropout, too_small, undertrained),
    (small_batch,),
)
