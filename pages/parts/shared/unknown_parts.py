"""What a link has that its page does not know: said while the page that it opened is shown."""

import streamlit as st

from mnist_core.quoting import named
from parts.shared.menu_pages import MenuPage
from parts.shared.texts import as_markdown

# What a link of a page may have. Train and Sweep are not here: they say so beside their settings.
KNOWN: dict[str, tuple[str, ...]] = {
    "draw": ("run",),
    "compare": ("ticked", "baseline"),
    "diagnose": ("run",),
    "lessons": ("lesson",),
    "presenter": ("view", "run"),
    "board": (),
    "share": (),
    "help": (),
}
OF_THE_ROOM = ("key",)  # in any page's address, where the lab is open
FOUND = "unknown_parts_of_link"


def warn_of_unknown_parts(page: MenuPage) -> None:
    """Show which parts of the link that began this session its page does not know, if any."""
    if FOUND not in st.session_state:
        st.session_state[FOUND] = (page.name, _unknown(page.name))
    opened, unknown = st.session_state[FOUND]
    if opened != page.name:
        st.session_state[FOUND] = (page.name, [])
    elif unknown:
        names = as_markdown(" or ".join(map(named, unknown)))
        st.warning(
            f"Not all of the link could be followed: {page.title} knows no {names}.",
            icon=":material/link_off:",
        )


def _unknown(page: str) -> list[str]:
    if page not in KNOWN:
        return []
    return [name for name in st.query_params if name not in (*KNOWN[page], *OF_THE_ROOM)]
