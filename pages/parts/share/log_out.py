"""Who has logged in, and the way out."""

import streamlit as st

from mnist_core.access.login import name_of
from mnist_core.store.run_store import RunStore
from parts.shared.owners import own_name
from parts.shared.texts import as_markdown


def log_out(store: RunStore) -> None:
    """Say as whom the reader has logged in, and offer to log out."""
    name = own_name(store) or name_of(st.user.to_dict())
    role = ", a teacher" if store.person.may_change_all else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        known = f"You are logged in as {as_markdown(name)}{role}." if name else "You are logged in."
        st.markdown(known, width="content")
        if st.button("Log out", key="log_out", icon=":material/logout:"):
            st.logout()
