"""The room's address, key and code, to be read and scanned from the back of a room."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from mnist_core.access.room_links import code_svg
from parts.shared.texts import as_markdown

CODE_WIDTH = 420


def way_in(ways: Sequence[str], key: str = "") -> None:
    """Show a link of the lab as code and in words; of several, one is chosen.

    Args:
        ways: the links.
        key: which they have; "" where people log in.
    """
    links = {_place(link): link for link in ways}
    with st.container(horizontal=True, gap="large", vertical_alignment="center"):
        card = st.container(border=True, width=CODE_WIDTH + 34)
        with st.container(width="stretch"):
            place = _chosen_place(list(links))
            then = "type the key" if key else "log in"
            st.markdown(f"Scan the code, or open this address and {then}.")
            st.metric("Address", place)
            if key:
                st.metric("Key", key)
            st.code(links[place], language=None, wrap_lines=True)
    card.image(code_svg(links[place]), width=CODE_WIDTH, alt=f"The code of {place}")


def _chosen_place(places: list[str]) -> str:
    """Let one of several addresses be chosen: which one a class reaches depends on its network."""
    if len(places) == 1:
        return places[0]
    chosen = st.segmented_control(
        "Addresses of this machine",
        places,
        default=places[0],
        format_func=as_markdown,
        key="room_address",
        required=True,
    )
    return str(chosen)


def _place(link: str) -> str:
    """Give a link's part that is typed into a browser."""
    parts = urlsplit(link)
    scheme = "" if parts.scheme == "http" else f"{parts.scheme}://"
    return f"{scheme}{parts.netloc}{parts.path.rstrip('/')}"
