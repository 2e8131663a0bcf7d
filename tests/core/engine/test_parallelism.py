"""How many trainings at once: chosen by what was measured, not by what one would think."""

import itertools

import pytest

from mnist_core.engine.parallelism import (
    choose,
    counts_to_try,
    make_windows,
    measuring_key,
    typical_config,
)
from mnist_core.sweeps.housekeeping import find_parallelism, write_parallelism
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep


@pytest.mark.parametrize(
    ("rates", "at_once"),
    [([100.0, 190.0, 370.0], 8), ([100.0, 190.0, 195.0], 4), ([100.0, 101.0, 103.0], 1)],
)
def test_as_many_train_at_once_as_throughput_rewards(rates, at_once):
    assert choose([1, 4, 8], rates, 300.0, "here").at_once == at_once


def test_a_moment_that_was_missed_is_no_measurement(store):
    chosen = choose([1, 2], [0.0, 0.0], 200.0, "here")

    assert (chosen.at_once, chosen.key) == (2, "")


@pytest.mark.parametrize(("most", "counts"), [(1, [1]), (2, [1, 2]), (3, [1, 3]), (16, [1, 8, 16])])
def test_one_half_and_all_are_tried(most, counts):
    assert counts_to_try(most) == counts


def test_the_moments_do_not_overlap():
    windows = make_windows(1000.0, 3)

    assert all(a.end < b.begin for a, b in itertools.pairwise(windows))


def test_the_typical_network_lies_in_the_middle():
    plan = make_plan(
        dimensions=[parse_dimension("layers=1..3"), parse_dimension("neurons=32..512:log")],
        trials=2,
    )

    assert typical_config(plan).hidden_units == (128, 128)


def test_a_measurement_is_valid_for_networks_of_its_size_on_its_machine(store):
    small = make_plan(dimensions=[parse_dimension("hidden_units=32|64")], trials=2)
    like = make_plan(dimensions=[parse_dimension("hidden_units=48|64")], trials=9)
    large = make_plan(dimensions=[parse_dimension("hidden_units=784|1024")], trials=2)
    sweep = create_sweep(store, small)
    write_parallelism(
        store, sweep.id, Parallelism(2, {1: 1.0, 2: 1.9}, 1.2, measuring_key(small, 2))
    )

    known = find_parallelism(store, measuring_key(like, 2))
    assert known is not None
    assert known.rates == {1: 1.0, 2: 1.9}
    assert find_parallelism(store, measuring_key(large, 2)) is None
    assert find_parallelism(store, measuring_key(like, 4)) is None
