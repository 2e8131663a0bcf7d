"""What the teacher alone may: see the teacher's link, make new keys, choose the address."""

import streamlit as st

from mnist_core.access.announcement import announce
from mnist_core.access.reach import Reach
from mnist_core.access.room_keys import Role, RoomKeys, choose_host, renew_key
from mnist_core.access.room_links import host_of, room_link
from mnist_core.environment import read_settings
from parts.shared.actions import act


def teachers_part(reach: Reach, keys: RoomKeys) -> None:
    """Offer what a class must not see, closed at first: the page may stand on a wall."""
    with st.expander("For the teacher", icon=":material/key:", key="teachers_part"):
        st.markdown("Whoever opens this link is a teacher here too:")
        st.code(room_link(reach, keys, "teacher"), language=None, wrap_lines=True)
        st.markdown(
            "A new key shuts out whoever came in with the old one, until they have the new; what "
            "is theirs stays theirs. It is printed where the lab was started as well."
        )
        with st.container(horizontal=True):
            if st.button("New key for the room", key="new_room_key", icon=":material/autorenew:"):
                act(lambda: _renew(reach, "member"), show=st.error)
            if st.button(
                "New key for teachers",
                key="new_teacher_key",
                icon=":material/autorenew:",
                help="You are asked for it, too: look where the lab was started.",
            ):
                act(lambda: _renew(reach, "teacher"), show=st.error)


def choose_address(link: str) -> None:
    """Keep the address of a link as the one by which the class comes in."""
    choose_host(read_settings().home, host_of(link))


def _renew(reach: Reach, role: Role) -> None:
    announce(reach, renew_key(read_settings().home, role))
