"""Whose things are whose, as a page says it, and the offer to give oneself a name."""

import streamlit as st

from mnist_core.access.person import OWNERS_ID
from mnist_core.store.person_names import MAX_PERSON_NAME_LENGTH, call_oneself, person_names
from mnist_core.store.run_store import RunStore
from parts.shared.actions import attempt
from parts.shared.texts import as_markdown

DECLINED = "name_declined"


def owner_words(store: RunStore, owner: str) -> list[str]:
    """Say whose something is; nothing where it is the reader's own."""
    if owner == store.person.id:
        return []
    if owner == OWNERS_ID:
        return ["the teacher's"]
    name = person_names(store, [owner]).get(owner)
    return [f"by {as_markdown(name)}" if name else "by somebody else here"]


def offer_name(store: RunStore) -> bool:
    """Ask a member of a room without a name for one, once in a tab; return whether it asks."""
    if store.person.may_change_all or DECLINED in st.session_state or own_name(store):
        return False
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="name_offer"):
        st.markdown(":material/badge: Others see whose runs are whose.", width="content")
        if name_field(store, key="offered_name"):
            st.rerun()
        if st.button("No, thanks", key="name_decline", type="tertiary"):
            st.session_state[DECLINED] = True
            st.rerun()
    return True


def name_field(store: RunStore, *, key: str) -> bool:
    """Let a member of a room be called what they type; return whether that was saved now."""
    name = st.text_input(
        "Your name",
        own_name(store),
        key=key,
        max_chars=MAX_PERSON_NAME_LENGTH,
        label_visibility="collapsed",
        placeholder="Your name",
        width=150,
        on_change=_note_change,
        args=(key,),
    )
    changed = st.session_state.pop(f"changed_{key}", False)
    if st.button("Save", key=f"save_{key}") or changed:
        return attempt(lambda: call_oneself(store, name), show=st.error)
    return False


def _note_change(key: str) -> None:
    st.session_state[f"changed_{key}"] = True


def own_name(store: RunStore) -> str:
    """Give what the reader is called; "" where they have given no name."""
    return person_names(store, [store.person.id]).get(store.person.id, "")
