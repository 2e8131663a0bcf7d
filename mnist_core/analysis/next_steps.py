"""What to try next with a run that shows no fault."""

from mnist_core.analysis.symptoms import Changes, Hint, Symptoms, advise
from mnist_core.config import MAX_EPOCHS

BENT, WIDE, LONG = 0.5, 784, 40
SLOWER = 2  # bent digits take about so many times as many epochs


def suggest_next_step(symptoms: Symptoms) -> Hint | None:
    """Give the most promising step; none for a run that has taken them all."""
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
            "is learned by heart. Other people's handwriting is read better; it takes more epochs.",
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
    return None


def _idea(symptoms: Symptoms, reason: str, changes: Changes) -> Hint:
    return advise(symptoms, "idea", "No fault found; what to try next", reason, changes)
