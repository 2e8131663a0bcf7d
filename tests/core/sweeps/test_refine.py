"""The smaller space around the best of a sweep."""

import dataclasses
import math

import pytest

from mnist_core.errors import ConfigError
from mnist_core.sweeps.plan import SweepPlan, check_corners
from mnist_core.sweeps.records import Trial
from mnist_core.sweeps.refine import narrow
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.variable_settings import Value
from tests.sweep_samples import sample_trials


def tried(field: str, results: list[tuple[Value, float]]) -> list[Trial]:
    plan = SweepPlan(dimensions=(parse_dimension("seed=1,2"),), trials=1)
    template = sample_trials(1, plan, training=0)[0]
    return [
        dataclasses.replace(
            template, number=n, state="finished", params={field: value}, error=error, parameters=n
        )
        for n, (value, error) in enumerate(results)
    ]


def narrowed(text: str, results: list[tuple[Value, float]], **values: object) -> Dimension:
    dimension = parse_dimension(text)
    base = {"optimizer": "sgd", "momentum": 0.5}  # beside which every setting does something
    given = {"base": base, "dimensions": (dimension,), "trials": 5}
    plan = SweepPlan.model_validate(given | values)
    (smaller,) = narrow(plan, tried(dimension.field, results))
    check_corners(plan.model_copy(update={"dimensions": (smaller,)}))
    return Dimension.model_validate(smaller.model_dump())  # checks it once more


@pytest.mark.parametrize(
    ("text", "best", "low", "high"),
    [
        ("dropout=0..0.5", [0.2, 0.3, 0.25], 0.15, 0.35),
        ("dropout=0..0.5:7", [0.01, 0.5, 0.4], 0.0, 0.5),
        ("learning_rate=1e-5..1:log", [1e-3, 1e-2, 3e-3], 10**-3.5, 10**-1.5),
        ("layers=1..4", [2, 2, 2], 1, 3),
        ("layers=1..2", [1, 1, 1], 1, 2),
        ("layers=0..6", [6, 6, 6], 5, 6),
        ("neurons=1..101", [50, 60, 55], 40, 70),
        ("batch_size=10..1000:log", [100, 100, 100], 63, 159),
        ("seed=0..4294967295", [4294967294] * 3, 4294967294 - 429496730, 4294967295),
    ],
)
def test_a_range_shrinks_around_the_best(text, best, low, high):
    worse = [(value, 50.0) for value in (parse_dimension(text).low, parse_dimension(text).high)]

    smaller = narrowed(text, [(value, 1.0) for value in best] + worse * 5)

    assert (smaller.low, smaller.high) == pytest.approx((low, high), rel=1e-3)
    assert (smaller.log, smaller.steps) == (parse_dimension(text).log, parse_dimension(text).steps)
    assert len(smaller.grid) >= 2


@pytest.mark.parametrize(
    ("text", "ranked", "values"),
    [
        ("optimizer=adam,sgd,nadam", ["nadam", "adam", "adam", "sgd"], ("adam", "nadam")),
        ("optimizer=adam,sgd,nadam", ["sgd", "sgd", "sgd", "nadam"], ("sgd", "nadam")),
        ("dropout=0,0.2,0.4,0.6", [0.2, 0.2, 0.2, 0.6, 0.4, 0.0], (0.2, 0.4)),
        ("dropout=0,0.2,0.4,0.6", [0.6, 0.6, 0.6, 0.0], (0.4, 0.6)),
        ("learning_rate=none,0.1,1", [None, 0.1, 0.1, 1.0], (None, 0.1)),
        ("nesterov=true,false", [True, True, True], (True, False)),
        ("hidden_units=64|128,64|", ["", "128,64", "128,64", "64"], ("128,64", "")),
        ("seed=7", [7, 7, 7], (7,)),
    ],
)
def test_a_list_keeps_what_the_best_had_and_never_a_single_value(text, ranked, values):
    results = [(value, float(place)) for place, value in enumerate(ranked)]

    assert narrowed(text, results).values == values


def test_the_best_are_a_fifth_of_the_finished_trials():
    results: list[tuple[Value, float]] = [(n / 100, float(n)) for n in range(50)]

    smaller = narrowed("dropout=0..0.9", results)

    assert smaller.high == pytest.approx(0.09 + 0.09)  # the tenth best, and a tenth of the range


def test_for_two_goals_the_best_are_those_that_no_other_beats():
    # ``tried`` gives trial n the cost n, so the front goes from the first to the least error.
    results: list[tuple[Value, float]] = [(0.3, 9), (0.4, 8), (0.9, 20), (0.5, 7), (0.0, 30)]

    smaller = narrowed("dropout=0..0.9", results * 3, objective="error_and_parameters")

    assert (smaller.low, smaller.high) == pytest.approx((0.3 - 0.09, 0.5 + 0.09))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_finished_trials_say_nothing_yet(count):
    with pytest.raises(ConfigError, match="once 3 have finished"):
        narrowed("dropout=0..0.9", [(0.1, 1.0)] * count)


def test_trials_that_have_not_finished_do_not_count():
    plan = SweepPlan(dimensions=(parse_dimension("dropout=0..0.9"),), trials=5)
    trials = tried("dropout", [(0.5, 5.0)] * 3)
    early = [
        dataclasses.replace(t, params={"dropout": 0.9}, error=0.1, state="pruned") for t in trials
    ]
    begun = dataclasses.replace(trials[0], params={}, error=None, state="training")

    (smaller,) = narrow(plan, [*early, *trials, begun])

    assert smaller.high == pytest.approx(0.59)
    with pytest.raises(ConfigError):
        narrow(plan, early)


def test_a_narrowed_space_of_many_trials_holds_the_best_one():
    texts = ("learning_rate=1e-4..1e-1:log", "hidden_units=16|64|128|256", "batch_size=16..512:log")
    plan = SweepPlan(dimensions=tuple(map(parse_dimension, texts)), trials=200)
    trials = sample_trials(200, plan)

    rates, networks, batches = narrow(plan, trials)

    best = min((t for t in trials if t.state == "finished"), key=lambda t: t.error or math.inf)
    assert rates.low is not None
    assert rates.high is not None
    assert rates.low <= float(best.params["learning_rate"] or 0) <= rates.high
    assert rates.high / rates.low < 1000
    assert best.params["hidden_units"] in networks.values
    assert float(batches.low or 0).is_integer()
