"""How this lab is reached and people log in to it, and who uses this browser's tab."""

import streamlit as st

from mnist_core.access.listening import listening_sockets
from mnist_core.access.login import Account, Login, account_of, read_login
from mnist_core.access.person import STRANGER, Person
from mnist_core.access.reach import Reach, read_options
from mnist_core.access.room_keys import RoomKeys, room_keys
from mnist_core.access.visitor_cookie import Visitor, person_of, visitor
from mnist_core.environment import read_settings


@st.cache_resource(show_spinner=False)
def reach_of_server() -> Reach:
    """Give who can reach this server, and under which names."""
    return Reach(read_options(st.get_option), listening_sockets())


@st.cache_resource(show_spinner=False)
def login_of_lab() -> Login | None:
    """Give how people log in; None where they do not."""
    return read_login(st.secrets, st.get_option)


def keys_of_room() -> RoomKeys:
    """Give the keys of this server's room."""
    return room_keys(read_settings().home)


def this_person() -> Person:
    """Give whose tab this is, by their login or else by the cookie that it came with."""
    login = login_of_lab()
    if login is not None:
        account = this_account()
        return login.person(account) if account else STRANGER
    return person_of(reach_of_server(), read_settings().home, st.context.cookies)


def this_account() -> Account | None:
    """Give the account with which somebody has logged in; None where nobody has."""
    return account_of(st.user.to_dict())


def this_visitor() -> Visitor | None:
    """Give who uses this tab by the cookie that it came with; None where it has none."""
    return visitor(keys_of_room(), st.context.cookies)
