"""The top of the page, to which one comes when its content is exchanged from below.

Streamlit stays where it was scrolled to when a page is drawn again.
"""

from pathlib import Path

from parts.shared.component import component


def scroll_to_top(shown: str) -> None:
    """Scroll to the top once ``shown`` is another text than before; draws nothing."""
    top = component(Path(__file__).with_name("scroll_to_top.js"), "<span></span>")
    top(key="page_top", data={"shown": shown}, width=1, height=1)
