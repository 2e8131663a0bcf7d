"""The part of the Sweep page that moves: progress, four numbers, and the charts."""

import math

import streamlit as st

from mnist_core.errors import SweepNotFound
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from mnist_core.sweeps.best_trials import best_trial
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.sweep_store import read_sweep
from mnist_core.sweeps.time_estimate import seconds_left
from mnist_core.web.feeds import SWEEP
from mnist_core.web.marks import sweep_mark
from mnist_core.web.progress_texts import why_it_waits
from mnist_core.web.run_texts import count_text, duration
from parts.shared.live import follow_page, read_feed
from parts.sweep.charts import chart_tabs
from parts.sweep.state import show_clicked
from parts.sweep.texts import at_once_text, trial_name
from parts.sweep.trial_cache import TrialCache, trial_cache_of

PAUSE_S = 1.0
NOT_MEASURED = (
    "When a sweep begins, the lab measures whether it is faster to train several trials at a time."
)


def live_numbers(store: RunStore, sweep: Sweep) -> None:
    """Draw progress and numbers; meant for a fragment, which follows the sweep."""
    now, cache = newest(store, sweep, key="numbers")
    _progress_line(store, now, cache)
    _numbers(now, cache)


def live_charts(store: RunStore, sweep: Sweep) -> None:
    """Draw the charts; meant for a fragment as well."""
    show_clicked()
    now, cache = newest(store, sweep, key="charts")
    chart_tabs(now, cache)


def newest(store: RunStore, drawn: Sweep, *, key: str) -> tuple[Sweep, TrialCache]:
    """Read the sweep again, and let the fragment run again once it shows something else.

    A change of state draws the whole page again.

    Args:
        key: what the fragment shows, in a word.
    """
    try:
        now = read_sweep(store, drawn.id)
    except SweepNotFound:
        st.rerun()
    if (now.state, now.message) != (drawn.state, drawn.message):
        st.rerun()
    cache = trial_cache_of(store, now)
    page = sweep_mark(store, now, cache.counts)
    update = read_feed(store, SWEEP, sweep=now.id)
    follow_page(update, page, key=f"sweep_{key}", pause_s=PAUSE_S)
    return now, cache


def _progress_line(store: RunStore, sweep: Sweep, cache: TrialCache) -> None:
    """Show in one line, of one height, where the sweep stands."""
    done = _ended(cache)
    if sweep.state == "failed":
        st.error(sweep.message, icon=":material/error:")
    elif sweep.state in ("finished", "stopped"):
        note = f" · {sweep.message}" if sweep.message else ""
        ended = f"{count_text(done, 'trial')} ended"
        share = 1.0 if sweep.state == "finished" else _share(sweep, done)
        st.progress(share, text=f"{sweep.state.capitalize()} · {ended}{note}")
    elif sweep.active and done == sweep.trials:
        st.progress(1.0, text="All trials have ended; the sweep is being closed")
    elif sweep.active and _must_wait(store, cache):
        st.progress(_share(sweep, done), text=_why_it_waits(store))
    else:
        st.progress(_share(sweep, done), text=_progress_text(store, sweep, cache))


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
    if sweep.trials is not None and (queued := sweep.trials - sum(cache.counts.values())) > 0:
        text += f" · {queued:,} queued"
    left = seconds_left(store, sweep, cache.trials)
    return text if left is None or math.isinf(left) else f"{text} · {duration(left)} left"


def _share(sweep: Sweep, done: int) -> float:
    """Give how far it is, in [0, 1], by its trials or its time, whichever ends it first."""
    by_trials = done / sweep.trials if sweep.trials else 0.0
    by_time = sweep.seconds_used / sweep.seconds_allowed if sweep.seconds_allowed else 0.0
    return min(1.0, max(by_trials, by_time))


def _ended(cache: TrialCache) -> int:
    return sum(cache.counts.values()) - cache.counts.get("training", 0)


def _numbers(sweep: Sweep, cache: TrialCache) -> None:
    """Show the four main numbers, readable from the back of a room."""
    best = cache.once("best", lambda: best_trial(cache.trials))
    counts = cache.counts
    of_all = "so far" if sweep.trials is None else f"of {sweep.trials:,}"
    others = [f"{counts[state]:,} {state}" for state in ("stopped", "failed") if counts.get(state)]
    known = best is not None and best.error is not None
    with st.grid(4, min_column_width=150):
        _number(
            "Best validation error",
            f"{best.error:.2f}%" if best is not None and best.error is not None else "–",
            trial_name(best) if best is not None and known else "no trial has finished",
        )
        _number(
            "Finished",
            f"{counts.get('finished', 0):,}",
            ", ".join([of_all, *others]),
        )
        _number(
            "Pruned",
            f"{counts.get('pruned', 0):,}",
            "pruning is off" if sweep.plan.pruner == "none" else "ended early",
        )
        _number("Training now", f"{counts.get('training', 0):,}", *_at_once(sweep))


def _at_once(sweep: Sweep) -> tuple[str, str]:
    """Give how many trials train at once, and a sentence that says why."""
    if sweep.state in ("finished", "stopped", "failed"):
        return "the sweep has ended", ""
    if sweep.sharing is None:
        return "not measured yet", NOT_MEASURED
    at_once = sweep.sharing.at_once
    trials = "one trial" if at_once == 1 else count_text(at_once, "trial")
    cores = "on all cores" if at_once == 1 else "one core each"
    return f"fastest: {at_once_text(at_once)}", (
        f"Measured when the sweep began: training {trials} at a time, {cores}, is fastest on this "
        "machine."
    )


def _number(label: str, value: str, note: str, means: str | None = None) -> None:
    st.metric(
        label, value, note, delta_color="off", delta_arrow="off", border=True, help=means or None
    )
