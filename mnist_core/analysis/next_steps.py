"""What to try next with a run that shows no fault, and whether its error is as low as it may be."""

from mnist_core.analysis.symptoms import Changes, Hint, Symptoms, advise, percent, rate_change
from mnist_core.config import RunConfig
from mnist_core.dataset import training_size
from mnist_core.setting_options import MAX_EPOCHS

BENT, WIDE, LONG, FORMS = 0.5, 784, 60, 12_000
SLOWER = 2  # bent digits take about so many times as many epochs
# Test errors above these are more than such networks need, without a hidden layer and with one.
HIGH_LINEAR, HIGH = 0.085, 0.03
ENOUGH_EPOCHS, ENOUGH_NEURONS = 10, 128


def soundness(symptoms: Symptoms) -> str:
    """Write that nothing is wrong, and where the test error is high all the same, that too."""
    error = _high_error(symptoms)
    if error is None:
        return "No fault found"
    return f"Nothing is wrong in its training, but an error of {percent(error)} is high"


def suggest_next_step(symptoms: Symptoms) -> Hint | None:
    """Give the most promising step; none for a run that has taken them all."""
    if _high_error(symptoms) is not None and (step := _lower_error(symptoms)) is not None:
        return step
    return _finer(symptoms)


def _high_error(symptoms: Symptoms) -> float | None:
    """Give the test error in [0, 1] if networks of its kind reach a clearly lower one."""
    if symptoms.test_accuracy is None:
        return None
    error = 1 - symptoms.test_accuracy
    return error if error > (HIGH if symptoms.config.hidden_units else HIGH_LINEAR) else None


def _lower_error(symptoms: Symptoms) -> Hint | None:
    """Give what a network lacks first to reach what its kind reaches."""
    config, done = symptoms.config, len(symptoms.history)
    all_digits = training_size(config.model_copy(update={"train_size": 60_000}))
    if training_size(config) < all_digits / 2:
        reason = f"It learned from {training_size(config):,} of {all_digits:,} digits."
        return _lower(symptoms, reason, {"train_size": 60_000})
    if symptoms.rate < symptoms.sound_rate:
        reason = f"{config.optimizer} learns faster at a higher learning rate."
        return _lower(symptoms, reason, rate_change(config, symptoms.sound_rate))
    if done < ENOUGH_EPOCHS:
        reason = f"It has seen each digit {'once' if done == 1 else f'{done} times'}."
        return _lower(symptoms, reason, {"epochs": ENOUGH_EPOCHS})
    if config.hidden_units and min(config.hidden_units) < ENOUGH_NEURONS:
        units = tuple(max(ENOUGH_NEURONS, units) for units in config.hidden_units)
        reason = f"All that it sees has to pass through {min(config.hidden_units)} neurons."
        return _lower(symptoms, reason, {"hidden_units": units})
    return None


def _lower(symptoms: Symptoms, reason: str, changes: Changes) -> Hint:
    return _idea(symptoms, f"{_usual_text(symptoms.config)} {reason}", changes)


def _usual_text(config: RunConfig) -> str:
    if config.hidden_units:
        return "Networks with a hidden layer misread 2 to 3% of the test digits."
    return "Networks without a hidden layer misread 7 to 8% of the test digits."


def _finer(symptoms: Symptoms) -> Hint | None:
    config, epochs = symptoms.config, max(symptoms.config.epochs, len(symptoms.history))
    if not config.hidden_units:
        return _idea(
            symptoms,
            "A hidden layer would let it see strokes instead of single pixels.",
            {"hidden_units": (128,)},
        )
    if config.augmentation < BENT:
        return _idea(
            symptoms,
            "Augmentation bends and shifts the training digits anew in every epoch, so that none "
            "is memorised. Other people's handwriting is read better; it takes more epochs.",
            {"augmentation": BENT, "epochs": min(MAX_EPOCHS, SLOWER * epochs)},
        )
    if max(config.hidden_units) < WIDE:
        return _idea(
            symptoms,
            "Augmented digits are more than a small network can learn; a wider one can.",
            {"hidden_units": tuple(WIDE for _ in config.hidden_units)},
        )
    if epochs < LONG or config.schedule == "constant":
        return _idea(
            symptoms,
            "With augmentation, long training pays off: more epochs, at a learning rate that falls "
            "to zero.",
            {"epochs": max(LONG, epochs), "schedule": "cosine"},
        )
    if not config.forms:
        return _idea(
            symptoms,
            "MNIST hardly has the flagged 1, the crossed 7 or the 4 in one stroke; drawn forms "
            "teach them. Other people's handwriting is read better.",
            {"forms": FORMS},
        )
    return None


def _idea(symptoms: Symptoms, reason: str, changes: Changes) -> Hint:
    title = f"{soundness(symptoms)}; what to try next"
    return advise(symptoms, "idea", title, reason, changes)
