"""What a sweep varies: dimensions from outside values and texts, and the points of a grid."""

import itertools
import math

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.sweeps.search_space import config_of, grid_points, make_dimension
from mnist_core.sweeps.search_space_text import parse_dimension


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("optimizer=adam,sgd", ("adam", "sgd")),
        ("hidden_units=64|128|128,64", ("64", "128", "128,64")),
        ("hidden-units=|64 32", ("", "64,32")),
        ("learning_rate=none,0.01", (None, 0.01)),
        ("nesterov=true,false", (True, False)),
        ("dropout=0..0.5:3", (0.0, 0.25, 0.5)),
        ("learning_rate=1e-4..1e-1:log:4", (1e-4, 1e-3, 1e-2, 1e-1)),
        ("layers=1..3", (1, 2, 3)),
        ("batch_size=16..256:log", (16, 32, 64, 128, 256)),
        ("epochs=1..10:4", (1, 4, 7, 10)),
    ],
)
def test_a_dimension_is_read_as_it_is_written(text, grid):
    assert parse_dimension(text).grid == grid


@pytest.mark.parametrize(
    "text",
    [
        "optimizer=adam,sgd",
        "hidden_units=64|128,64|",
        "learning_rate=0.0001..0.1:log:7",
        "dropout=0..0.5",
        "nesterov=true,false",
        "early_stopping_patience=none,3",
    ],
)
def test_a_dimension_reads_its_own_text_back(text):
    dimension = parse_dimension(text)

    assert dimension.text == text
    assert parse_dimension(dimension.text) == dimension


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("optimizer", "gives nothing to vary"),
        ("=1,2", "gives nothing to vary"),
        ("validation=holdout,test", "validation cannot be varied"),
        ("colour=red", "colour cannot be varied"),
        ("optimizer=adam,adamax2", "adamax2"),
        ("optimizer=adam,adam", "same value twice"),
        ("dropout=0.1,0.10", "same value twice"),
        ("layers=1..x", "is no range"),
        ("layers=1..3:lag", "is no range"),
        ("dropout=0..0.5:log", "no logarithm"),
        ("dropout=0.5..0.1", "a range goes upwards"),
        ("dropout=0.2..0.2", "a range goes upwards"),
        ("dropout=0..0.99", "inside 0 to 0.9"),
        ("neurons=1.5..3", "whole numbers"),
        ("neurons=10,many", "whole numbers from 1 to 4,096"),
        ("epochs=1..9:1", "steps"),
    ],
)
def test_what_cannot_be_varied_costs_one_sentence(text, sentence):
    with pytest.raises(ConfigError, match=sentence) as caught:
        parse_dimension(text)

    assert "\n" not in str(caught.value)


def test_words_have_no_range():
    with pytest.raises(ConfigError, match="has no range"):
        make_dimension("optimizer", low=0, high=1)


@pytest.mark.parametrize(
    ("base", "params", "units"),
    [
        ((128,), {"layers": 3, "neurons": 32}, (32, 32, 32)),
        ((256, 64), {"layers": 3}, (256, 64, 64)),
        ((256, 64), {"layers": 1}, (256,)),
        ((256, 64), {"neurons": 16}, (16, 16)),
        ((), {"layers": 2}, (128, 128)),
        ((128,), {"layers": 0, "neurons": 32}, ()),
        ((128,), {"hidden_units": "64,32"}, (64, 32)),
        ((128,), {"hidden_units": ""}, ()),
    ],
)
def test_layers_and_neurons_make_a_network(base, params, units):
    assert config_of(RunConfig(hidden_units=base), params).hidden_units == units


def test_momentum_is_left_out_where_the_optimizer_has_none():
    base = RunConfig(optimizer="sgd", momentum=0.9, nesterov=True)

    kept, dropped = (config_of(base, {"optimizer": name}) for name in ("sgd", "adam"))

    assert (kept.momentum, kept.nesterov) == (0.9, True)
    assert (dropped.momentum, dropped.nesterov) == (0.0, False)


def test_a_grid_has_every_combination_once():
    dimensions = [parse_dimension("dropout=0,0.2,0.4"), parse_dimension("optimizer=adam,sgd")]

    points = grid_points(RunConfig(), dimensions)

    pairs = itertools.product((0.0, 0.2, 0.4), ("adam", "sgd"))
    assert [(point["dropout"], point["optimizer"]) for point in points] == list(pairs)


def test_a_grid_leaves_out_points_that_give_the_same_settings():
    dimensions = [parse_dimension("optimizer=adam,sgd"), parse_dimension("momentum=0,0.5,0.9")]

    points = grid_points(RunConfig(), dimensions)

    assert len(points) == 1 + 3
    assert len({config_of(RunConfig(), point).family for point in points}) == 4


def test_a_grid_that_is_too_large_is_refused():
    dimensions = [parse_dimension("dropout=0..0.9:101"), parse_dimension("l2=0..1:100")]

    with pytest.raises(ConfigError, match="10,100 points"):
        grid_points(RunConfig(), dimensions)


def test_a_log_range_is_spread_evenly_in_its_logarithm():
    grid = parse_dimension("l2=1e-6..1e-1:log:6").grid

    assert [math.log10(float(value or 0)) for value in grid] == pytest.approx(range(-6, 0))
