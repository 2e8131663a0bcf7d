"""A sweep as lines of text, for terminals: one for each trial that ends, and the result."""

from collections.abc import Sequence

from mnist_core.plural import plural
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.best_trials import best_trial, best_trials
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Sweep, Trial, counted
from mnist_core.sweeps.time_estimate import TimeEstimate, estimate
from mnist_core.sweeps.variable_settings import Params, value_text


class Lines:
    """Prints what is going to be done, and each trial once, as it ends.

    Args:
        store: has the times of trials on this machine.
    """

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._opened = False
        self._shown: set[int] = set()
        self._waited_for = ""

    def show(self, sweep: Sweep, trials: Sequence[Trial], waiting: str) -> None:
        """Print what has changed since the last call."""
        if not self._opened:
            print(opening_line(sweep, estimate(self._store, sweep.plan)), flush=True)
            self._opened = True
        if waiting and waiting != self._waited_for:
            print(f"{waiting}.", flush=True)
        self._waited_for = waiting
        for trial in trials:
            if trial.state != "training" and trial.number not in self._shown:
                self._shown.add(trial.number)
                print(trial_line(trial, sweep.plan.objective), flush=True)


def opening_line(sweep: Sweep, expected: TimeEstimate) -> str:
    """Describe what a sweep is going to do, and for how long."""
    count = expected.trials
    trials = f"{count} {plural('trial', count)}, " if count is not None else ""
    how_long = duration_text(expected.seconds or 0.0)
    return f"{sweep.name} ({sweep.id}): {trials}about {how_long}, {expected.at_once} at a time"


def trial_line(trial: Trial, objective: Objective) -> str:
    """Write a trial in a line: its number, how it ended, what it reached, what was tried."""
    reached = reached_text(trial, objective)
    told = trial.message and trial.state in ("failed", "repeated")
    why = f"  {trial.message}" if told else ""
    start = f"trial {trial.number + 1:<5}{trial.state:<9}{reached:<22}"
    return f"{start}{params_text(trial.params)}{why}"


def closing_lines(sweep: Sweep, trials: Sequence[Trial]) -> list[str]:
    """Describe how a sweep ended and what it found."""
    ended = sum(trial.state != "training" for trial in counted(trials))
    lines = [f"{sweep.name}: {sweep.state} after {ended} {plural('trial', ended)}"]
    lines += [sweep.message] if sweep.message and sweep.state == "finished" else []
    objective = sweep.plan.objective
    best = best_trial(trials)
    if best is None:
        return [*lines, "No trial has finished."]
    if objective != "error":
        front = best_trials(trials, objective)
        lines += ["No other trial beats these in both:"]
        return lines + [trial_line(trial, objective) for trial in front]
    found = f"Best: trial {best.number + 1}, error {best.error:.2f}%, {params_text(best.params)}"
    return [*lines, found, f"Its run: {best.run_id}"]


def reached_text(trial: Trial, objective: Objective) -> str:
    """Write what a trial reached so far: its validation error, and the second goal."""
    if trial.error is None:
        return "-"
    error = f"{trial.error:.2f}%"
    if objective == "error_and_parameters" and trial.parameters is not None:
        return f"{error} {trial.parameters:,} params"
    if objective == "error_and_seconds" and trial.seconds is not None:
        return f"{error} {trial.seconds:.1f} s"
    return error


def params_text(params: Params) -> str:
    """Write what was tried as the command line would."""
    return " ".join(f"{field}={value_text(value)}" for field, value in params.items())


def duration_text(seconds: float) -> str:
    """Write a time in one unit: "40 seconds", "3 minutes", "2.5 hours"."""
    if seconds < 59.5:
        count = max(1, round(seconds))
        return f"{count} {plural('second', count)}"
    if seconds < 5400:
        count = round(seconds / 60)
        return f"{count} {plural('minute', count)}"
    return f"{seconds / 3600:.1f} hours"
