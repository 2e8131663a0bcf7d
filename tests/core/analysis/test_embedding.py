"""The map of digits, against scikit-learn and on digits whose neighbours are known."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from mnist_core.analysis.embedding import (
    make_map,
    neighbour_map,
    principal_components,
)
from mnist_core.network.mlp import Network, forward

RANDOM = np.random.default_rng(11)
TRUTH = np.repeat(np.arange(10), 12).astype(np.uint8)[::-1].copy()


def _network(*widths):
    sizes = list(zip((784, *widths), (*widths, 10), strict=True))
    kernels = tuple(RANDOM.normal(0, 0.1, size).astype(np.float32) for size in sizes)
    return Network("tanh", kernels, tuple(np.zeros(size[1], np.float32) for size in sizes))


def _images():
    """Make ten kinds of images, alike within a kind."""
    kinds = RANDOM.random((10, 784)) > 0.8
    return np.clip(kinds[TRUTH] * RANDOM.uniform(0.6, 1, (len(TRUTH), 784)), 0, 1).astype("f")


IMAGES, NETWORK = _images(), _network(20, 12)


@pytest.fixture(scope="module")
def made():
    shares: list[float] = []
    return make_map(NETWORK, IMAGES, TRUTH, shares.append), shares


def test_principal_components_are_those_of_scikit_learn():
    features = RANDOM.normal(0, [5, 3, 1, 1, 0.5], (300, 5)).astype(np.float32)
    ours, reference = principal_components(features), PCA(2, svd_solver="full")
    theirs = reference.fit_transform(features.astype(float))

    assert np.allclose(np.abs(ours.positions), np.abs(theirs), atol=1e-3)
    assert np.allclose(ours.variance_shares, reference.explained_variance_ratio_, atol=1e-5)


def test_the_largest_weight_of_each_component_is_positive_so_mirrored_axes_cannot_appear():
    along = np.array([[0.1, 0.3, -0.9]]) * np.linspace(-4, 4, 50)[:, np.newaxis]
    positions = principal_components(along.astype(np.float32)).positions

    assert np.all(np.diff(positions[:, 0]) < 0)


@pytest.mark.parametrize("features", [np.ones((40, 6)), np.zeros((40, 1)), np.full((40, 3), 0.1)])
def test_digits_that_are_all_the_same_lie_on_one_spot(features):
    features = features.astype(np.float32)
    projection = principal_components(features)

    assert not projection.positions.any()
    assert not projection.variance_shares.any()
    assert not neighbour_map(features, 0, lambda share: None).any()


def test_a_single_neuron_lays_the_digits_along_the_first_axis():
    features = RANDOM.normal(0, 2, (60, 1)).astype(np.float32)
    projection = principal_components(features)

    assert np.allclose(np.abs(projection.positions[:, 0]), np.abs(features - features.mean())[:, 0])
    assert projection.variance_shares == pytest.approx([1, 0])
    assert np.isfinite(neighbour_map(features, 0, lambda share: None)).all()


def test_the_neighbour_map_keeps_nearest_neighbours_of_the_same_kind(made):
    points = made[0].neighbours
    distances = np.linalg.norm(points[:, np.newaxis] - points, axis=2)
    np.fill_diagonal(distances, np.inf)

    assert np.mean(TRUTH[distances.argmin(axis=1)] == TRUTH) > 0.95


def test_the_same_features_and_seed_give_the_same_map(made):
    features = forward(NETWORK, IMAGES).hidden[-1]

    assert np.array_equal(neighbour_map(features, 0, lambda share: None), made[0].neighbours)


def test_a_map_shows_the_last_hidden_layer_with_its_answers(made):
    answer = forward(NETWORK, IMAGES)
    expected = np.abs(PCA(2, svd_solver="full").fit_transform(answer.hidden[1].astype(float)))

    assert np.array_equal(made[0].indices, np.arange(len(TRUTH)))
    assert np.array_equal(made[0].answers, answer.probabilities.argmax(axis=1))
    assert np.array_equal(made[0].confidences, answer.probabilities.max(axis=1))
    assert np.allclose(np.abs(made[0].principal), expected, atol=1e-3)


def test_a_network_without_hidden_layers_is_mapped_by_its_pixels():
    few = slice(None, None, 4)
    shown = make_map(_network(), IMAGES[few], TRUTH[few], lambda share: None)
    expected = PCA(2, svd_solver="full").fit(IMAGES[few].astype(float))

    assert np.allclose(shown.variance_shares, expected.explained_variance_ratio_, atol=1e-5)


def test_a_diverged_network_still_has_a_map():
    broken = Network("relu", tuple(k * np.nan for k in NETWORK.kernels), NETWORK.biases)

    assert np.isfinite(make_map(broken, IMAGES, TRUTH, lambda share: None).neighbours).all()


def test_the_digits_are_taken_evenly_in_the_order_of_their_images(monkeypatch):
    monkeypatch.setattr("mnist_core.analysis.embedding.DIGITS_OF_EACH", 2)
    mixed = np.tile(np.arange(10), 12).astype(np.uint8)
    shown = make_map(NETWORK, IMAGES, mixed, lambda share: None)

    assert list(shown.indices) == list(range(20))
    assert np.array_equal(shown.truth, mixed[:20])


def test_progress_ascends_to_the_whole(made):
    shares = made[1]

    assert shares == sorted(shares)
    assert shares[-1] == 1
