"""Share: how others come in, by a link or a code to scan."""

import streamlit as st

from mnist_core.access.room_links import room_link, room_links
from parts.share.keys import choose_address, teachers_part
from parts.share.log_out import log_out
from parts.share.on_this_machine import how_to_open
from parts.share.way_in import way_in
from parts.shared.owners import name_field
from parts.shared.room import keys_of_room, login_of_lab, reach_of_server, this_visitor
from parts.shared.store import open_store

st.header("Share", anchor=False)
reach, login = reach_of_server(), login_of_lab()
if not reach.is_open:
    how_to_open(logs_in=login is not None)
elif login is not None:
    way_in([login.address])
if login is not None:
    log_out(open_store())
if not reach.is_open or login is not None:
    st.stop()
keys = keys_of_room()
visitor = this_visitor()
teaches = visitor is not None and visitor.role == "teacher"
way_in(
    room_links(reach, keys, "member"),
    keys.room,
    chosen=room_link(reach, keys, "member"),
    keep=choose_address if teaches else None,
)
if teaches:
    teachers_part(reach, keys)
else:
    st.subheader("Your name here", anchor=False)
    with st.container(horizontal=True):
        saved = name_field(open_store(), key="person_name")
    if saved:
        st.toast("Your name is saved.", icon=":material/check:")
