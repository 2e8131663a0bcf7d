"""A run's progress and its four main numbers, readable from the back of a room."""

from mnist_core.dataset import epoch_size, validation_size
from mnist_core.presets import published_error
from mnist_core.store.best_epoch import ENDED, earlier_best
from mnist_core.store.records import Epoch, Progress, Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.messages import Numbers, Tile
from mnist_core.web.progress_texts import run_progress
from mnist_core.web.run_texts import count_text, duration, when_ended
from mnist_core.web.time_left import seconds_left

RUNNING_MEANS = (
    "A running mean over the epoch, with dropout on, as Keras prints it. Early in training it is "
    "below the accuracy at the end of the epoch."
)


def run_numbers(store: RunStore, run: Run, history: list[Epoch]) -> Numbers:
    """Gather what moves fastest of a run.

    Of a run that has ended, the numbers are those of the epoch whose weights it keeps.
    """
    last = history[-1] if history else None
    best = earlier_best(run, history)
    kept = best if run.state in ENDED else None
    progress = run_progress(store, run)
    return Numbers(
        page=page_mark(run),
        text=progress.text,
        share=progress.share,
        failed=progress.failed,
        note=progress.note,
        tiles=(
            _validation_accuracy(run, history, best),
            _training_accuracy(run, last, kept),
            _epoch_number(run, kept),
            _speed(run, last),
        ),
    )


def page_mark(run: Run) -> str:
    """Give what of a run its page's buttons and texts depend on: the page follows it."""
    return f"{run.state} {run.request or ''} {run.target_epochs} {run.name}"


def part_epoch(run: Run) -> Progress | None:
    """Give the progress inside an epoch that has begun and not ended, or None."""
    inside = run.state in ("training", "paused") or run.stopped_at
    if run.progress is None or not inside or run.progress.epoch != run.epochs_done + 1:
        return None
    return run.progress


def _validation_accuracy(run: Run, history: list[Epoch], best: Epoch | None) -> Tile:
    """Show it with its change since the epoch before, or with the epoch that is better."""
    shown = best if best is not None and run.state in ENDED else None
    value, note, trend = "–", f"of {validation_size(run.config):,} digits", ""
    if history:
        value = f"{(shown or history[-1]).val_accuracy:.2%}"
    if shown is not None:
        note = f"kept: epoch {shown.number} of {run.epochs_done}"
    elif best is not None:
        note = f"best so far: epoch {best.number}"
    elif history and run.state == "stopped":
        note = f"epoch {history[-1].number}"
    elif len(history) > 1:
        change = 100 * (history[-1].val_accuracy - history[-2].val_accuracy)
        note = f"{change:+.2f} points".replace("-", "−")
        trend = "good" if change >= 0 else "bad"
    return Tile(label="Validation accuracy", value=value, note=note, trend=trend)


def _training_accuracy(run: Run, last: Epoch | None, kept: Epoch | None) -> Tile:
    running, whole = part_epoch(run), kept or last
    if running is not None and kept is None:
        stopped = run.state == "stopped"
        note = f"inside epoch {running.epoch}" if stopped else "this epoch so far"
        value = f"{running.accuracy:.2%}"
    elif whole is not None:
        value, note = f"{whole.accuracy:.2%}", f"epoch {whole.number}"
    else:
        value, note = "–", "running mean"
    return Tile(label="Training accuracy", value=value, note=note, help=RUNNING_MEANS)


def _epoch_number(run: Run, kept: Epoch | None) -> Tile:
    """Show the epoch while there is one, and the test error once it is known."""
    begun = run.state != "queued" or run.epochs_done > 0
    number = min(run.epochs_done + 1, run.target_epochs) if begun else 0
    label, value = "Epoch", f"{number} of {run.target_epochs}"
    note = f"{count_text(run.target_epochs - run.epochs_done, 'epoch')} to go"
    if run.test_error_percent is not None and not run.active:
        published = published_error(run.config)
        label, value = "Test error", f"{run.test_error_percent:.2f}%"
        ended = when_ended(run) if kept is None else f"kept: epoch {kept.number}"
        note = f"slide {published:.2f}%" if published else ended
    elif run.state == "training" and (seconds := seconds_left(run)) is not None:
        note = f"{duration(seconds)} left"
    return Tile(label=label, value=value, note=note)


def _speed(run: Run, last: Epoch | None) -> Tile:
    speed = run.progress.images_per_second if run.progress else 0.0
    seconds = 0.0 if last is None else last.seconds
    if last is not None and not run.active:
        seconds = run.seconds_per_epoch or seconds
        speed = epoch_size(run.config) / seconds
    return Tile(
        label="Digits per second",
        value=f"{round(speed, -2):,.0f}" if speed else "–",
        note=f"{seconds:.2f} s per epoch" if seconds else f"{epoch_size(run.config):,} per epoch",
    )
