"""Which run is diagnosed, and the four numbers at the top of the page."""

import streamlit as st

from mnist_core.analysis.evaluation import (
    Evaluation,
    confusion_matrix,
    count_sure_mistakes,
    most_confused,
)
from mnist_core.dataset import validation_size
from mnist_core.presets import published_error
from mnist_core.store.best_epoch import best_word, earlier_best
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import choice_text
from parts.shared.chosen_run import (
    best_or_readable,
    choose_run,
    run_of_page,
    warn_of_unknown_run,
)
from parts.shared.live import follow_runs
from parts.shared.test_digits import mnist_test

SURE = 0.9


def choose_diagnosed(store: RunStore) -> Run | None:
    """Draw the choice of a run in the sidebar; the chosen one comes from the link or the tab."""
    run = run_of_page(store, otherwise=_best_or_newest)
    if run is None:
        warn_of_unknown_run("There is no other one yet.")
        return None
    warn_of_unknown_run("This is the best one instead.")
    runs = {other.id: other for other in [run, *store.recent(50)]}
    key = f"diagnose_{run.id}"
    with st.sidebar:
        st.selectbox(
            "Run",
            list(runs),
            format_func=lambda run_id: choice_text(runs[run_id]),
            key=key,
            on_change=lambda: choose_run(st.session_state[key]),
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


def watch_run(store: RunStore, run: Run) -> None:
    """Draw the page again when the run has finished another epoch, or ends."""
    follow_runs(store, [run], key="diagnosed_run")


def diagnosis_numbers(run: Run, history: list[Epoch], evaluation: Evaluation | None) -> None:
    """Show four numbers: two errors, the sure mistakes, and the worst confusion."""
    error, val_error = run.test_error_percent, run.val_error_percent
    published = published_error(run.config)
    note = "after the end" if error is None else f"{round(100 * error):,} of 10,000 misread"
    with st.grid(4, min_column_width=150):
        _number("Test error", _percent(error), f"slide {published:.2f}%" if published else note)
        _number("Validation error", _percent(val_error), _whose(run, history))
        _number("Confident mistakes", *_confident_mistakes(evaluation))
        _number("Most confused", *_most_confused(evaluation))


def _whose(run: Run, history: list[Epoch]) -> str:
    """Name the epoch that the numbers are of, where it is not simply the last."""
    best = earlier_best(run, history)
    if best is None:
        return f"of {validation_size(run.config):,} digits"
    return f"{best_word(run)}: epoch {best.number} of {run.epochs_done}"


def _number(label: str, value: str, note: str) -> None:
    st.metric(label, value, note, delta_color="off", delta_arrow="off", border=True)


def _percent(percent: float | None) -> str:
    return "–" if percent is None else f"{percent:.2f}%"


def _confident_mistakes(evaluation: Evaluation | None) -> tuple[str, str]:
    if evaluation is None:
        return "–", f"over {SURE:.0%} confidence"
    count = count_sure_mistakes(evaluation.probabilities, mnist_test().labels, SURE)
    return f"{count:,}", f"over {SURE:.0%} confidence"


def _most_confused(evaluation: Evaluation | None) -> tuple[str, str]:
    if evaluation is None:
        return "–", "true digit, then answer"
    worst = most_confused(confusion_matrix(mnist_test().labels, evaluation.answers), 1)
    if not worst:
        return "–", "none is misread"
    return f"{worst[0].true_digit} → {worst[0].answer}", f"{worst[0].count:,} times"
