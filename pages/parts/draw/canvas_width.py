"""The canvas made as wide as its card, where the page is narrow."""

from pathlib import Path

from parts.draw.uploaded import SIZE_PX
from parts.shared.component import component

MOST_PX = 360  # so that the answer below it is in sight as well


def canvas_width() -> None:
    """Show the canvas of this page as wide as this place, up to a limit."""
    ruler = component(Path(__file__).with_suffix(".js"), "<div></div>")
    ruler(key="width_of_board", data={"size": SIZE_PX, "most": MOST_PX}, height=1)
