"""The figures of a sweep, read back."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go
import pytest

from mnist_core.figures.dimension_scale import dimension_scale
from mnist_core.figures.kernel_smoothing import error_map
from mnist_core.figures.sweep_importance import importance_bars
from mnist_core.figures.sweep_overview import best_so_far, trade_off
from mnist_core.figures.sweep_parallel_coordinates import trial_lines
from mnist_core.figures.sweep_slices import contour_chart, slice_chart
from mnist_core.figures.sweep_style import error_span
from mnist_core.setting_descriptions import setting_title
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Trial, TrialState
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.variable_settings import VARIABLE, Params, Value, shown_value
from tests.sweep_samples import sample_trials

RATE = parse_dimension("learning_rate=1e-4..1e-1:log")
NETWORKS = parse_dimension("hidden_units=64|128,64|")
OPTIMIZER = parse_dimension("optimizer=sgd,adam")
OWN_RATE = parse_dimension("learning_rate=none,0.01,0.001")
NESTEROV = parse_dimension("nesterov=false,true")
PLAN = make_plan(dimensions=[RATE, NETWORKS, OPTIMIZER], trials=1000, pruner="median")
FIGURES: dict[str, Callable[[Sequence[Trial]], go.Figure]] = {
    "best": best_so_far,
    "slice": lambda trials: slice_chart(trials, RATE),
    "slice of words": lambda trials: slice_chart(trials, NETWORKS),
    "contour": lambda trials: contour_chart(trials, RATE, OPTIMIZER),
    "contour of words": lambda trials: contour_chart(trials, OPTIMIZER, NETWORKS),
    "parameters": lambda trials: trade_off(trials, "error_and_parameters"),
    "seconds": lambda trials: trade_off(trials, "error_and_seconds"),
    "lines": lambda trials: trial_lines(trials, PLAN),
}


def trial(
    number: int,
    error: float | None = 3.0,
    state: TrialState = "finished",
    *,
    parameters: int = 1000,
    **params: Value,
) -> Trial:
    values: Params = {"learning_rate": 0.001, "hidden_units": "64", "optimizer": "adam"}
    values |= params
    run = f"run{number}"
    return Trial(number, state, run, values, 3, error, parameters, 1.0 + number, "", 0.0, 1.0)


def drawn(figure: go.Figure) -> dict[str, tuple[float, float]]:
    """Give the place of each trial that is drawn as a point, by its run."""
    return {
        run: (x, y)
        for trace in figure.data
        if trace.customdata is not None
        for run, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }


def stepped(figure: go.Figure) -> list[tuple[float, float]]:
    """Give the corners of the figure's stepped line."""
    (line,) = [trace for trace in figure.data if trace.type == "scatter" and trace.line.shape]
    return list(zip(line.x, line.y, strict=True))


def test_the_best_so_far_never_rises_and_a_pruned_trial_never_counts():
    trials = [trial(0, 4.0), trial(1, 1.0, "pruned"), trial(2, 5.0), trial(3, 3.0), trial(4, 3.5)]
    figure = best_so_far([*trials, trial(5, None, "failed"), trial(6, 0.5, "training")])

    assert stepped(figure) == [(1, 4.0), (3, 4.0), (4, 3.0), (5, 3.0), (7, 3.0)]
    assert drawn(figure)["run1"] == (2, 1.0)
    assert not {"run5", "run6"} & set(drawn(figure))
    assert "Trial 4 with 3.00%" in figure.layout.title.text


@pytest.mark.parametrize(
    ("begun", "planned", "end"), [(1, 2_000, 10), (30, 2_000, 50), (30, 40, 40), (30, None, 50)]
)
def test_the_trials_axis_has_room_for_more_but_not_beyond_the_plan(begun, planned, end):
    figure = best_so_far(sample_trials(begun, PLAN), planned=planned)

    assert end <= figure.layout.xaxis.range[1] < 1.1 * end + 1


@pytest.mark.parametrize(("begun", "planned"), [(2, 2), (3, 4), (2, 8)])
def test_of_few_trials_each_has_a_tick_of_its_own(begun, planned):
    figure = best_so_far(sample_trials(begun, PLAN), planned=planned)

    assert figure.layout.xaxis.dtick == 1


def test_of_few_trials_far_apart_all_are_in_the_chart():
    span = error_span([trial(n, error) for n, error in enumerate((81.5, 54.2, 26.9, 81.0))])

    assert span is not None
    assert span[0] <= 26.9
    assert span[1] >= 81.5


