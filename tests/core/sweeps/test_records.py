"""What a sweep's records work out of what is written."""

import pytest

from mnist_core.sweeps.records import Parallelism


def test_the_gain_is_over_one_training_with_one_thread():
    assert Parallelism(2, {1: 100.0, 2: 180.0}, 130.0).gain == pytest.approx(1.8)
    assert Parallelism(1, {1: 100.0, 2: 110.0}, 130.0).gain == pytest.approx(1.0)
