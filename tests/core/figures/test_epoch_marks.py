"""What is marked along the epochs of a run, read back from the figure."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from mnist_core.config import RunConfig
from mnist_core.figures.epoch_marks import (
    Marks,
    RateMark,
    add_marks,
    epochs_on_axis,
    marks_of,
)
from mnist_core.store.records import Progress, RateChange, Run
from tests.core.compare.comparison_helpers import make_epoch, make_run

PATIENT = RunConfig(epochs=30, early_stopping_patience=1, batch_size=200, train_size=60_000)
EPOCHS = [make_epoch(n, val_loss=loss) for n, loss in enumerate((0.4, 0.2, 0.3), 1)]


def run_of(**changes: object) -> Run:
    run = replace(make_run("a", PATIENT), epochs_done=3)
    return replace(run, **changes)  # type: ignore[arg-type]


def marked(marks: Marks, total_epochs: int = 10) -> go.Figure:
    figure = go.Figure()
    add_marks(figure, marks, total_epochs=total_epochs, kept_at_top=True)
    return figure


def rates(*pairs: tuple[float, float]) -> Marks:
    return Marks(rates=tuple(RateMark(*pair) for pair in pairs))


@pytest.mark.parametrize(("state", "word"), [("finished", "kept"), ("training", "best so far")])
def test_an_epoch_that_patience_looks_back_to_is_marked_by_its_word(state: str, word: str) -> None:
    (label,) = marked(marks_of(run_of(state=state), EPOCHS)).layout.annotations

    assert (label.x, label.text) == (2, word)


def test_a_run_that_keeps_its_last_epoch_and_its_rate_has_no_mark() -> None:
    figure = marked(marks_of(run_of(), EPOCHS[:2]))

    assert not figure.layout.shapes
    assert not figure.layout.annotations


def test_a_rate_stands_where_in_its_epoch_it_was_set() -> None:
    changed = run_of(rate_changes=(RateChange(3, 55, 0.01),))  # of 275 batches
    progress = Progress(3, 10, 110, 0.1, 0.9, 1.0, 1.0)

    assert marks_of(changed, EPOCHS).rates == (RateMark(2.2, 0.01),)
    assert marks_of(replace(changed, progress=progress), EPOCHS).rates == (RateMark(2.5, 0.01),)


def test_a_rate_is_a_dotted_line_with_its_value_above_the_plot() -> None:
    figure = marked(rates((3.5, 0.01)))
    (line,), (label,) = figure.layout.shapes, figure.layout.annotations

    assert (line.x0, line.x1, line.line.dash) == (3.5, 3.5, "dot")
    assert (label.text, label.x, label.y, label.yanchor) == ("rate 0.01", 3.5, 1, "bottom")


def test_rates_far_apart_have_a_label_each_and_close_ones_share_one() -> None:
    figure = marked(rates((1.0, 0.1), (6.0, 0.01), (6.2, 0.005)))

    assert [line.x0 for line in figure.layout.shapes] == [1.0, 6.0, 6.2]
    assert [note.text for note in figure.layout.annotations] == ["rate 0.1", "0.01 → 0.005"]


def test_of_many_rates_in_a_row_the_first_and_the_last_are_written() -> None:
    many = rates(*((5 + n / 10, 1 / 2**n) for n in range(6)))

    assert [note.text for note in marked(many).layout.annotations] == ["rate 1 → … → 0.03125"]


def test_a_label_at_the_right_end_stays_inside_the_chart() -> None:
    (label,) = marked(rates((9.9, 0.01))).layout.annotations

    assert (label.x, label.xanchor) == (10, "right")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "training", "epochs_done": 3}, 30),
        ({"state": "paused", "epochs_done": 3}, 30),
        ({"state": "failed", "epochs_done": 3}, 30),
        ({"state": "finished", "epochs_done": 8}, 8),
        ({"state": "stopped", "epochs_done": 8, "stopped_at": 5}, 9),
        ({"state": "stopped", "epochs_done": 0}, 30),
    ],
)
def test_the_axis_of_a_run_that_has_ended_goes_to_what_it_did(
    changes: dict[str, object], expected: int
) -> None:
    assert epochs_on_axis(run_of(target_epochs=30, **changes)) == expected
