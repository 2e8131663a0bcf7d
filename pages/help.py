"""Help: the keys, a tour, what the lab keeps where, and what to do when something does not work."""

import streamlit as st

from parts.help.answers import what_to_do
from parts.help.keys import key_table
from parts.help.page_list import page_list
from parts.help.places import places_list, versions_line
from parts.shared.tour import begin_tour

st.header("Help", anchor=False)
page_list()
if st.button("A tour of five steps", key="help_tour", icon=":material/explore:"):
    begin_tour()
st.subheader("When something does not work", anchor=False)
what_to_do()
st.subheader("Keys", anchor=False)
key_table()
st.subheader("What is kept where", anchor=False)
places_list()
versions_line()
