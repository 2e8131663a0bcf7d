"""Which run is diagnosed, and the four numbers at the top of the page."""

import streamlit as st

from mnist_core.analysis.evaluation import (
    Evaluation,
    confusion_matrix,
    count_sure_mistakes,
    most_confused,
)
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.web.diagnosis import diagnosis_mark
from mnist_core.web.feeds import DIAGNOSIS
from mnist_core.web.messages import Tile
from mnist_core.web.run_texts import choice_text
from parts.shared.choices import choose_one
from parts.shared.chosen_run import (
    best_or_readable,
    choose_run,
    run_of_page,
    warn_of_unknown_run,
)
from parts.shared.live import follow_page, read_feed
from parts.shared.test_digits import mnist_test
from parts.shared.tiles import draw_tiles

SURE = 0.9


def choose_diagnosed(store: RunStore) -> Run | None:
    """Draw the choice of a run in the sidebar; the chosen one comes from the link or the tab."""
    run = run_of_page(store, otherwise=_best_or_newest)
    if run is None:
        warn_of_unknown_run("There is no other one yet.")
        return None
    warn_of_unknown_run("This is the best one instead.")
    runs = {other.id: other for other in [run, *store.recent(50)]}
    with st.sidebar:
        choose_one(
            "Run",
            {run_id: choice_text(other) for run_id, other in runs.items()},
            run.id,
            key=f"diagnose_{run.id}",
            on_choose=choose_run,
            help="The newest 50 runs; Compare lists all.",
        )
        st.caption("Click a cell or a point to see the digits behind it.")
    return run


def _best_or_newest(store: RunStore) -> Run | None:
    return best_or_readable(store) or store.newest()


def has_learned(store: RunStore, run: Run) -> bool:
    """Return whether the run has weights to diagnose."""
    return store.artifacts.version(run.id, LAST) != ""


def show_status(run: Run, *, learned: bool) -> None:
    """Show why a run failed, or why there is nothing to diagnose."""
    if run.state == "failed":
        st.error(run.message, icon=":material/error:")
    elif not learned and run.active:
        st.info(
            "This run has learned nothing yet. The page fills in as soon as it has.",
            icon=":material/hourglass_top:",
        )
    elif not learned:
        st.info(
            "This run has learned nothing, so there is nothing to diagnose.",
            icon=":material/info:",
        )


def dead_shares(evaluation: Evaluation | None) -> list[float] | None:
    """Give the share of dead neurons of each hidden layer, once it is measured."""
    if evaluation is None:
        return None
    return [layer.dead_share for layer in evaluation.layers]


def diagnosis_numbers(
    store: RunStore, run: Run, history: list[Epoch], evaluation: Evaluation | None
) -> None:
    """Show four numbers: two errors, which follow the run, the sure mistakes, the worst confusion.

    The page is drawn again when the run is in another state, or something else is advised.
    """
    update = read_feed(store, DIAGNOSIS, run=run.id)
    mark = diagnosis_mark(store, run, history)
    follow_page(update, mark, key="diagnosed_run")
    measured = (_confident_mistakes(evaluation), _most_confused(evaluation))
    draw_tiles(update, key="diagnosis_numbers", others=measured)


def _confident_mistakes(evaluation: Evaluation | None) -> Tile:
    label, note = "Confident mistakes", f"test digits, over {SURE:.0%}"
    if evaluation is None:
        return Tile(label=label, value="–", note=note)
    count = count_sure_mistakes(evaluation.probabilities, mnist_test().labels, SURE)
    return Tile(label=label, value=f"{count:,}", note=note)


def _most_confused(evaluation: Evaluation | None) -> Tile:
    label = "Most confused"
    if evaluation is None:
        return Tile(label=label, value="–", note="true digit, then answer")
    worst = most_confused(confusion_matrix(mnist_test().labels, evaluation.answers), 1)
    if not worst:
        return Tile(label=label, value="–", note="none is misread")
    pair, note = (
        f"{worst[0].true_digit} → {worst[0].answer}",
        f"{worst[0].count:,} test digits",
    )
    return Tile(label=label, value=pair, note=note)
