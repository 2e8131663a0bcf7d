"""The room's newest runs in large type, following them."""

from pathlib import Path

from mnist_core.web.messages import Update
from parts.shared.component import component
from parts.shared.live import LIVE, follow

HTML = "<div class='runs'></div>"


def newest_view(update: Update) -> None:
    """Draw a line for each run of a feed whose state is ``ListedRows``."""
    runs = component(Path(__file__).with_suffix(".js"), HTML, joined=LIVE)
    runs(key="newest_runs", data=follow(update), height="content")
