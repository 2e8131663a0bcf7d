"""Who stands above whom on the board, and when that is said to be chance."""

from math import sqrt

import pytest

from mnist_core.compare.chance import digits_deviation
from mnist_core.compare.contenders import Spread
from mnist_core.compare.standings import pooled_deviation, standings
from tests.core.compare.comparison_helpers import DEFAULT, make_run


def group(name, *errors):
    """Make the runs of a group, a seed for each test error in percent."""
    config = DEFAULT.model_copy(update={"hidden_units": (len(name), 8)})
    return [
        make_run(f"{name}{seed}", config.model_copy(update={"seed": seed}), test_error=error)
        for seed, error in enumerate(errors)
    ]


def ranks(*groups):
    return [(row.rank, row.contender.key[:-1]) for row in standings(groups).rows]


def test_groups_that_seeds_do_not_explain_have_ranks_by_their_means():
    worse, better = group("worse", 3.0, 3.1, 2.9), group("better", 2.0, 2.1, 1.9)

    assert ranks(worse, better) == [(1, "better"), (2, "worse")]


def test_groups_whose_gap_may_be_chance_share_a_rank_and_the_next_one_counts_both():
    first, second = group("first", 2.0, 2.2, 1.8), group("second", 2.1, 2.3, 1.9)

    last = group("last", 5.0, 5.1, 4.9)

    assert ranks(last, second, first) == [(1, "first"), (1, "second"), (3, "last")]


def test_a_lucky_seed_stands_behind_three_that_it_may_equal():
    lucky, three = group("lucky", 1.9), group("three", 2.1, 2.2, 2.0)

    assert ranks(lucky, three) == [(1, "three"), (1, "lucky")]


def test_one_seed_stands_behind_each_group_that_it_may_equal_though_one_of_them_is_better():
    best, next_best = group("best", 2.00, 2.01, 1.99), group("next-best", 2.20, 2.21, 2.19)
    between = group("between", 2.1)

    assert ranks(between, best, next_best) == [(1, "best"), (2, "next-best"), (2, "between")]


def test_one_seed_that_is_better_than_chance_allows_stands_above_three():
    far, three = group("far", 1.0), group("three", 2.1, 2.2, 2.0)

    assert ranks(three, far) == [(1, "far"), (2, "three")]


def test_one_seed_far_behind_has_a_rank_of_its_own_between_others():
    alone = group("alone", 4.0)
    others = group("best", 2.0, 2.1, 1.9), group("worst", 7.0, 7.1, 6.9)

    assert ranks(alone, *others) == [(1, "best"), (2, "alone"), (3, "worst")]


def test_a_gap_to_the_rank_above_that_may_be_chance_is_marked():
    best, wide = group("best", 2.00, 2.01, 1.99), group("wide", 2.2, 1.4, 3.0)
    third = group("third", 2.5, 2.52, 2.48)

    rows = standings([best, wide, third]).rows

    assert [(row.rank, row.near_above) for row in rows] == [(1, False), (1, False), (3, True)]


def test_the_same_seed_twice_is_one_seed():
    twice, three = group("twice", 1.9), group("three", 2.1, 2.2, 2.0)
    twice.append(make_run("again", twice[0].config, test_error=1.9))

    rows = standings([twice, three]).rows

    assert [len(row.error.values) for row in rows] == [3, 1]


def test_a_run_without_a_test_error_is_not_ranked():
    assert ranks(group("untested", None), group("tested", 2.0)) == [(1, "tested")]


def test_the_pooled_deviation_weights_each_group_by_its_degrees_of_freedom():
    errors = [Spread((1.0, 3.0)), Spread((1.0, 2.0, 3.0)), Spread((9.0,))]

    # Squares about the means: 2 with one degree of freedom, and 2 with two.
    assert pooled_deviation(errors) == pytest.approx(sqrt(4 / 3))
    assert pooled_deviation([Spread((9.0,))]) is None


def test_ten_thousand_digits_leave_a_fifth_of_a_point_open_at_four_percent():
    assert digits_deviation(4.0) == pytest.approx(0.196, abs=5e-4)


def test_the_band_of_one_seed_is_two_of_the_digits_deviations_where_nobody_has_several():
    (row,) = standings([group("alone", 4.0)]).rows

    assert row.band == pytest.approx(0.392, abs=1e-3)


def test_seeds_that_happen_to_lie_close_do_not_make_a_band_narrower_than_the_digits_allow():
    close, alone = group("close", 4.0, 4.001), group("alone", 4.1)

    bands = {row.contender.key[:-1]: row.band for row in standings([close, alone]).rows}

    assert bands["close"] == pytest.approx(0.392 / sqrt(2), abs=1e-3)
    assert bands["alone"] == pytest.approx(2 * digits_deviation(4.1), abs=1e-6)
