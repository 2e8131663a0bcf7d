"""How wide the page is: Python cannot see it, so the browser reports it, in steps that matter.

Until it has, a phone's page counts as the narrowest, by what its browser calls itself: over a slow
network a page that is laid out anew when the answer comes would move the canvas under a pen.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from parts.shared.component import component, run_again
from parts.shared.live import ASKING

PHONE = "Mobile"  # so say all browsers of phones, and those of old tablets


def page_width(steps: Sequence[int], *, default: int, key: str) -> int:
    """Give the largest step that is no wider than this part of the page, in pixels.

    The page runs again when that changes.

    Args:
        default: one of the steps, before the browser has answered; not a phone's.
    """
    data = {"steps": sorted(steps)}
    first = min(steps) if PHONE in st.context.headers.get("User-Agent", "") else default
    ruler = component(Path(__file__).with_suffix(".js"), "<div></div>", joined=(ASKING,))
    answer = ruler(
        key=key, data=data, default={"width": first}, on_width_change=run_again, height=1
    )
    width = answer.get("width")
    return next((step for step in steps if step == width), min(steps))
