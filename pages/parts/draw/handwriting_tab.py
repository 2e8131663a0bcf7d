"""My handwriting: the drawings of the personal set, who reads them how well, and the lesson."""

import streamlit as st

from mnist_core.handwriting.fine_tuning import FEWEST_DRAWINGS
from mnist_core.store.drawing_rows import read_drawings
from mnist_core.store.run_store import RunStore
from parts.draw.fine_tuning_card import fine_tuning_card
from parts.draw.handwriting_files import import_popover
from parts.draw.handwriting_gallery import gallery_card
from parts.draw.handwriting_scores import score_of, scores_table
from parts.draw.readers import Reader

EMPTY = (
    "Nothing is kept yet. Write a digit above and say what it is; right answers are kept as well. "
    f"With {FEWEST_DRAWINGS} drawings a network can learn your handwriting."
)


def handwriting_tab(store: RunStore, readers: list[Reader]) -> None:
    """Draw the lesson, the gallery, and the table of who reads how well."""
    mine = read_drawings(store)
    if not mine:
        st.info(EMPTY, icon=":material/draw:")
        import_popover(store)
        return
    fine_tuning_card(store, readers, len(mine))
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        answers = score_of(store, readers[0], mine).answers.tolist() if readers else None
        gallery_card(store, mine, answers)
    with right, st.container(border=True, height="stretch"):
        st.markdown("**How well runs read it**")
        scores_table(store, readers, mine)
