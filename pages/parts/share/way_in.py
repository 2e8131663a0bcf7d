"""The room's address, key and code, to be read and scanned from the back of a room."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import streamlit as st

from mnist_core.access.room_links import code_svg
from parts.shared.actions import attempt
from parts.shared.texts import as_markdown

CODE_WIDTH = 420
ADDRESS = "room_address"
FOR_ALL = "Choose one that the class reaches: the Presenter's code and everyone's Share show it."


def way_in(
    ways: Sequence[str],
    key: str = "",
    *,
    chosen: str | None = None,
    keep: Callable[[str], object] | None = None,
) -> None:
    """Show a link of the lab as code and in words; of several, one is chosen.

    Args:
        ways: the links.
        key: which they have; "" where people log in.
        chosen: the one that is shown at first; the first by default.
        keep: is given another that is chosen, to remember it for all.
    """
    links = {_place(link): link for link in ways}
    first = _place(chosen or ways[0])
    with st.container(horizontal=True, gap="large", vertical_alignment="center"):
        card = st.container(border=True, width=CODE_WIDTH + 34)
        with st.container(width="stretch"):
            place = _chosen_place(links, first, keep)
            then = "type the key" if key else "log in"
            st.markdown(f"Scan the code, or open this address and {then}.")
            st.metric("Address", place)
            if key:
                st.metric("Key", key)
            st.code(links[place], language=None, wrap_lines=True)
    card.image(code_svg(links[place]), width=CODE_WIDTH, alt=f"The code of {place}")


def _chosen_place(
    links: Mapping[str, str], first: str, keep: Callable[[str], object] | None
) -> str:
    """Let one of several addresses be chosen: which one a class reaches depends on its network."""
    if len(links) == 1:
        return first

    def note_choice() -> None:
        link = links[st.session_state[ADDRESS]]
        if keep is not None:
            attempt(lambda: keep(link))

    chosen = st.segmented_control(
        "Addresses of this machine",
        list(links),
        default=first,
        format_func=as_markdown,
        key=ADDRESS,
        required=True,
        on_change=note_choice,
        help=None if keep is None else FOR_ALL,
    )
    return str(chosen)


def _place(link: str) -> str:
    """Give a link's part that is typed into a browser."""
    parts = urlsplit(link)
    scheme = "" if parts.scheme == "http" else f"{parts.scheme}://"
    return f"{scheme}{parts.netloc}{parts.path.rstrip('/')}"
