"""How a run's facts are put into words, the same on every page and in what is pushed to them."""

from collections.abc import Mapping, Sequence

from mnist_core.access.person import OWNERS_ID
from mnist_core.plural import plural
from mnist_core.presets import published_error
from mnist_core.store.best_epoch import earlier_best
from mnist_core.store.records import Epoch, Run


def duration(seconds: float) -> str:
    """Give how long, roughly: "6 s", "2 min 10 s", "1 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 100:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60 // 10 * 10} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def count_text(count: int, noun: str) -> str:
    """Give "1 epoch" or "1,000 epochs"; ``noun`` is one that takes an s, such as "new drawing"."""
    return f"{count:,} {plural(noun, count)}"


def choice_text(run: Run) -> str:
    """Name a run in a menu that chooses one: with its test error, or its state before there is one.

    A menu in a sidebar has room for little more than that.
    """
    error = run.test_error_percent
    return f"{run.name} · {run.word}" if error is None else f"{run.name} · {error:.2f}% test error"


def owners_text(runs: Sequence[Run], names: Mapping[str, str]) -> str:
    """Give who began some runs, such as "Anna, the teacher": each once, in the runs' order.

    Args:
        names: what persons are called, by their ids; the machine's owner is the teacher.
    """
    known = {OWNERS_ID: "the teacher", **names}
    return ", ".join(dict.fromkeys(known.get(run.owner, "somebody here") for run in runs))


def end_text(run: Run, history: Sequence[Epoch] = ()) -> str:
    """Give how a run ended, with its error and the slide's where it has one.

    Args:
        history: its epochs, to name the one that is kept where it is not simply the last.
    """
    text = f"{run.word.capitalize()} {when_ended(run, history)}"
    if run.test_error_percent is not None:
        text += f" · Test error: {run.test_error_percent:.2f}%"
    published = published_error(run.config)
    return text if published is None else f"{text} (on the slide {published:.2f}%)"


def when_ended(run: Run, history: Sequence[Epoch] = ()) -> str:
    """Give where in its epochs a run ended: "after 10 epochs" or "inside epoch 3 of 10".

    With its ``history`` also which one is kept: "after 8 epochs, epoch 7 kept".
    """
    best = earlier_best(run, history)
    kept = "" if best is None else f", epoch {best.number} kept"
    if run.stopped_at:
        return f"inside epoch {run.epochs_done + 1} of {run.target_epochs}{kept}"
    return f"after {count_text(run.epochs_done, 'epoch')}{kept}"


def age(seconds: float) -> str:
    """Give how long ago, in one unit: "just now", "12 min ago", "3 h ago", "5 days ago"."""
    if seconds < 60:
        return "just now"
    for name, length in (("day", 86_400), ("h", 3_600), ("min", 60)):
        count = int(seconds // length)
        if count:
            return f"{count} {plural(name, count) if name == 'day' else name} ago"
    return "just now"
