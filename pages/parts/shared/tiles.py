"""Large numbers side by side, which follow what they are of."""

from pathlib import Path

from mnist_core.web.messages import Update
from parts.shared.component import component
from parts.shared.live import LIVE, follow

HTML = "<div class='tiles'></div>"


def draw_tiles(update: Update, *, key: str) -> None:
    """Draw the numbers of a feed whose state is ``Numbers``."""
    tiles = component(Path(__file__).with_suffix(".js"), HTML, joined=LIVE)
    tiles(key=key, data=follow(update), height="content")
