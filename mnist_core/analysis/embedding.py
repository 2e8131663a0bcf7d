"""A map of test digits by their activations in the last hidden layer: similar ones lie close."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist_core.network.mlp import Answer, Network, answer_inputs, network_input

Floats = NDArray[np.float32]

DIGITS_OF_EACH = 150
CLASSES = 10
PLANE, REDUCED = 2, 50
PERPLEXITY, EXAGGERATION, QUARTER_STEPS = 30, 12.0, 250


@dataclass(frozen=True)
class Projection:
    """Points on the plane of their largest variance.

    Attributes:
        positions: (n, 2) float32.
        variance_shares: (2,) float32 in [0, 1], how much of all variance lies along each axis.
    """

    positions: Floats
    variance_shares: Floats


@dataclass(frozen=True)
class DigitMap:
    """Some test digits on two maps, with what the network answered.

    Attributes:
        indices: (m,) int64, ascending, which of the images they are.
        truth: (m,) uint8, 0 to 9.
        answers: (m,) uint8, 0 to 9.
        confidences: (m,) float32 in [0, 1], the top probability.
        principal: (m, 2) float32, positions along the two principal components.
        variance_shares: (2,) float32 in [0, 1], of these two.
        neighbours: (m, 2) float32, positions by t-SNE.
    """

    indices: NDArray[np.int64]
    truth: NDArray[np.uint8]
    answers: NDArray[np.uint8]
    confidences: Floats
    principal: Floats
    variance_shares: Floats
    neighbours: Floats


def make_map(
    network: Network, images: Floats, truth: NDArray[np.uint8], progress: Callable[[float], None]
) -> DigitMap:
    """Map the first 150 images of each digit, or all where there are fewer: 6 to 8 s on one core.

    Args:
        network: any; without a hidden layer the pixels that it gets are mapped.
        images: (n, 784) or (n, 28, 28), float32 in [0, 1].
        truth: (n,) uint8, 0 to 9.
        progress: called with the share done, ascending to 1.
    """
    indices = _choose(truth)
    chosen = network_input(network, images[indices])
    answer = answer_inputs(network, chosen)
    features = _features(answer, chosen)
    projection = principal_components(features)
    progress(0.05)
    neighbours = neighbour_map(features, 0, lambda share: progress(0.05 + 0.95 * share))
    return DigitMap(
        indices=indices,
        truth=truth[indices],
        answers=answer.digits.astype(np.uint8),
        confidences=answer.probabilities.max(axis=1),
        principal=projection.positions,
        variance_shares=projection.variance_shares,
        neighbours=neighbours,
    )


def _choose(truth: NDArray[np.uint8]) -> NDArray[np.int64]:
    first = [np.flatnonzero(truth == digit)[:DIGITS_OF_EACH] for digit in range(CLASSES)]
    return np.sort(np.concatenate(first)).astype(np.int64)


def _features(answer: Answer, pixels: Floats) -> Floats:
    """Take the last hidden layer; a diverged network's nan and infinities count as 0."""
    features = answer.hidden[-1] if answer.hidden else pixels
    return np.nan_to_num(features, posinf=0, neginf=0).astype(np.float32)


def principal_components(features: Floats) -> Projection:
    """Project onto the two directions of largest variance (Pearson 1901; Hotelling 1933).

    The largest weight of each direction is positive, so the same features give the same map.

    Args:
        features: (n, d) float32; where d is 1, all points lie on the first axis.
    """
    positions, variances = _rotate(features, PLANE)
    total = float(features.var(axis=0, dtype=np.float64).sum())
    shares = variances / total if total > 0 else variances
    return Projection(positions, shares.astype(np.float32))


def _rotate(features: Floats, count: int) -> tuple[Floats, NDArray[np.float64]]:
    """Give (n, count) positions along principal components, and each one's variance."""
    centred = (features - features.mean(axis=0, dtype=np.float64)).astype(np.float32)
    left, sizes, directions = np.linalg.svd(centred, full_matrices=False)
    largest = np.abs(directions).argmax(axis=1)
    signs = np.where(directions[np.arange(len(directions)), largest] < 0, -1, 1)
    missing = max(0, count - len(sizes))
    positions = np.pad((left * signs * sizes)[:, :count], ((0, 0), (0, missing)))
    variances = np.pad(sizes[:count].astype(np.float64) ** 2 / len(features), (0, missing))
    return positions.astype(np.float32), variances


def neighbour_map(features: Floats, seed: int, progress: Callable[[float], None]) -> Floats:
    """Place points on a plane so that near ones stay near: t-SNE (van der Maaten and Hinton 2008).

    The 50 first principal components stand for the features, and their first two are where it
    starts from. Points that are all the same stay on one spot. scikit-learn reports no progress,
    so it is called for a quarter of the steps at a time, and each call starts where the last one
    ended; only the first quarter exaggerates, as in one call.

    Args:
        features: (n, d) float32, n > 3.
        seed: fixes what is random.
        progress: called with the share done, ascending to 1.

    Returns:
        (n, 2) float32.
    """
    reduced, variances = _rotate(features, REDUCED)
    positions: Floats = np.zeros((len(features), PLANE), np.float32)
    for quarter in range(4 if variances[0] > 0 else 0):
        positions = _lay_out(
            reduced, positions, seed, exaggeration=1.0 if quarter else EXAGGERATION
        )
        progress((quarter + 1) / 4)
    progress(1.0)
    return positions


def _lay_out(reduced: Floats, start: Floats, seed: int, *, exaggeration: float) -> Floats:
    from sklearn.manifold import TSNE  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    count = len(reduced)
    layout = TSNE(
        perplexity=min(PERPLEXITY, (count - 1) / 3),
        early_exaggeration=exaggeration,
        learning_rate=max(count / EXAGGERATION / 4, 50),  # as "auto" chooses it
        max_iter=QUARTER_STEPS,
        init="pca" if exaggeration > 1 else start,
        random_state=seed,
    )
    # Two threads save a quarter of the time alone, but take five times as long beside a
    # training: each waits for the other in a busy loop.
    with threadpool_limits(1, user_api="openmp"):
        positions: Floats = layout.fit_transform(reduced)
    return positions