def test_trials_that_diverged_do_not_squash_the_good_ones():
    good = [trial(n, 2.0 + 0.1 * n) for n in range(10)]
    figure = best_so_far([*good, *(trial(n, 90.2) for n in range(10, 17))])
    low, high = figure.layout.yaxis.range

    assert low < 2.0
    assert 2.9 < high < 5
    assert "7 above the chart" in figure.layout.title.text


@pytest.mark.parametrize("errors", [[90.0], [2.5, 2.5, 2.5], [0.0], [2.0, 90.0]])
def test_an_error_axis_has_room_around_the_best(errors):
    span = error_span([trial(n, error) for n, error in enumerate(errors)])

    assert span is not None
    assert 0 <= span[0] <= min(errors) < span[1]


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(
    "trials",
    [
        [],
        [trial(0)],
        [trial(0, None, "failed"), trial(1, None, "training")],
        [trial(0, 4.0, "pruned")],
        [trial(n) for n in range(8)],
        [trial(n, 90.2) for n in range(8)],
    ],
    ids=["none", "one", "all failed", "all pruned", "all equal", "all diverged"],
)
def test_any_trials_keep_the_frame(name, trials):
    few, many = FIGURES[name](trials), FIGURES[name](sample_trials(40, PLAN))

    assert few.layout.height == many.layout.height
    assert few.layout.margin == many.layout.margin
    assert few.layout.xaxis.title == many.layout.xaxis.title
    assert few.layout.title.text.split("<br>")[0] == many.layout.title.text.split("<br>")[0]
    few.to_json(validate=True)


@pytest.mark.parametrize("name", FIGURES)
def test_a_thousand_trials_are_few_traces(name):
    assert len(FIGURES[name](sample_trials(1000, PLAN)).data) <= 7


def test_ranges_by_the_logarithm_stand_by_the_logarithm():
    places = drawn(slice_chart([trial(0, learning_rate=1e-4), trial(1, learning_rate=1e-2)], RATE))

    assert places["run0"][0] == pytest.approx(0)
    assert places["run1"][0] == pytest.approx(2 / 3)
    assert [text for _, text in dimension_scale(RATE).ticks] == ["0.0001", "0.001", "0.01", "0.1"]


