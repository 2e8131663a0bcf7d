"""What a user may request of a run, and what that makes of its row; a worker does the rest."""

import time

from mnist_core.errors import ConfigError, RunBusy
from mnist_core.setting_options import MAX_EPOCHS, MAX_LEARNING_RATE, MIN_LEARNING_RATE
from mnist_core.store.leases import release_row
from mnist_core.store.seed_group_key import update_seed_group
from mnist_core.store.tables import RunRow


def pause(row: RunRow) -> None:
    """Make a run wait where it is."""
    if row.state == "training":
        row.request = "pause"
    elif row.state == "queued":
        row.state = "paused"
    else:
        raise RunBusy(f"{row.name} is {row.state}; only a queued or training run can be paused.")


def resume(row: RunRow) -> None:
    """Make a paused or failed run go on."""
    if row.state == "training" and row.request == "pause":
        row.request = None
    elif row.state == "paused":
        row.state, row.queued_at, row.attempts = "queued", time.time(), 0
    elif row.state == "failed":
        queue_again(row)
    else:
        raise RunBusy(f"{row.name} is {row.state}; only a paused or failed run resumes.")


def stop(row: RunRow) -> None:
    """End a run; one that has begun is claimed once more, to write down what it has learned."""
    if row.state not in ("queued", "training", "paused"):
        raise RunBusy(f"{row.name} has already ended ({row.state}).")
    if row.state == "training" or row.progress:
        row.request = "stop"
        if row.state == "paused":
            row.state, row.queued_at = "queued", time.time()
    else:
        row.state, row.ended_at, row.request = "stopped", time.time(), None


def extend(row: RunRow, epochs: int) -> None:
    """Add epochs to a run; one that has ended is queued again."""
    if row.state == "failed" or row.message:
        raise RunBusy(f"{row.name} cannot go on: {row.message or row.state}")
    ended = row.state in ("finished", "stopped")
    target = (row.epochs_done if ended else row.target_epochs) + epochs
    if not 1 <= epochs <= target <= MAX_EPOCHS:
        raise ConfigError(f"A run has at most {MAX_EPOCHS} epochs; {target} is too many.")
    row.former_targets = [*row.former_targets, [row.epochs_done, row.target_epochs]]
    row.target_epochs = target
    if ended:
        queue_again(row)
    update_seed_group(row)


def set_learning_rate(row: RunRow, value: float) -> None:
    """Change the learning rate of a run's next steps."""
    if not MIN_LEARNING_RATE <= value <= MAX_LEARNING_RATE:
        raise ConfigError(
            f"learning_rate cannot be {value}: it goes from {MIN_LEARNING_RATE} to "
            f"{MAX_LEARNING_RATE:g}."
        )
    if row.state not in ("queued", "training", "paused"):
        raise RunBusy(
            f"{row.name} has ended ({row.state}); its learning rate can no longer be changed."
        )
    row.requested_rate = value


def queue_again(row: RunRow) -> None:
    """Queue an ended run again."""
    row.state, row.queued_at, row.ended_at = "queued", time.time(), None
    row.request, row.message, row.traceback, row.attempts = None, "", "", 0
    row.pruned = False
    release_row(row)
