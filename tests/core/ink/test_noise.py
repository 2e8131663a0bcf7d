import numpy as np
import pytest
from scipy import ndimage

from mnist_core.ink.noise import left_by_smoothing, noise_map, without_impulses


def noise(deviation):
    return np.random.default_rng(0).normal(0.5, deviation, (240, 240)).astype(np.float32)


@pytest.mark.parametrize("deviation", [0.01, 0.05, 0.12])
def test_noise_is_measured_beside_light_that_falls_and_edges(deviation):
    picture = noise(deviation) + np.linspace(0, 0.4, 240, dtype=np.float32)
    picture[:, 120:] -= 0.3

    assert np.median(noise_map(picture)) == pytest.approx(deviation, rel=0.1)


def test_noise_is_measured_where_it_is():
    picture = np.hstack([noise(0.01), noise(0.1)])

    measured = noise_map(picture)

    assert measured[:, :200].max() < 0.02
    assert measured[:, 280:].min() > 0.08


@pytest.mark.parametrize("deviation", [1.0, 2.2])
def test_what_smoothing_leaves_is_what_it_leaves_of_noise(deviation):
    smooth = ndimage.gaussian_filter(noise(0.1), deviation)

    assert left_by_smoothing(np.full(1, 0.1, np.float32), deviation) == pytest.approx(
        smooth.std(), rel=0.05
    )


def test_specks_of_one_pixel_go_where_there_are_many():
    random = np.random.default_rng(0)
    specks = random.uniform(size=(100, 100)) < 0.05
    picture = np.where(specks, 0, 0.9).astype(np.float32)

    assert np.mean(without_impulses(picture) < 0.5) < 0.005


def test_a_line_one_pixel_wide_is_no_speck():
    picture = np.full((40, 40), 0.9, np.float32)
    picture[10:30, 20] = 0

    np.testing.assert_array_equal(without_impulses(picture), picture)
