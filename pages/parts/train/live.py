"""The part of the Train page that moves: progress, four numbers, two curves and the log."""

from pathlib import Path

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import LOG, NUMBERS
from mnist_core.web.run_numbers import page_mark
from parts.shared.component import component
from parts.shared.live import LIVE, follow, read_feed
from parts.shared.run_curves import live_curves
from parts.shared.run_progress import draw_progress
from parts.shared.tiles import draw_tiles

LOG_LINES = """
<div class="log"><pre tabindex="0" aria-label="Epoch log"></pre>
<button type="button" aria-label="Copy the log" title="Copy">content_copy</button></div>
"""


def live_run(store: RunStore, run: Run) -> None:
    """Draw progress, numbers and curves, which follow the run.

    The page's script runs again once the run is in another state than ``run``.
    """
    numbers = read_feed(store, NUMBERS, run=run.id)
    draw_progress(numbers, page=page_mark(run))
    draw_tiles(numbers, key="run_numbers")
    live_curves(store, run)


def live_log(store: RunStore, run: Run) -> None:
    """Draw the log of epochs, which follows the run."""
    log = component(Path(__file__).with_name("run_log.js"), LOG_LINES, joined=LIVE)
    log(key="run_log", data=follow(read_feed(store, LOG, run=run.id)), height="content")
