"""How well runs read the personal set: the main reader's answers, and a table of several runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mnist_core.handwriting.lineage import earlier_drawings
from mnist_core.handwriting.personal_set import Score, as_digits, score
from mnist_core.store.drawing_rows import Drawing
from mnist_core.store.run_store import RunStore
from parts.draw.fine_tuning_card import UNSEEN
from parts.draw.readers import networks
from parts.shared.reader import Reader, reader_of
from parts.shared.table import draw_table

MAX_TAUGHT = 5
DAGGER = "†"
LEGEND = (
    "Correct: the share that is read correctly of the drawings that the run was not trained on, "
    "whose number is beside it. Test error: on MNIST's 10,000 test digits."
)


@dataclass(frozen=True)
class Row:
    """How a run reads the drawings that it was not trained on.

    Attributes:
        share: read correctly, in [0, 1]; none where there are no such drawings.
        count: of them.
        cross_validated: measured by cross-validation while it learned.
    """

    share: float | None
    count: int
    cross_validated: bool = False


def score_of(store: RunStore, reader: Reader, mine: Sequence[Drawing]) -> Score:
    """Score a run on the drawings that it was not trained on; its answers are to all of them."""
    marks = hash(tuple((drawing.id, drawing.label) for drawing in mine))
    return _score(store, reader, mine, f"{reader.run.id} {reader.version} {marks}")


def scores_table(store: RunStore, readers: list[Reader], mine: Sequence[Drawing]) -> None:
    """Draw how the reading runs and the newest taught ones do on the set, and on MNIST."""
    shown = readers + _taught_readers(store, {reader.run.id for reader in readers})
    rows = [_row(store, reader, mine) for reader in shown]
    draw_table(
        {
            "Run": [reader.run.name for reader in shown],
            "Correct": ["–" if row.share is None else f"{row.share:.0%}" for row in rows],
            "Drawings": [f"{row.count:,}{DAGGER if row.cross_validated else ''}" for row in rows],
            "Test error": [_percent(reader.run.test_error_percent) for reader in shown],
        },
        alt="How well each run reads your handwriting",
        strong="Correct",
    )
    notes = [f"{DAGGER} {UNSEEN}"] if any(row.cross_validated for row in rows) else []
    st.caption("  \n".join([*notes, LEGEND]))


@st.cache_resource(show_spinner=False, max_entries=64)
def _score(_store: RunStore, _reader: Reader, _mine: Sequence[Drawing], key: str) -> Score:
    """Score a run once for each version of it and of the set, which ``key`` names."""
    taught = earlier_drawings(_store, _reader.run)
    return score(_reader.network, as_digits(_mine), taught)


def _row(store: RunStore, reader: Reader, mine: Sequence[Drawing]) -> Row:
    """Give how a run reads the set; of one trained on all of it, its score by cross-validation."""
    result, taught = score_of(store, reader, mine), reader.run.taught
    if result.total:
        return Row(result.right / result.total, result.total)
    if taught is not None and taught.after is not None:
        return Row(taught.after.drawings, taught.drawings, cross_validated=True)
    return Row(None, 0)


def _taught_readers(store: RunStore, known: set[str]) -> list[Reader]:
    """Give the newest runs that were taught, and those that they are copies of."""
    taught = [run for run in store.taught(MAX_TAUGHT) if run.epochs_done]
    parents = [run.taught.parent_id for run in taught if run.taught is not None]
    ids = dict.fromkeys([*(run.id for run in taught), *parents])
    runs = networks(store, [run_id for run_id in ids if run_id not in known])
    return [reader for run in runs if (reader := reader_of(store, run))]


def _percent(error: float | None) -> str:
    return "–" if error is None else f"{error:.2f}%"
