"""A run's two curves, loss and accuracy by epoch, which follow the run."""

import streamlit as st

from mnist_core.figures.learning_curves import HEIGHT
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import CURVES
from mnist_core.web.run_curves import METRICS
from parts.shared.figure import draw_moving_figure
from parts.shared.live import read_feed


def live_curves(store: RunStore, run: Run, *, grow: bool = False) -> None:
    """Draw loss and accuracy by epoch, with the epoch that is kept and rates set by hand.

    Args:
        grow: whether they are as much larger as the page's type is, as on a projector.
    """
    update = read_feed(store, CURVES, run=run.id)
    with st.grid(2, min_column_width=330, border=True):
        for metric in METRICS:
            alt = f"{metric} by epoch, training and validation"
            draw_moving_figure(
                update, metric, key=f"{metric}_chart", alt=alt, height=HEIGHT, grows=grow
            )
