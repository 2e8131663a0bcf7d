"""A lesson's figures hold its numbers, and keep their frame while these come in."""

import math

import pytest

from mnist_core.compare.contenders import Spread
from mnist_core.figures.lesson_deck import DeckRow, deck_chart
from mnist_core.figures.lesson_experiment import experiment_chart, seconds_chart
from mnist_core.lessons.experiments import EXPERIMENTS
from tests.core.lessons.test_experiments import DIVERGED, GOOD_RATES, points_of

RATES, NEURONS, BATCHES = EXPERIMENTS
EMPTY = [DeckRow("1", 2.93, None), DeckRow("2", None, None)]
MEASURED = [DeckRow("1", 2.93, Spread((2.8, 3.0)), here=True), DeckRow("2", None, Spread((2.5,)))]


def trace(figure, name):
    return next(each for each in figure.data if each.name == name)


def texts(figure):
    return " ".join(str(text) for each in figure.data for text in each.text or ())


def test_the_deck_shows_the_slides_before_anything_is_measured():
    figure = deck_chart(EMPTY)

    assert trace(figure, "Slide").x == (2.93, None)
    assert trace(figure, "Measured").x == (None, None)


def test_the_deck_shows_the_mean_beside_the_slide_and_writes_both():
    figure = deck_chart(MEASURED)

    assert trace(figure, "Measured").x == pytest.approx((2.9, 2.5))
    assert "<b>2.90%</b>" in texts(figure)
    assert "slide 2.93%" in texts(figure)


def test_the_deck_keeps_its_frame():
    empty, full = deck_chart(EMPTY), deck_chart(MEASURED)

    assert empty.layout.xaxis == full.layout.xaxis
    assert empty.layout.height == full.layout.height


def test_a_greater_error_than_any_slides_is_inside_the_frame():
    figure = deck_chart([DeckRow("1", 2.93, Spread((60.0,)))])

    assert figure.layout.xaxis.range[1] > 60


def test_an_experiments_axis_has_all_its_values_before_any_run():
    figure = experiment_chart(RATES, points_of(RATES, [None] * 8))

    assert figure.layout.xaxis.tickvals == RATES.values
    assert trace(figure, "Test error").x == ()


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda each: each.slug)
def test_dots_appear_without_moving_the_axes(experiment):
    count = len(experiment.values)
    none = experiment_chart(experiment, points_of(experiment, [None] * count))
    one = experiment_chart(experiment, points_of(experiment, [7.0, *[None] * (count - 1)]))

    assert none.layout.xaxis == one.layout.xaxis
    assert none.layout.yaxis == one.layout.yaxis
    assert trace(one, "Test error").y == (7.0,)


def test_the_least_error_is_written_in_bold_and_a_failure_is_a_cross_at_the_top():
    figure = experiment_chart(RATES, points_of(RATES, [*GOOD_RATES[:-1], DIVERGED]))

    assert "<b>5.3%</b>" in trace(figure, "Test error").text
    assert trace(figure, "Failed").x == (0.3,)
    assert math.log10(trace(figure, "Failed").y[0]) == figure.layout.yaxis.range[1]


def test_a_guess_is_a_line_at_its_value():
    figure = experiment_chart(RATES, points_of(RATES, GOOD_RATES), guess=0.001)

    assert [shape.x0 for shape in figure.layout.shapes] == [0.001]
    assert figure.layout.annotations[0].x == pytest.approx(-3)


def test_the_time_of_an_epoch_stands_by_its_batch_size():
    seconds = (0.8, 0.4, None, 0.2, 0.2, 0.15, 0.1)
    figure = seconds_chart(BATCHES, points_of(BATCHES, (5,) * 7, seconds))

    assert figure.data[0].x == (16, 32, 128, 256, 512, 1024)
    assert figure.layout.yaxis.range[1] >= 0.8
