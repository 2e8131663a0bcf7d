"""The names of a run's files: what it has learned, goes on from, and began with."""

LAST = "last"  # the newest weights
CHECKPOINT = "checkpoint"  # all that a training needs to go on
START = "start"  # the weights that a fine-tuned run began with
DRAWINGS = "drawings"  # what it is fine-tuned on
_EPOCH = "epoch-"


def epoch_name(number: int) -> str:
    """Name the snapshot of an epoch, counted from 1."""
    return f"{_EPOCH}{number:04d}"


def epoch_number(name: str) -> int | None:
    """Give the epoch whose snapshot has this name, or None for another file."""
    is_snapshot = name.startswith(_EPOCH)
    return int(name.removeprefix(_EPOCH)) if is_snapshot else None


def job_file(kind: str, subject: str) -> str:
    """Name the file that keeps a job's result: of its kind alone, or about one subject."""
    return f"{kind}-{subject}" if subject else kind
