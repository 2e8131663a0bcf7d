"""Where a run stands, as one line of a page that follows the run."""

from pathlib import Path

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import NUMBERS
from mnist_core.web.messages import Update
from parts.shared.component import component, run_again
from parts.shared.live import LIVE, follow, read_feed

HTML = """
<div class="line"><span class="text" aria-live="polite"></span>
<span class="link" hidden></span></div>
<div class="bar" role="progressbar" aria-label="Progress of the run"><div></div></div>
<div class="note" hidden></div>
"""


def progress_line(store: RunStore, run: Run, *, key: str = "run_progress") -> None:
    """Show in one line, of one height, where the run stands."""
    draw_progress(read_feed(store, NUMBERS, run=run.id), key=key)


def draw_progress(update: Update, *, key: str = "run_progress", page: str | None = None) -> None:
    """Show that line for what was read of a run's numbers.

    Args:
        page: as in ``follow``.
    """
    line = component(Path(__file__).with_suffix(".js"), HTML, joined=LIVE)
    line(
        key=key,
        data=follow(update, page=page),
        on_page_change=run_again,
        height="content",
    )
