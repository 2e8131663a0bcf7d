"""What a sweep varies: settings of a trial, and the points of a grid."""

import itertools
import math

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.sweeps.search_space import config_of, grid_points
from mnist_core.sweeps.search_space_text import parse_dimension


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
