"""One rule tells chance from a difference, for Compare and for Lessons."""

import math

import pytest

from mnist_core.compare.chance import Measured, margin, may_be_chance
from mnist_core.compare.contenders import Contender, Spread
from mnist_core.compare.verdict import give_verdict
from mnist_core.config import RunConfig
from mnist_core.lessons.answers import best
from mnist_core.lessons.experiments import EXPERIMENTS, Point
from mnist_core.lessons.lesson_runs import Trial
from mnist_core.lessons.slides import LESSONS
from mnist_core.lessons.texts import take_away
from tests.core.compare.comparison_helpers import make_run

# Pairs of error lists: alone, several beside one, several on both sides; near and far apart.
PAIRS = [
    ((3.0,), (3.1,)),
    ((3.0,), (3.5,)),
    ((3.0,), (3.9,)),
    ((3.0,), (6.0,)),
    ((3.0, 3.1, 2.9), (3.3,)),
    ((3.0, 3.1, 2.9), (4.5,)),
    ((3.0,), (3.2, 4.4)),
    ((3.0, 3.1), (3.2, 3.4)),
    ((3.0, 3.01), (3.2, 3.21)),
    ((3.0, 3.6), (4.5, 5.5)),
    ((3.0, 3.2, 3.1, 2.9, 3.3), (3.1, 3.3, 3.2, 3.0, 3.4)),
    ((3.0, 3.2, 3.1, 2.9, 3.3), (3.6, 3.8, 3.7, 3.5, 3.9)),
]


def welch_t(first: list[float], second: list[float]) -> float:
    """Calculate Welch's t by hand."""

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    def squared_error(values: list[float]) -> float:
        centre = mean(values)
        return sum((v - centre) ** 2 for v in values) / (len(values) - 1) / len(values)

    return (mean(second) - mean(first)) / math.sqrt(squared_error(first) + squared_error(second))


def measured(*errors: float, known: float | None = None) -> Measured:
    return Measured(Spread(errors), known)


@pytest.mark.parametrize(
    ("second", "expected"),
    [([2.1, 2.3, 2.2, 2.0, 2.4], "possible"), ([2.6, 2.8, 2.7, 2.5, 2.9], "unlikely")],
)
@pytest.mark.parametrize("known", [None, 5.0])
def test_a_gap_that_seeds_alone_make_is_told_from_one_that_they_do_not(second, expected, known):
    first = [2.0, 2.2, 2.1, 1.9, 2.3]

    # With four degrees of freedom a side, 2.306 is what t exceeds in one case of twenty.
    assert (welch_t(first, second) > 2.306) == (expected == "unlikely")
    assert may_be_chance(measured(*first, known=known), measured(*second)) == expected


def test_one_seed_tells_nothing_of_chance_where_nothing_is_known_of_others():
    assert may_be_chance(measured(2.0), measured(3.0, 3.1)) == "unknown"
    assert may_be_chance(measured(2.0, known=0.1), measured(3.0)) == "unknown"
    assert margin(measured(2.0), measured(3.0, known=0.1)) is None


def test_one_seed_is_judged_by_what_seeds_are_known_to_make():
    # Two standard errors of the difference of two single runs: 2 sqrt(0.3^2 + 0.4^2) = 1.
    assert margin(measured(2.0, known=0.3), measured(9.0, known=0.4)) == pytest.approx(1.0)
    assert may_be_chance(measured(2.0, known=0.3), measured(2.9, known=0.4)) == "possible"
    assert may_be_chance(measured(2.0, known=0.3), measured(3.1, known=0.4)) == "unlikely"


def test_seeds_that_lie_further_apart_than_was_known_leave_room_for_more():
    one = measured(4.0, known=0.1)

    assert may_be_chance(one, measured(3.0, 3.01, known=0.1)) == "unlikely"
    assert may_be_chance(one, measured(2.0, 4.0, known=0.1)) == "possible"


def test_seeds_that_give_the_same_number_each_time_leave_nothing_to_chance():
    assert may_be_chance(measured(2.0, 2.0), measured(3.0, 3.0)) == "unlikely"
    assert may_be_chance(measured(2.0, 2.0), measured(2.0, 2.0)) == "possible"


def trial_of(name: str, config: RunConfig, errors: tuple[float, ...]) -> Trial:
    runs = (
        make_run(f"{name}{seed}", config.model_copy(update={"seed": seed}), test_error=error)
        for seed, error in enumerate(errors)
    )
    return Trial(config, tuple(runs))


def compare_says_chance(*trials: Trial) -> bool:
    """Tell what Compare says of the same runs; an answer it must give."""
    verdict = give_verdict(
        [Contender(each.runs[0].id, each.runs[0].id, each.runs, ()) for each in trials]
    )
    assert verdict is not None
    assert verdict.chance != "unknown"
    return verdict.chance == "possible"


@pytest.mark.parametrize(("now", "before"), [*PAIRS, *(pair[::-1] for pair in PAIRS)])
@pytest.mark.parametrize("number", range(2, len(LESSONS) + 1))
def test_compare_and_a_lesson_say_the_same_of_the_same_runs(number, now, before):
    earlier, lesson = LESSONS[number - 2 : number]
    trials = {each.slug: Trial(each.preset.config, ()) for each in LESSONS}
    trials[earlier.slug] = trial_of("before", earlier.preset.config, before)
    trials[lesson.slug] = trial_of("now", lesson.preset.config, now)

    text = take_away(lesson, trials, {})

    assert ("it may be chance" in text) == compare_says_chance(
        trials[lesson.slug], trials[earlier.slug]
    )


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda each: each.slug)
def test_compare_and_an_experiment_say_the_same_of_the_same_runs(experiment, first, second):
    trials = [
        trial_of("first", experiment.configs[2], first),
        trial_of("second", experiment.configs[3], second),
    ]
    points = [
        Point(value, trial) for value, trial in zip(experiment.values[2:4], trials, strict=True)
    ]

    assert (len(best(points)) == 2) == compare_says_chance(*trials)


def test_the_pairs_have_both_answers():
    config = LESSONS[0].preset.config
    answers = {
        compare_says_chance(trial_of("a", config, first), trial_of("b", config, second))
        for first, second in PAIRS
    }

    assert answers == {True, False}
