"""Which digits are taken for which: the confusion matrix, and the digits behind each cell."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from mnist_core.analysis.evaluation import (
    CLASSES,
    Counts,
    Evaluation,
    Probabilities,
    confusion_matrix,
    digit_scores,
    mistakes,
    most_confused,
)
from mnist_core.figures.confusion import confusion_heatmap, digit_score_bars
from mnist_core.figures.digit_gallery import digit_gallery
from mnist_core.plural import a_digit
from mnist_core.store.records import Run
from parts.shared.figure import draw_figure
from parts.shared.test_digits import (
    choose_digit,
    chosen_digit,
    digit_card,
    forget_digit,
    mnist_test,
    whole_number,
)

GALLERY = 24
COLUMNS = 8


def mistakes_tab(run: Run, evaluation: Evaluation) -> None:
    """Draw the matrix, the scores of each digit, and the digits of the chosen cell."""
    confusion = confusion_matrix(mnist_test().labels, evaluation.answers)
    with st.grid(2, min_column_width=330, border=True):
        draw_figure(
            confusion_heatmap(confusion),
            key="confusion",
            alt="Confusion matrix: how often each true digit got each answer",
            on_click=_choose_cell,
        )
        draw_figure(
            digit_score_bars(digit_scores(confusion)),
            key="digit_scores",
            alt="Precision and recall of each digit",
        )
    _digits_of_cell(run, evaluation.probabilities, _chosen_cell(confusion))


def _choose_cell(point: dict[str, Any]) -> None:
    true_digit, answer = (whole_number(point.get(axis), CLASSES) for axis in ("y", "x"))
    if true_digit is not None and answer is not None:
        st.session_state["cell"] = true_digit, answer
        forget_digit()


def _chosen_cell(confusion: Counts) -> tuple[int, int]:
    """Give the cell that was clicked, or the one with most mistakes."""
    if "cell" in st.session_state:
        true_digit, answer = st.session_state["cell"]
        return true_digit, answer
    worst = most_confused(confusion, 1)
    return (worst[0].true_digit, worst[0].answer) if worst else (0, 0)


def _digits_of_cell(run: Run, probabilities: Probabilities, cell: tuple[int, int]) -> None:
    true_digit, answer = cell
    found = mistakes(probabilities, mnist_test().labels, true_digit=true_digit, answer=answer)
    shown = found[:GALLERY]
    with st.container(border=True):
        st.markdown(_cell_text(true_digit, answer, len(found), len(shown)))
        gallery, card = st.container(width="stretch").columns([7, 3], gap="medium")
        with gallery:
            draw_figure(
                digit_gallery(
                    mnist_test().images[shown],
                    [f"{probabilities[index].max():.0%}" for index in shown],
                    columns=COLUMNS,
                ),
                key="cell_digits",
                alt=f"Test digits with true digit {true_digit} and answer {answer}",
                on_click=lambda point: _choose_of(shown, point),
            )
        with card:
            index = chosen_digit()
            row = probabilities[index if index is not None else 0]
            digit_card(run.id, int(row.argmax()), float(row.max()), where="mistakes")


def _choose_of(shown: NDArray[np.intp], point: dict[str, Any]) -> None:
    number = whole_number(point.get("customdata"), len(shown))
    if number is not None:
        choose_digit(int(shown[number]))


def _cell_text(true_digit: int, answer: int, count: int, shown: int) -> str:
    if true_digit == answer:
        return (
            f"**{count:,}** times {a_digit(true_digit)} was read correctly · "
            f"the {shown} least confident, each with its confidence"
        )
    first = f"the {shown} most confident" if count > shown else "most confident first"
    order = f" · {first}, each with its confidence" if count else ""
    return f"**{count:,}** times {a_digit(true_digit)} was read as {answer}{order}"
