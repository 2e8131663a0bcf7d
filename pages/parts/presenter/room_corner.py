"""The room's code in a corner, where the lab is open to one."""

from urllib.parse import urlsplit

import streamlit as st

from mnist_core.access.room_links import code_svg, room_link
from parts.shared.room import keys_of_room, reach_of_server
from parts.shared.texts import as_markdown

CODE_PX = 150


def room_corner() -> None:
    """Draw the code of the room's link, never the teacher's; nothing where nobody may come in."""
    reach = reach_of_server()
    if not reach.is_open:
        return
    link = room_link(reach, keys_of_room(), "member")
    place = urlsplit(link).netloc
    with st.container(width="content", horizontal_alignment="right", gap=None, key="room_corner"):
        st.image(code_svg(link), width=CODE_PX, alt=f"The code of {place} with its key")
        st.caption(as_markdown(place), width="content")
