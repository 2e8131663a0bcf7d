"""The part of the Train page that moves: progress, four numbers and two curves."""

import streamlit as st

from mnist_core.dataset import training_size, validation_size
from mnist_core.errors import RunNotFound
from mnist_core.presets import published_error
from mnist_core.store.best_epoch import ENDED, earlier_best
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_store import RunStore
from parts.shared.progress import progress_line, seconds_left
from parts.shared.run_curves import curves, part_epoch
from parts.shared.texts import count_text, duration, when_ended
from parts.train.tabs import log_tab

RUNNING_MEANS = (
    "A running mean over the epoch, with dropout on, as Keras prints it. Early in training it is "
    "below the accuracy at the end of the epoch."
)


def live_run(store: RunStore, run: Run) -> None:
    """Draw the moving part; meant for a fragment that ticks while the run is active."""
    now = _latest(store, run)
    history = store.history(now.id)
    progress_line(store, now)
    numbers(now, history)
    curves(now, history)


def live_log(store: RunStore, run: Run) -> None:
    """Draw the log of epochs; meant for a fragment as well."""
    now = _latest(store, run)
    log_tab(now, store.history(now.id))


def numbers(run: Run, history: list[Epoch]) -> None:
    """Show the four main numbers, readable from the back of a room.

    Of a run that has ended, they are those of the epoch whose weights it keeps.
    """
    last = history[-1] if history else None
    best = earlier_best(run, history)
    kept = best if run.state in ENDED else None
    with st.grid(4, min_column_width=150):
        _validation_accuracy(run, history, best)
        _training_accuracy(run, last, kept)
        _epoch_number(run, kept)
        _speed(run, last)


def _latest(store: RunStore, drawn: Run) -> Run:
    """Read the run again; a change of state redraws the whole page and ends the timer."""
    try:
        now = store.read(drawn.id)
    except RunNotFound:
        st.rerun()
    if (now.state, now.request) != (drawn.state, drawn.request):
        st.rerun()
    return now


def _validation_accuracy(run: Run, history: list[Epoch], best: Epoch | None) -> None:
    """Show it with its change since the epoch before, or with the epoch that is better."""
    shown = best if best is not None and run.state in ENDED else None
    value, note = "–", f"of {validation_size(run.config):,} digits"
    if history:
        value = f"{(shown or history[-1]).val_accuracy:.2%}"
    if shown is not None:
        note = f"kept: epoch {shown.number} of {run.epochs_done}"
    elif best is not None:
        note = f"best so far: epoch {best.number}"
    elif len(history) > 1:
        note = _points(history[-1].val_accuracy, history[-2].val_accuracy)
    grows = best is None and len(history) > 1
    st.metric(
        "Validation accuracy",
        value,
        note,
        delta_color="normal" if grows else "off",
        delta_arrow="auto" if grows else "off",
        border=True,
    )


def _training_accuracy(run: Run, last: Epoch | None, kept: Epoch | None) -> None:
    running, whole = part_epoch(run), kept or last
    if running is not None and kept is None:
        value, note = f"{running.accuracy:.2%}", "this epoch so far"
    elif whole is not None:
        value, note = f"{whole.accuracy:.2%}", f"epoch {whole.number}"
    else:
        value, note = "–", "running mean"
    st.metric(
        "Training accuracy",
        value,
        note,
        delta_color="off",
        delta_arrow="off",
        help=RUNNING_MEANS,
        border=True,
    )


def _epoch_number(run: Run, kept: Epoch | None) -> None:
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
    st.metric(label, value, note, delta_color="off", delta_arrow="off", border=True)


def _speed(run: Run, last: Epoch | None) -> None:
    speed = run.progress.images_per_second if run.progress else 0.0
    if last is not None and not run.active:
        speed = training_size(run.config) / (run.seconds_per_epoch or last.seconds)
    st.metric(
        "Digits per second",
        f"{round(speed, -2):,.0f}" if speed else "–",
        f"{run.seconds_per_epoch or last.seconds:.2f} s per epoch"
        if last
        else f"{training_size(run.config):,} per epoch",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )


def _points(now: float, before: float) -> str:
    return f"{100 * (now - before):+.2f} points"
