"""The digit's canvas shown as wide as its place, be that narrow or larger than the canvas."""

from pathlib import Path

from parts.shared.component import component
from parts.shared.digit_canvas import SIZE_PX


def canvas_width(most: int, *, below: int) -> None:
    """Show the canvas of this page as wide as this place.

    Args:
        most: pixels that it is wide at most.
        below: pixels of the window that stay free below it.
    """
    ruler = component(Path(__file__).with_suffix(".js"), "<div></div>")
    ruler(key="width_of_board", data={"size": SIZE_PX, "most": most, "below": below}, height=1)
