"""Learning curves, read back from the figure."""

import json
import math

import pytest

from mnist_core.figures.colors import TRAINING, VALIDATION
from mnist_core.figures.epoch_marks import Marks, RateMark
from mnist_core.figures.learning_curves import Metric, Partial, learning_curve
from mnist_core.store.records import Epoch

EPOCHS = [
    Epoch(1, 0.42, 0.87, 0.15, 0.95, 1.0, 0.001),
    Epoch(2, 0.18, 0.95, 0.11, 0.97, 1.0, 0.001),
]


def test_a_curve_shows_training_and_validation_by_epoch_in_their_colours() -> None:
    training, validation = learning_curve(EPOCHS, "loss", total_epochs=10).data[:2]

    assert (training.name, list(training.x), list(training.y)) == ("Training", [1, 2], [0.42, 0.18])
    assert (validation.name, list(validation.y)) == ("Validation", [0.15, 0.11])
    assert (training.line.color, validation.line.color) == (TRAINING, VALIDATION)


@pytest.mark.parametrize("metric", ["loss", "accuracy"])
def test_a_curve_without_epochs_keeps_its_frame(metric: Metric) -> None:
    empty = learning_curve([], metric, total_epochs=10)
    full = learning_curve(EPOCHS, metric, total_epochs=10)

    assert empty.layout == full.layout
    assert [trace.name for trace in empty.data] == [trace.name for trace in full.data]


@pytest.mark.parametrize("total_epochs", [1, 2, 10, 11, 500])
def test_the_epoch_axis_spans_the_whole_run_from_the_start(total_epochs: int) -> None:
    low, high = learning_curve(EPOCHS[:1], "loss", total_epochs=total_epochs).layout.xaxis.range

    assert low == 0
    assert total_epochs < high <= max(total_epochs * 1.1, total_epochs + 0.5)


def test_a_short_run_ticks_each_epoch_and_a_long_one_does_not() -> None:
    short, long = (learning_curve([], "loss", total_epochs=n).layout.xaxis for n in (10, 500))

    assert list(short.tickvals) == list(range(1, 11))
    assert long.tickvals is None
    assert long.nticks <= 10


def test_zoom_lasts_from_epoch_to_epoch_but_not_from_run_to_run() -> None:
    first, later, other = (
        learning_curve(epochs, "loss", total_epochs=10, run=run).layout.uirevision
        for epochs, run in ((EPOCHS[:1], "a"), (EPOCHS, "a"), (EPOCHS, "b"))
    )

    assert first == later != other


def test_a_part_epoch_is_an_open_marker_joined_to_the_last_epoch() -> None:
    figure = learning_curve(EPOCHS, "loss", total_epochs=10, partial=Partial(2.5, 0.12))
    line, marker = figure.data[2:4]

    assert (list(line.x), list(line.y)) == ([2, 2.5], [0.18, 0.12])
    assert (list(marker.x), list(marker.y)) == ([2.5], [0.12])
    assert marker.marker.symbol == "circle-open"


def test_a_part_epoch_hides_with_training_and_has_no_legend_entry_of_its_own() -> None:
    figure = learning_curve(EPOCHS, "loss", total_epochs=10, partial=Partial(2.5, 0.12))

    assert {trace.legendgroup for trace in figure.data[2:4]} == {figure.data[0].legendgroup}
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == [
        "Training",
        "Validation",
    ]


def test_accuracy_is_read_in_percent_and_never_drawn_above_100() -> None:
    axis = learning_curve(EPOCHS, "accuracy", total_epochs=10).layout.yaxis

    assert axis.tickformat.endswith("%")
    assert axis.autorangeoptions.clipmax == 1


def test_loss_is_drawn_from_zero() -> None:
    assert learning_curve(EPOCHS, "loss", total_epochs=10).layout.yaxis.rangemode == "tozero"


def test_a_loss_that_is_no_number_still_makes_a_figure_a_browser_can_read() -> None:
    diverged = Epoch(3, math.nan, 0.1, math.inf, 0.1, 1.0, 0.001)
    figure = learning_curve([*EPOCHS, diverged], "loss", total_epochs=10)

    assert json.loads(figure.to_json())["data"][0]["y"] == [0.42, 0.18, None]


def test_the_kept_epoch_has_a_ring_on_both_curves_and_a_line_with_its_word() -> None:
    marks = Marks(kept=1, kept_word="kept")
    figure = learning_curve(EPOCHS, "loss", total_epochs=10, marks=marks)
    rings = [trace for trace in figure.data[2:] if trace.x == (1,) and trace.y[0]]

    assert [ring.y[0] for ring in rings] == [0.42, 0.15]
    assert {ring.marker.symbol for ring in rings} == {"circle-open"}
    assert [ring.legendgroup for ring in rings] == ["Training", "Validation"]
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [(1, 1)]
    assert [note.text for note in figure.layout.annotations] == ["kept"]


def test_the_word_of_the_kept_epoch_stands_where_curves_seldom_come() -> None:
    marks = Marks(kept=1, kept_word="kept")
    loss, accuracy = (
        learning_curve(EPOCHS, metric, total_epochs=10, marks=marks).layout.annotations[0].y
        for metric in ("loss", "accuracy")
    )

    assert (loss, accuracy) == (1, 0)


def test_marks_come_and_go_without_moving_the_frame_or_the_traces() -> None:
    marks = Marks(kept=1, kept_word="kept", rates=(RateMark(1.5, 0.01),))
    bare = learning_curve(EPOCHS, "loss", total_epochs=10)
    marked = learning_curve(EPOCHS, "loss", total_epochs=10, marks=marks)

    assert bare.layout.margin == marked.layout.margin
    assert (bare.layout.xaxis, bare.layout.yaxis) == (marked.layout.xaxis, marked.layout.yaxis)
    assert [trace.name for trace in bare.data] == [trace.name for trace in marked.data]