@pytest.mark.parametrize(
    ("dimension", "texts"),
    [
        (NETWORKS, ["64", "128-64", "none"]),
        (OPTIMIZER, ["sgd", "adam"]),
        (OWN_RATE, ["0.001", "0.01", "Keras' default"]),
        (NESTEROV, ["no", "yes"]),
        (parse_dimension("neurons=16..512:log"), ["16", "32", "64", "128", "256", "512"]),
        (parse_dimension("layers=1..3"), ["1", "2", "3"]),
        (parse_dimension("dropout=0..0.5"), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        (parse_dimension("learning_rate=0.0021..0.0045:log"), ["0.0021", "0.0045"]),
        (parse_dimension("batch_size=64"), ["64"]),
    ],
)
def test_an_axis_is_known_before_the_first_trial(dimension, texts):
    axis = slice_chart([], dimension).layout.xaxis

    assert list(axis.ticktext) == texts
    assert list(axis.tickvals) == sorted(axis.tickvals)
    assert axis.title.text == setting_title(dimension.field)


@pytest.mark.parametrize("dimension", [NETWORKS, OPTIMIZER, OWN_RATE, NESTEROV])
def test_trials_of_one_word_stand_around_it_and_not_on_each_other(dimension):
    ticks = dimension_scale(dimension).ticks
    trials = [
        trial(number, **{dimension.field: value})
        for number, value in enumerate(dimension.values * 3)
    ]
    places = drawn(slice_chart(trials, dimension))
    across = [places[f"run{t.number}"][0] for t in trials]

    for at, each in zip(across, trials, strict=True):
        nearest = min(ticks, key=lambda tick: abs(tick[0] - at))
        assert nearest[1] == shown_value(dimension.field, each.params[dimension.field])
    assert len(set(across)) == len(trials)


def test_later_trials_are_stronger_and_a_value_has_its_median():
    figure = slice_chart([trial(n, float(n + 1)) for n in range(5)], OPTIMIZER)
    strength = figure.data[1].marker.opacity
    (bars,) = [trace for trace in figure.data if trace.mode == "lines"]

    assert list(strength) == sorted(strength)
    assert strength[0] < strength[-1]
    assert [y for y in bars.y if y is not None] == [3.0, 3.0]


def test_a_map_needs_six_finished_trials():
    trials = [trial(n, 2.0 + n, learning_rate=10.0 ** (-4 + n / 2)) for n in range(6)]

    assert {trace.type for trace in contour_chart(trials[:5], RATE, OPTIMIZER).data} == {"scatter"}
    assert contour_chart(trials, RATE, OPTIMIZER).data[0].type == "heatmap"


def test_the_map_is_least_where_the_trials_did_well():
    line = np.linspace(0, 1, 21)
    places = np.random.default_rng(0).random((300, 2))
    errors = 2 + np.hypot(places[:, 0] - 0.2, places[:, 1] - 0.7)
    field = error_map(places, errors, line, line)
    up, across = np.unravel_index(field.argmin(), field.shape)

    assert line[across] == pytest.approx(0.2, abs=0.11)
    assert line[up] == pytest.approx(0.7, abs=0.11)
    assert errors.min() <= field.min() <= field.max() <= errors.max()


def test_the_map_is_not_blue_where_trials_were_pruned_for_their_error():
    good = [trial(n, 3.0 + 0.1 * n, learning_rate=0.01) for n in range(5)]
    fair = [trial(n, 5.0, learning_rate=0.03) for n in range(5, 8)]
    bad = [trial(n, 9.0, "pruned", learning_rate=0.0001) for n in range(8, 12)]
    with_bad, without = (
        contour_chart(trials, RATE, OPTIMIZER).data[0]
        for trials in (good + fair + bad, good + fair)
    )
    edge = int(np.argmin(np.abs(np.array(with_bad.x))))  # where the rate is least

    assert np.array(with_bad.z)[:, edge].mean() > np.array(without.z)[:, edge].mean() + 1


def test_around_a_single_cost_no_numbers_are_invented():
    same = [trial(number, 2.0 + number, parameters=100) for number in range(3)]

    assert list(trade_off(same, "error_and_parameters").layout.xaxis.tickvals) == [100]


def test_the_front_joins_the_trials_that_no_other_beats_in_both():
    trials = [
        trial(0, 3.0, parameters=100),
        trial(1, 2.0, parameters=200),
        trial(2, 2.5, parameters=300),
        trial(3, 1.0, "pruned", parameters=50),
    ]

    assert stepped(trade_off(trials, "error_and_parameters")) == [(100, 3.0), (200, 2.0)]
    assert "run3" not in drawn(trade_off(trials, "error_and_parameters"))


def test_the_best_line_goes_through_the_best_trials_values_to_its_error():
    trials = [trial(0, 4.0), trial(1, 2.0, learning_rate=0.1, optimizer="sgd"), trial(2, 3.0)]
    figure = trial_lines(trials, PLAN)
    (best,) = [t for t in figure.data if t.mode == "lines" and t.line.width == 4]
    names = [note.text.replace("<br>", " ") for note in figure.layout.annotations[:4]]

    assert names == ["Learning rate", "Layer sizes", "Optimizer", "Validation error (%)"]
    assert list(best.y[:3]) == pytest.approx([1, 0, 0], abs=0.03)
    assert drawn(figure)["run1"] == (3, best.y[3])
    assert best.y[3] < drawn(figure)["run2"][1] < drawn(figure)["run0"][1]


def test_every_finished_trial_has_its_line():
    trials = sample_trials(100, PLAN)
    finished = sum(each.state == "finished" for each in trials)
    lines = [t for t in trial_lines(trials, PLAN).data if t.mode == "lines" and t.line.width < 4]

    assert sum(np.isnan(line.x).sum() for line in lines) == finished


def test_hovering_tells_the_trials_number_its_error_and_its_values():
    figure = slice_chart([trial(6, 2.358, learning_rate=None, hidden_units="128,64")], RATE)

    assert figure.data[1].hovertext[0] == (
        "<b>Trial 7</b>: 2.36%<br>Learning rate Keras' default<br>"
        "Layer sizes 128-64<br>Optimizer adam"
    )
    assert math.isnan(figure.data[1].x[0])  # the range has no place for it


def test_the_most_important_setting_is_on_top_with_its_share():
    figure = importance_bars({"dropout": 0.25, "learning_rate": 0.65, "l2": 0.1})

    assert list(figure.data[0].y) == ["L2 penalty", "Dropout", "Learning rate"]
    assert list(figure.data[0].text) == ["10%", "25%", "65%"]
    assert list(figure.data[1].x) == [0.1, 0.25, 0.65]
    assert "Known once 4 trials have finished" in importance_bars({}).layout.title.text


def test_every_setting_that_may_vary_has_a_name_of_its_own():
    assert len({setting_title(field) for field in VARIABLE}) == len(VARIABLE)
