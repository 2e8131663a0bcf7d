"""The personal set as files: downloaded as CSV or NPZ, added from files of any kind."""

import streamlit as st

from mnist_core.errors import LabError
from mnist_core.handwriting.csv_files import digits_csv
from mnist_core.handwriting.labelled_files import read_labelled
from mnist_core.handwriting.npz_files import digits_npz
from mnist_core.handwriting.personal_set import keep_all, personal_set
from mnist_core.ink.picture_files import FIELD_TYPES
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.draw.last_change import forget_change
from parts.shared.actions import toast_later
from parts.shared.texts import as_markdown

KINDS = ["csv", "npz", *FIELD_TYPES, "json"]
WHAT = (
    "An export of this lab (CSV, NPZ); images whose names begin with their label, such as "
    "7_anna.png; or images with a CSV with the columns file and label."
)
ROUND, TROUBLE = "import_round", "import_trouble"


def export_buttons(store: RunStore) -> None:
    """Offer the whole set as a file for a spreadsheet, and as one for NumPy."""
    st.download_button(
        "CSV",
        lambda: _csv(store),
        "handwriting.csv",
        "text/csv",
        key="drawings_csv",
        icon=":material/download:",
        help="All drawings: label,pixel_0,…,pixel_783",
        on_click="ignore",
    )
    st.download_button(
        "NPZ",
        lambda: _npz(store),
        "handwriting.npz",
        "application/octet-stream",
        key="drawings_npz",
        icon=":material/download:",
        help="All drawings for NumPy: images (n, 28, 28) and labels (n,)",
        on_click="ignore",
    )


def import_popover(store: RunStore) -> None:
    """Add drawings from files as soon as they are uploaded."""
    with st.popover("Import", icon=":material/upload:"):
        key = f"import_{st.session_state.get(ROUND, 0)}"
        st.file_uploader(
            "Labelled drawings",
            KINDS,
            accept_multiple_files=True,
            key=key,
            on_change=_import,
            args=(store, key),
        )
        if trouble := st.session_state.get(TROUBLE):
            st.error(as_markdown(trouble), icon=":material/error:")
        st.caption(WHAT)


def _import(store: RunStore, key: str) -> None:
    """Add what was uploaded and empty the field, or keep the error for the page to show."""
    st.session_state.pop(TROUBLE, None)
    files = st.session_state[key]
    if not files:
        return
    try:
        digits = read_labelled([(file.name, file.getvalue()) for file in files])
        new = keep_all(store, digits)
    except LabError as error:
        st.session_state[TROUBLE] = str(error)
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    forget_change()  # undoing it could take away or relabel what is in the file
    known = "" if new == len(digits) else f"; {len(digits) - new:,} were there already"
    toast_later(f"{count_text(new, 'new drawing')}{known}")


def _csv(store: RunStore) -> str:
    mine = personal_set(store)
    return digits_csv(mine.images, mine.labels)


def _npz(store: RunStore) -> bytes:
    mine = personal_set(store)
    return digits_npz(mine.images, mine.labels)
