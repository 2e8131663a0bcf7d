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
            "Digits that are bent and shifted anew in every epoch leave nothing to learn by heart, "
            "and hands unlike MNIST's are read better for it. They take more epochs.",
            {"augmentation": BENT, "epochs": min(MAX_EPOCHS, SLOWER * epochs)},
        )
    if max(config.hidden_units) < WIDE:
        return _idea(
            symptoms,
            "Bent digits are more than a small network can hold; a wider one has room for them.",
            {"hidden_units": tuple(WIDE for _ in config.hidden_units)},
        )
    if epochs < LONG or config.schedule == "constant":
        return _idea(
            symptoms,
            "With bent digits length pays: more epochs, at a learning rate that falls to nothing, "
            "end on the finest weights.",
            {"epochs": max(LONG, epochs), "schedule": "cosine"},
        )
    return None


def _idea(symptoms: Symptoms, reason: str, changes: Changes) -> Hint:
    return advise(symptoms, "idea", "No fault shows; a next step", reason, changes)
