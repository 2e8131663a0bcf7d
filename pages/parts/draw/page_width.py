"""How wide the page is: Python cannot see it, so the browser reports it, in steps that matter."""

from collections.abc import Sequence
from pathlib import Path

from parts.shared.component import component, run_again
from parts.shared.live import ASKING


def page_width(steps: Sequence[int], *, default: int, key: str) -> int:
    """Give the largest step that is no wider than this part of the page, in pixels.

    The page runs again when that changes.

    Args:
        default: one of the steps, before the browser has answered.
    """
    data = {"steps": sorted(steps)}
    ruler = component(Path(__file__).with_suffix(".js"), "<div></div>", joined=(ASKING,))
    answer = ruler(
        key=key, data=data, default={"width": default}, on_width_change=run_again, height=1
    )
    width = answer.get("width")
    return next((step for step in steps if step == width), min(steps))
