"""Menus whose texts change while they are open, or are not distinct: of runs and of sweeps.

A browser knows a choice by its text alone (Streamlit 1.67). It sends with its next request the one
of before: that names no option any longer, and the choice would be taken for another. Of two equal
texts only the first could be chosen.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st


def choose_one(
    label: str,
    texts: Mapping[str, str],
    chosen: str,
    *,
    key: str,
    on_choose: Callable[[str], None],
    **look: Any,
) -> str:
    """Draw a menu and give what is chosen.

    Args:
        texts: what stands in the menu, by what it stands for.
        chosen: one of these, as the page remembers it.
        on_choose: called with what a person has chosen instead.
        look: further arguments of ``st.selectbox``.
    """
    texts = _distinct(texts)
    if st.session_state.get(key) not in texts:
        st.session_state[key] = chosen

    def tell() -> None:
        if (value := st.session_state[key]) in texts:
            on_choose(value)

    value: str = st.selectbox(
        label, list(texts), format_func=texts.__getitem__, key=key, on_change=tell, **look
    )
    return value


def choose_some(label: str, texts: Mapping[str, str], *, key: str, **look: Any) -> list[str]:
    """Draw a menu of which several may be chosen, and give these, in the order of choosing.

    Args:
        texts: as in ``choose_one``.
        look: further arguments of ``st.multiselect``.
    """
    texts, kept = _distinct(texts), f"{key}_kept"
    known = [value for value in st.session_state.get(kept, []) if value in texts]
    values = st.session_state.get(key, known)
    st.session_state[key] = values if all(value in texts for value in values) else known
    chosen: list[str] = st.multiselect(
        label, list(texts), format_func=texts.__getitem__, key=key, **look
    )
    st.session_state[kept] = chosen
    return chosen


def _distinct(texts: Mapping[str, str]) -> dict[str, str]:
    """Put what it stands for behind a text that stands there more than once."""
    counts = Counter(texts.values())
    return {
        value: text if counts[text] == 1 else f"{text} · {value}" for value, text in texts.items()
    }
