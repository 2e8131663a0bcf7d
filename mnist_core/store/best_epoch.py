"""The epoch that a run keeps, where that is not simply its last one."""

from collections.abc import Sequence

from mnist_core.store.records import Epoch, Run, State, kept_epoch

ENDED: tuple[State, ...] = ("finished", "stopped")


def earlier_best(run: Run, epochs: Sequence[Epoch]) -> Epoch | None:
    """Give the epoch whose weights a run keeps, if it trained on after it; else none.

    Of a run that has not ended, that is the one which it would keep if it ended now.

    Args:
        epochs: all that it has trained, first to last.
    """
    best = kept_epoch(run.config, epochs)
    if run.config.early_stopping_patience is None or best is None:
        return None
    cut_off = run.state in ENDED and run.stopped_at > 0
    return best if cut_off or best.number < epochs[-1].number else None


def best_word(run: Run) -> str:
    """Name the epoch of ``earlier_best``: once a run has ended it is kept, before only best."""
    return "kept" if run.state in ENDED else "best so far"
