"""The part of the Sweep page that moves: progress and four numbers."""

from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep
from mnist_core.web.feeds import SWEEP_NUMBERS
from mnist_core.web.sweep_numbers import sweep_page_mark
from parts.shared.live import read_feed
from parts.shared.run_progress import draw_progress
from parts.shared.tiles import draw_tiles


def live_numbers(store: RunStore, sweep: Sweep) -> None:
    """Draw progress and numbers, which follow the sweep; in another state the page runs again."""
    numbers = read_feed(store, SWEEP_NUMBERS, sweep=sweep.id)
    draw_progress(numbers, key="sweep_progress", page=sweep_page_mark(sweep))
    draw_tiles(numbers, key="sweep_numbers")
