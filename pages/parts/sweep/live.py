"""The part of the Sweep page that moves: progress, four numbers, and what the table shows."""

import streamlit as st

from mnist_core.errors import SweepNotFound
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.sweep_store import read_sweep
from mnist_core.web.feeds import SWEEP, SWEEP_NUMBERS
from mnist_core.web.marks import sweep_mark
from mnist_core.web.sweep_numbers import sweep_page_mark
from mnist_core.web.trial_cache import TrialCache, trial_cache_of
from parts.shared.live import follow_page, read_feed
from parts.shared.run_progress import draw_progress
from parts.shared.tiles import draw_tiles

PAUSE_S = 2.0  # the numbers and charts, which need no script, follow at once


def live_numbers(store: RunStore, sweep: Sweep) -> None:
    """Draw progress and numbers, which follow the sweep; in another state the page runs again."""
    numbers = read_feed(store, SWEEP_NUMBERS, sweep=sweep.id)
    draw_progress(numbers, key="sweep_progress", page=sweep_page_mark(sweep))
    draw_tiles(numbers, key="sweep_numbers")


def newest(store: RunStore, drawn: Sweep) -> tuple[Sweep, TrialCache]:
    """Read the sweep again, and let the fragment run again once its table has something else."""
    try:
        now = read_sweep(store, drawn.id)
    except SweepNotFound:
        st.rerun()
    cache = trial_cache_of(store, now)
    page = sweep_mark(store, now, cache.counts)
    follow_page(read_feed(store, SWEEP, sweep=now.id), page, key="sweep_table", pause_s=PAUSE_S)
    return now, cache
