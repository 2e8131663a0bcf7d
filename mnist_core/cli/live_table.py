"""How a sweep stands, as a picture that a terminal redraws while it runs."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from mnist_core.cli.sweep_lines import Lines, duration_text, reached_text
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.best_trials import best_trial
from mnist_core.sweeps.records import TRIAL_STATES, Sweep, Trial, TrialState, counted
from mnist_core.sweeps.time_estimate import seconds_left
from mnist_core.sweeps.variable_settings import value_text

Show = Callable[[Sweep, Sequence[Trial], str], None]
BEST, NEWEST = 10, 4
OTHER_LINES = 11  # of the picture: headings, frames, and the line before
STYLES: dict[TrialState, str] = {
    "finished": "green",
    "pruned": "dim",
    "failed": "red",
    "stopped": "dim",
    "repeated": "dim",
    "training": "",
}


@contextlib.contextmanager
def sweep_view(store: RunStore, *, quiet: bool) -> Iterator[Show]:
    """Give what shows a sweep: a picture on a terminal, lines elsewhere, nothing if ``quiet``."""
    if quiet:
        yield lambda _sweep, _trials, _waiting: None
    elif sys.stdout.isatty():
        with Live(auto_refresh=False, vertical_overflow="crop") as live:
            yield lambda sweep, trials, waiting: live.update(
                _picture_now(store, live.console, sweep, trials, waiting), refresh=True
            )
    else:
        yield Lines(store).show


def sweep_picture(
    sweep: Sweep, trials: Sequence[Trial], waiting: str, left_s: float | None, best: int = BEST
) -> RenderableType:
    """Draw how a sweep stands: counts, time left, the best trials and the newest.

    Args:
        waiting: what is waited for, or "".
        left_s: seconds until it ends, where they are known.
        best: how many of the best to list.
    """
    finished = [t for t in trials if t.state == "finished" and t.error is not None]
    ranked = sorted(finished, key=lambda t: (t.error or 0.0, t.number))[:best]
    newest = sorted(trials, key=lambda trial: -trial.number)[:NEWEST]
    return Group(
        Text(f"{sweep.name} ({sweep.id})", style="bold"),
        Text(_status_text(sweep, trials, waiting, left_s)),
        _table("Best", ranked, sweep),
        _table("Newest", newest, sweep),
    )


def _picture_now(
    store: RunStore, console: Console, sweep: Sweep, trials: Sequence[Trial], waiting: str
) -> RenderableType:
    left_s = seconds_left(store, sweep, trials)
    return sweep_picture(sweep, trials, waiting, left_s, _best_that_fit(console))


def _best_that_fit(console: Console) -> int:
    return max(1, min(BEST, console.height - NEWEST - OTHER_LINES))


def _status_text(sweep: Sweep, trials: Sequence[Trial], waiting: str, left_s: float | None) -> str:
    counts = {state: sum(t.state == state for t in trials) for state in TRIAL_STATES}
    ended = len(counted(trials)) - counts["training"]
    of = "" if sweep.trials is None else f" of {sweep.trials}"
    best = best_trial(trials)
    parts = [waiting or sweep.state, f"{ended}{of} done"]
    parts += [f"{count} {state}" for state, count in counts.items() if count]
    parts += [] if best is None else [f"best {best.error:.2f}%"]
    parts += [] if left_s is None else [f"about {duration_text(left_s)} left"]
    return " · ".join(parts)


def _table(title: str, trials: Sequence[Trial], sweep: Sweep) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    for heading in ("Trial", "State", "Error", "Epochs"):
        table.add_column(heading, no_wrap=True)
    fields = [dimension.field for dimension in sweep.plan.dimensions]
    for field in fields:
        table.add_column(field, overflow="fold")
    for trial in trials:
        table.add_row(
            str(trial.number + 1),
            trial.state,
            reached_text(trial, sweep.plan.objective),
            str(trial.epochs),
            *(value_text(trial.params[f]) if f in trial.params else "" for f in fields),
            style=STYLES[trial.state],
        )
    return table
