"""Large numbers side by side, which follow what they are of."""

from collections.abc import Sequence
from pathlib import Path

from mnist_core.web.messages import Tile, Update
from parts.shared.component import component
from parts.shared.live import LIVE, follow

HTML = "<div class='room'><div class='tiles'></div></div>"


def draw_tiles(update: Update, *, key: str, others: Sequence[Tile] = ()) -> None:
    """Draw the numbers of a feed whose state is ``Numbers``, and after them others that stay."""
    tiles = component(Path(__file__).with_suffix(".js"), HTML, joined=LIVE)
    facts = {**follow(update), "others": [each.model_dump() for each in others]}
    tiles(key=key, data=facts, height="content")
