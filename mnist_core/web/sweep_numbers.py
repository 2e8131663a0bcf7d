"""A sweep's progress and its four main numbers, readable from the back of a room."""

import math
from typing import NamedTuple

from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from mnist_core.sweeps.best_trials import best_trial
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.time_estimate import seconds_left
from mnist_core.web.messages import Numbers, Tile
from mnist_core.web.progress_texts import why_it_waits
from mnist_core.web.run_texts import count_text, duration
from mnist_core.web.sweep_texts import at_once_text, trial_name
from mnist_core.web.trial_cache import TrialCache, trial_cache_of

NOT_ENDED = ("training", "repeated")
NAMED = ("stopped", "failed", "repeated")  # beside the finished ones, where there are some
NOT_MEASURED = (
    "When a sweep begins, the lab measures whether it is faster to train several trials at a time."
)


class _Line(NamedTuple):
    """Where the sweep stands: in words, and as a share in [0, 1]."""

    text: str
    share: float


def sweep_numbers(store: RunStore, sweep: Sweep) -> Numbers:
    """Gather what moves fastest of a sweep."""
    cache = trial_cache_of(store, sweep)
    failed = sweep.state == "failed"
    text, share = _Line(sweep.message, 0.0) if failed else _line(store, sweep, cache)
    return Numbers(
        page=sweep_page_mark(sweep),
        text=text,
        share=share,
        failed=failed,
        note="",
        tiles=_tiles(sweep, cache),
    )


def sweep_page_mark(sweep: Sweep) -> str:
    """Give what of a sweep its page's buttons depend on: the page follows it."""
    return f"{sweep.state} {sweep.message}"


def _line(store: RunStore, sweep: Sweep, cache: TrialCache) -> _Line:
    done = _ended(cache)
    if sweep.state in ("finished", "stopped"):
        note = f" · {sweep.message}" if sweep.message else ""
        share = 1.0 if sweep.state == "finished" else _share(sweep, done)
        return _Line(f"{sweep.state.capitalize()} · {count_text(done, 'trial')} ended{note}", share)
    if sweep.active and done == sweep.trials:
        return _Line("All trials have ended; the sweep is being closed", 1.0)
    if sweep.active and _must_wait(store, cache):
        return _Line(_why_it_waits(store), _share(sweep, done))
    return _Line(_progress_text(store, sweep, cache), _share(sweep, done))


def _must_wait(store: RunStore, cache: TrialCache) -> bool:
    """Return whether nothing trains, or nothing can."""
    return not cache.counts.get("training") or read_service(store.database).state == "failed"


def _why_it_waits(store: RunStore) -> str:
    if read_service(store.database).state == "ready":
        return "The training processes are starting; the next trials begin within half a minute"
    return why_it_waits(store)


def _progress_text(store: RunStore, sweep: Sweep, cache: TrialCache) -> str:
    done = _ended(cache)
    text = (
        count_text(done, "trial")
        if sweep.trials is None
        else f"{done:,} of {count_text(sweep.trials, 'trial')}"
    )
    if sweep.state == "paused":
        training = cache.counts.get("training", 0)
        return f"{text} · paused" + (f", {training} still training" if training else "")
    begun = done + cache.counts.get("training", 0)
    if sweep.trials is not None and (queued := sweep.trials - begun) > 0:
        text += f" · {queued:,} queued"
    left = seconds_left(store, sweep, cache.trials)
    return text if left is None or math.isinf(left) else f"{text} · {duration(left)} left"


def _share(sweep: Sweep, done: int) -> float:
    """Give how far it is, in [0, 1], by its trials or its time, whichever ends it first."""
    by_trials = done / sweep.trials if sweep.trials else 0.0
    by_time = sweep.seconds_used / sweep.seconds_allowed if sweep.seconds_allowed else 0.0
    return min(1.0, max(by_trials, by_time))


def _ended(cache: TrialCache) -> int:
    """Count the trials that have ended, but for those that repeat another."""
    return sum(count for state, count in cache.counts.items() if state not in NOT_ENDED)


def _tiles(sweep: Sweep, cache: TrialCache) -> tuple[Tile, ...]:
    best = cache.once("best", lambda: best_trial(cache.trials))
    counts = cache.counts
    of_all = "so far" if sweep.trials is None else f"of {sweep.trials:,}"
    others = [f"{counts[state]:,} {state}" for state in NAMED if counts.get(state)]
    error = None if best is None else best.error
    note, means = _at_once(sweep)
    return (
        Tile(
            label="Best validation error",
            value="–" if error is None else f"{error:.2f}%",
            note="no trial has finished" if best is None or error is None else trial_name(best),
        ),
        Tile(
            label="Finished",
            value=f"{counts.get('finished', 0):,}",
            note=", ".join([of_all, *others]),
        ),
        Tile(
            label="Pruned",
            value=f"{counts.get('pruned', 0):,}",
            note="pruning is off" if sweep.plan.pruner == "none" else "ended early",
        ),
        Tile(label="Training now", value=f"{counts.get('training', 0):,}", note=note, help=means),
    )


def _at_once(sweep: Sweep) -> tuple[str, str]:
    """Give how many trials train at once, and a sentence that says why."""
    if sweep.state in ("finished", "stopped", "failed"):
        return "the sweep has ended", ""
    if sweep.sharing is None:
        return "not measured yet", NOT_MEASURED
    at_once = sweep.sharing.at_once
    trials = "one trial" if at_once == 1 else count_text(at_once, "trial")
    cores = "on one core" if at_once == 1 else "one core each"
    return f"fastest: {at_once_text(at_once)}", (
        f"Measured when the sweep began: training {trials} at a time, {cores}, is fastest on this "
        "machine."
    )
