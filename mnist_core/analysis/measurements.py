"""What can be measured of a run, one function for each kind of result, without Keras."""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mnist_core.analysis.embedding import DigitMap, make_map
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.analysis.layer_activity import activation_statistics
from mnist_core.analysis.layer_health import Timeline, timeline
from mnist_core.analysis.neighbours import Neighbours, last_hidden, nearest_digits, search_digits
from mnist_core.analysis.robustness import Robustness, measure_robustness
from mnist_core.dataset import Mnist, scale_pixels, training_size
from mnist_core.environment import Settings
from mnist_core.network.mlp import Network, forward
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import kept_epochs, load_network

Progress = Callable[[float], None]
EVALUATED_AT_ONCE = 1_000
ACTIVITY_DIGITS = 2_000  # test digits on which the neurons' activity is measured
ROBUST_DIGITS = 5_000  # test digits that are distorted: enough to see half a percent
NEIGHBOURS = 12
MAX_KEPT_FEATURES = 70_000_000  # activations of the last hidden layer kept between two requests


@dataclass(frozen=True)
class Subject:
    """What is measured.

    Attributes:
        store, run: where the snapshots are.
        version: of the run's newest snapshot.
        mnist: the digits.
        image: (28, 28) uint8, where the measurement is about one picture.
        about: the subject, as the job's row names it.
        settings: where the store is, for other processes.
    """

    store: RunStore
    run: Run
    version: str
    mnist: Mnist
    image: NDArray[np.uint8] | None
    about: str
    settings: Settings

    @functools.cached_property
    def network(self) -> Network:
        """The weights that the run has by now, read once."""
        return load_network(self.store, self.run)


def evaluate(subject: Subject, progress: Progress) -> Evaluation:
    """Read the 10,000 test digits, and measure the neurons' activity on the first 2,000."""
    network, images = subject.network, subject.mnist.x_test
    answers = []
    for start in range(0, len(images), EVALUATED_AT_ONCE):
        chunk = scale_pixels(images[start : start + EVALUATED_AT_ONCE])
        answers.append(forward(network, chunk).probabilities)
        progress(0.9 * (start + len(chunk)) / len(images))
    return Evaluation(
        probabilities=np.concatenate(answers).astype(np.float32),
        layers=tuple(activation_statistics(network, scale_pixels(images[:ACTIVITY_DIGITS]))),
    )


def follow_epochs(subject: Subject, progress: Progress) -> Timeline:
    """Measure every kept epoch: confusion, norms of weights and gradients, dead neurons."""
    epochs = kept_epochs(subject.store, subject.run)
    own_digits = training_size(subject.run.config)
    return timeline(
        _networks(subject, epochs),
        replace(
            subject.mnist,
            x_train=subject.mnist.x_train[:own_digits],
            y_train=subject.mnist.y_train[:own_digits],
        ),
        subject.run.config.loss,
        progress=lambda done: progress(done / len(epochs)),
    )


def _networks(subject: Subject, epochs: Mapping[int, str]) -> Iterator[tuple[int, Network]]:
    for number, name in epochs.items():
        yield number, load_network(subject.store, subject.run, name)


def read_distorted(subject: Subject, progress: Progress) -> Robustness:
    """Read the first 5,000 test digits noisy, turned, shifted, thinner and thicker."""
    images = scale_pixels(subject.mnist.x_test[:ROBUST_DIGITS])
    truth = subject.mnist.y_test[:ROBUST_DIGITS]
    return measure_robustness(subject.network, images, truth, progress)


def map_digits(subject: Subject, progress: Progress) -> DigitMap:
    """Lay test digits out on a plane by their activations in the last hidden layer."""
    images = scale_pixels(subject.mnist.x_test)
    return make_map(subject.network, images, subject.mnist.y_test, progress)


def find_neighbours(subject: Subject, progress: Progress) -> Neighbours:
    """Find the training digits that are most similar to the network."""
    assert subject.image is not None
    image = subject.image.astype(np.float32) / np.float32(255)
    digits = subject.mnist.x_train[: training_size(subject.run.config)]
    units = subject.network.kernels[-1].shape[0]
    if len(digits) * units > MAX_KEPT_FEATURES:
        return search_digits(subject.network, digits, image, NEIGHBOURS, progress)
    features = _features(subject, digits, progress)
    return nearest_digits(subject.network, features, image, count=NEIGHBOURS)


def _features(
    subject: Subject, digits: NDArray[np.uint8], progress: Progress
) -> NDArray[np.float32]:
    """Give the last hidden layer of the run's training digits, kept for the next request."""
    kept = _kept_features()
    key = (subject.run.id, subject.version)
    if key not in kept:
        kept.clear()
        kept[key] = last_hidden(subject.network, digits, progress=progress)
    return kept[key]


@functools.cache
def _kept_features() -> dict[tuple[str, str], NDArray[np.float32]]:
    return {}
