"""What is below a drawing: the layers that it went through, or the drawings kept before."""

import streamlit as st

from mnist_core.handwriting.fine_tuning import FEWEST_DRAWINGS
from mnist_core.ink.preprocess import Reading
from mnist_core.store.drawing_rows import count_drawings, read_drawings
from mnist_core.store.run_store import RunStore
from parts.draw.answers import inside_cards
from parts.draw.fine_tuning_card import fine_tuning_card
from parts.draw.handwriting_files import import_popover
from parts.draw.handwriting_gallery import gallery_card
from parts.draw.handwriting_scores import score_of, scores_table
from parts.draw.last_change import undo_line
from parts.shared.reader import Reader

TABS = "draw_tab"
EMPTY = (
    "No drawing is kept yet. Write a digit above and say what it is, also where the answer is "
    "right. "
    f"With {FEWEST_DRAWINGS} drawings a network can learn your handwriting."
)


def draw_tabs(store: RunStore, readers: list[Reader], reading: Reading) -> None:
    """Draw the tabs, and the content of the open one below them.

    Another count in a title makes other tabs for Streamlit: the second stays open if it was, and
    nothing is drawn inside them that would be made anew.
    """
    titles = ["Inside the network", f"My handwriting · {count_drawings(store):,}"]
    if st.session_state.get(TABS, titles[0]) != titles[0]:
        st.session_state[TABS] = titles[1]
    inside, _ = st.tabs(titles, key=TABS, on_change="rerun")
    if inside.open:
        inside_cards(readers, reading)
    else:
        _handwriting(store, readers)


def _handwriting(store: RunStore, readers: list[Reader]) -> None:
    """Draw the fine-tuning, the gallery, and the table of who reads how well."""
    mine = read_drawings(store)
    if not mine:
        st.info(EMPTY, icon=":material/draw:")
        import_popover(store)
        undo_line(store, "delete")
        return
    fine_tuning_card(store, readers, len(mine))
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        answers = score_of(store, readers[0], mine).answers.tolist() if readers else None
        gallery_card(store, mine, answers)
    with right, st.container(border=True, height="stretch"):
        st.markdown("**How well runs read it**")
        scores_table(store, readers, mine)
