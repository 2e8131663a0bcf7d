"""The limits of a room's members, as the environment gives them."""

import pytest

from mnist_core.environment import read_settings
from mnist_core.errors import ConfigError
from mnist_core.limits import Limits, read_limits


def test_the_usual_limits_hold_where_none_are_given():
    assert read_settings({}).limits == Limits(
        runs=5,
        trials=50,
        drawings=20,
        requests=20,
        work=100,
        storage=2_000,
        measurements=20,
        tabs=30,
        uploads=400,
    )
    assert read_settings({"DIGIT_LAB_LIMITS": ""}).limits == Limits()


def test_those_that_are_named_hold_and_the_others_are_as_usual():
    assert read_limits(" runs = 3, trials=none,") == Limits(runs=3, trials=None)


@pytest.mark.parametrize(
    "text", ["runs", "runs=0", "runs=-1", "runs=1.5", "runs=many", "seats=3", "=3", "runs=3;work=1"]
)
def test_what_is_no_limit_is_refused_with_what_is(text):
    with pytest.raises(ConfigError, match=r"DIGIT_LAB_LIMITS has .* it takes runs, trials"):
        read_limits(text)
