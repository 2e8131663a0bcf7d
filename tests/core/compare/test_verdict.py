"""The best contender beside the next."""

import math

import pytest

from mnist_core.compare.contenders import Spread
from mnist_core.compare.verdict import give_verdict, may_be_chance
from mnist_core.config import RunConfig
from tests.core.compare.comparison_helpers import make_contender

WIDE, NARROW = RunConfig(hidden_units=(256,)), RunConfig(hidden_units=(16,), dropout=0.0)


def test_the_best_is_set_apart_from_the_next_by_what_differs_between_the_two():
    contenders = [
        make_contender("narrow", config=NARROW, test_errors=[5.0]),
        make_contender("sgd", config=RunConfig(optimizer="sgd"), test_errors=[9.0]),
        make_contender("wide", config=WIDE, test_errors=[2.0]),
        make_contender("untested", test_errors=[None]),
    ]

    verdict = give_verdict(contenders)

    assert verdict is not None
    assert (verdict.best.name, verdict.second.name) == ("wide", "narrow")
    assert verdict.gap == pytest.approx(3)
    assert {row.name: row.texts for row in verdict.differences} == {
        "Neurons by layer": ("16", "256"),
        "Dropout": ("0", "0.2"),
    }
    assert verdict.chance == "unknown"


@pytest.mark.parametrize("errors", [[], [None], [3.0], [3.0, None]])
def test_there_is_no_verdict_on_fewer_than_two_tested(errors):
    contenders = [make_contender(f"{i}", test_errors=[error]) for i, error in enumerate(errors)]

    assert give_verdict(contenders) is None


def welch_t(first: list[float], second: list[float]) -> float:
    """Calculate Welch's t by hand."""

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    def squared_error(values: list[float]) -> float:
        centre = mean(values)
        return sum((v - centre) ** 2 for v in values) / (len(values) - 1) / len(values)

    return (mean(second) - mean(first)) / math.sqrt(squared_error(first) + squared_error(second))


@pytest.mark.parametrize(
    ("second", "expected"),
    [([2.1, 2.3, 2.2, 2.0, 2.4], "possible"), ([2.6, 2.8, 2.7, 2.5, 2.9], "unlikely")],
)
def test_a_gap_that_seeds_alone_make_is_told_from_one_that_they_do_not(second, expected):
    first = [2.0, 2.2, 2.1, 1.9, 2.3]

    # With four degrees of freedom a side, 2.306 is what t exceeds in one case of twenty.
    assert (welch_t(first, second) > 2.306) == (expected == "unlikely")
    assert may_be_chance(Spread(tuple(first)), Spread(tuple(second))) == expected


def test_one_seed_tells_nothing_of_chance():
    assert may_be_chance(Spread((2.0,)), Spread((3.0, 3.1))) == "unknown"
    assert may_be_chance(None, Spread((3.0, 3.1))) == "unknown"


def test_seeds_that_give_the_same_number_each_time_leave_nothing_to_chance():
    assert may_be_chance(Spread((2.0, 2.0)), Spread((3.0, 3.0))) == "unlikely"
    assert may_be_chance(Spread((2.0, 2.0)), Spread((2.0, 2.0))) == "possible"
