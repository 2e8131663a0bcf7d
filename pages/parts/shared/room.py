"""The room that this lab is open to, if it is, and who uses this browser's tab."""

import streamlit as st

from mnist_core.access.listening import listening_sockets
from mnist_core.access.person import Person
from mnist_core.access.reach import Reach, read_options
from mnist_core.access.room_keys import RoomKeys, room_keys
from mnist_core.access.visitor_cookie import Visitor, person_of, visitor
from mnist_core.environment import read_settings


@st.cache_resource(show_spinner=False)
def reach_of_server() -> Reach:
    """Give who can reach this server, and under which names."""
    return Reach(read_options(st.get_option), listening_sockets())


def keys_of_room() -> RoomKeys:
    """Give the keys of this server's room."""
    return room_keys(read_settings().home)


def this_person() -> Person:
    """Give whose tab this is, by the cookie that it came with."""
    return person_of(reach_of_server(), read_settings().home, st.context.cookies)


def this_visitor() -> Visitor | None:
    """Give who uses this tab by the cookie that it came with; None where it has none."""
    return visitor(keys_of_room(), st.context.cookies)
