"""How a sweep's facts are put into words, the same on its page and in what is pushed to it."""

from mnist_core.sweeps.records import Trial


def trial_name(trial: Trial) -> str:
    """Name a trial by its number, counted from 1 as in its run's name."""
    return f"trial {trial.number + 1}"


def at_once_text(count: int) -> str:
    """Write how many trials train at the same time."""
    return "one at a time" if count == 1 else f"{count} at a time"
