"""What of the lab's record is damaged: said over every page, which works on with the rest."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import streamlit as st

from mnist_core.errors import LabError
from mnist_core.store.damaged_rows import left_out
from parts.shared.store import open_store
from parts.shared.texts import as_markdown


@contextmanager
def damage_shown() -> Iterator[None]:
    """Draw a page, and over it a sentence for each thing that its lists had to leave out."""
    place = st.container(gap=None, key="damage")
    try:
        yield
    finally:
        with suppress(LabError):
            for sentence in left_out(open_store().database):
                place.warning(as_markdown(sentence), icon=":material/healing:")
