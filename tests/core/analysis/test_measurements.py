"""What is measured of a run: on which digits, with which of its weights."""

import numpy as np
import pytest

from mnist_core.analysis import measurements
from mnist_core.analysis.measurements import (
    Subject,
    evaluate,
    find_neighbours,
    follow_epochs,
    map_digits,
    read_distorted,
)
from mnist_core.config import RunConfig
from mnist_core.dataset import Mnist, load_mnist, scale_pixels
from mnist_core.network.mlp import forward, snapshot_arrays
from tests.core.analysis.random_networks import random_network

CONFIG = RunConfig(hidden_units=(12, 8), train_size=400)
FIRST, LAST = random_network(seed=1), random_network(seed=2)


def few_digits() -> Mnist:
    """Give MNIST's first 600 digits of each set: more than the run's 400 training digits."""
    mnist = load_mnist()
    return Mnist(*(array[:600].copy() for array in vars(mnist).values()))


@pytest.fixture
def subject(store, settings):
    run = store.create(CONFIG)
    for name, network in (("epoch-0001", FIRST), ("epoch-0002", LAST), ("last", LAST)):
        store.artifacts.write(run.id, name, snapshot_arrays(network.weights))
    image = load_mnist().x_train[0]
    return Subject(store, run, "1", few_digits(), image, "", settings)


def test_an_evaluation_has_the_answers_to_the_test_digits_and_every_hidden_layer(subject):
    shares: list[float] = []

    evaluation = evaluate(subject, shares.append)

    expected = forward(LAST, scale_pixels(subject.mnist.x_test))
    np.testing.assert_allclose(evaluation.probabilities, expected.probabilities, atol=1e-6)
    np.testing.assert_array_equal(evaluation.answers, expected.digits)
    assert [layer.mean.size for layer in evaluation.layers] == [12, 8]
    assert shares == [pytest.approx(0.9)]


def test_the_timeline_has_the_kept_epochs_with_gradients_on_the_runs_own_digits(subject):
    mnist = subject.mnist
    mnist.x_train[400:] = 255 - mnist.x_train[400:]  # what the run has never seen

    timeline = follow_epochs(subject, lambda share: None)
    mnist.x_train[400:] = 0
    again = follow_epochs(subject, lambda share: None)

    assert list(timeline.epochs) == [1, 2]
    np.testing.assert_array_equal(timeline.gradient_rms, again.gradient_rms)
    assert not np.array_equal(timeline.confusion[0], timeline.confusion[1])


def test_distortions_are_read_on_the_first_test_digits(subject, monkeypatch):
    monkeypatch.setattr(measurements, "ROBUST_DIGITS", 20)

    robustness = read_distorted(subject, lambda share: None)

    right = (
        forward(LAST, scale_pixels(subject.mnist.x_test[:20])).digits == subject.mnist.y_test[:20]
    )
    untouched = robustness.curves["shift"]
    assert robustness.count == 20
    assert untouched.accuracy[untouched.levels == 0] == right.mean()


def test_the_map_shows_test_digits_with_their_answers(subject, monkeypatch):
    monkeypatch.setattr("mnist_core.analysis.embedding.DIGITS_OF_EACH", 3)

    digits = map_digits(subject, lambda share: None)

    answers = forward(LAST, scale_pixels(subject.mnist.x_test)).digits
    assert digits.indices.size == 30
    np.testing.assert_array_equal(digits.answers, answers[digits.indices])
    np.testing.assert_array_equal(digits.truth, subject.mnist.y_test[digits.indices])


@pytest.mark.parametrize("kept", [True, False])
def test_neighbours_are_found_among_the_runs_own_digits_with_or_without_features(
    subject, monkeypatch, kept
):
    monkeypatch.setattr(measurements, "MAX_KEPT_FEATURES", 400 * 8 if kept else 0)

    found = find_neighbours(subject, lambda share: None)

    assert (found.indices[0], found.distances[0]) == (0, pytest.approx(0, abs=1e-4))
    assert len(found.indices) == 12
    assert found.indices.max() < 400


def test_features_are_computed_once_for_each_version_of_a_run(subject):
    first: list[float] = []
    second: list[float] = []

    find_neighbours(subject, first.append)
    find_neighbours(subject, second.append)

    assert first
    assert second == []
