"""Share: how others come in, by a link or a code to scan."""

import streamlit as st

from parts.share.keys import teachers_part
from parts.share.on_this_machine import how_to_open
from parts.share.way_in import way_in
from parts.shared.owners import name_field
from parts.shared.room import keys_of_room, reach_of_server, this_visitor
from parts.shared.store import open_store

st.header("Share", anchor=False)
reach = reach_of_server()
if not reach.is_open:
    how_to_open()
    st.stop()
keys = keys_of_room()
way_in(reach, keys)
visitor = this_visitor()
if visitor is not None and visitor.role == "teacher":
    teachers_part(reach, keys)
else:
    st.subheader("Your name here", anchor=False)
    with st.container(horizontal=True):
        name_field(open_store(), key="person_name")
