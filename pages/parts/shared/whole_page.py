"""A page that Streamlit has emptied is drawn again: why it does is told in the script."""

from pathlib import Path

from parts.shared.component import component, run_again
from parts.shared.live import ASKING


def keep_whole() -> None:
    """Watch over the page, in the shell, which outlives what happens to it; it takes no room."""
    watch = component(Path(__file__).with_suffix(".js"), "<i hidden></i>", joined=(ASKING,))
    watch(key="whole_page", on_emptied_change=run_again, width=1, height=1)
