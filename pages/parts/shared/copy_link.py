"""A button that copies a link of this page, to send it to somebody."""

from collections.abc import Mapping
from pathlib import Path

from parts.shared.component import component

HTML = """
<button type="button"><span class="icon" aria-hidden="true">link</span><span class="label"></span>
</button><input readonly hidden aria-label="The link">
<p role="status"></p>
"""


def copy_link_button(label: str, query: Mapping[str, str], *, key: str) -> None:
    """Draw a button that copies the page's address with ``query`` as its only parameters.

    A browser copies only on localhost and over https. Elsewhere, and where the reader has forbidden
    it, the link is shown in a field, selected.

    Args:
        label: what the button says.
    """
    button = component(Path(__file__).with_suffix(".js"), HTML)
    button(key=key, data={"label": label, "query": dict(query)}, height="content")
