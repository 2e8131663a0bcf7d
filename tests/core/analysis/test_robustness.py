"""Distortions, against digits moved one by one and networks run by hand."""

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.analysis.robustness import (
    DISTORTIONS,
    KINDS,
    NOTHING,
    distort,
    measure_robustness,
)
from mnist_core.network.mlp import Network

RANDOM = np.random.default_rng(3)
TRUTH = RANDOM.integers(0, 10, 40).astype(np.uint8)
NETWORK = Network(
    "relu",
    (
        RANDOM.normal(0, 0.1, (784, 16)).astype(np.float32),
        RANDOM.normal(0, 0.5, (16, 10)).astype(np.float32),
    ),
    (np.full(16, 0.1, np.float32), RANDOM.normal(0, 0.1, 10).astype(np.float32)),
)


def _blots():
    """Make soft blots of ink, alike to no digit but as smooth."""
    noise = RANDOM.normal(0, 1, (40, 28, 28))
    smooth = ndimage.gaussian_filter(noise, (0, 1.5, 1.5))
    smooth[:, [0, 1, -2, -1]] = smooth[:, :, [0, 1, -2, -1]] = 0
    return np.clip(8 * smooth, 0, 1).astype(np.float32)


IMAGES = _blots()


def _accuracy_by_hand(images):
    """Read one image after another with the network's equations."""
    (first, second), (bias, last_bias) = NETWORK.kernels, NETWORK.biases
    right = 0
    for image, truth in zip(images, TRUTH, strict=True):
        hidden = [max(0.0, float(image.ravel() @ first[:, j] + bias[j])) for j in range(16)]
        right += int(np.argmax(np.array(hidden) @ second + last_bias)) == truth
    return right / len(images)


def _rolled(index, image, pixels):
    """Move a whole image by whole pixels; what wraps around must be paper."""
    axis, sign = [(1, 1), (1, -1), (0, -1), (0, 1)][index % 4]
    padded = np.pad(image, 8)
    return np.roll(padded, sign * pixels, axis)[8:-8, 8:-8]


def _turned(image, degrees):
    return ndimage.rotate(image, degrees, reshape=False, order=1)


def _line(width):
    """Draw a vertical line of that width in pixels, its edges as grey as they cover a pixel."""
    left, right = 14 - width / 2, 14 + width / 2
    columns = [np.clip(min(right, x + 1) - max(left, x), 0, 1) for x in range(28)]
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 4:24] = columns
    return image


@pytest.fixture(scope="module")
def measured():
    shares: list[float] = []
    return measure_robustness(NETWORK, IMAGES, TRUTH, shares.append), shares


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_level_nothing_between_ascending_levels(kind):
    levels = DISTORTIONS[kind].levels

    assert NOTHING in levels
    assert list(levels) == sorted(set(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_gives_exactly_the_plain_accuracy(kind, measured):
    curve = measured[0].curves[kind]

    assert np.array_equal(distort(IMAGES, kind, NOTHING, 0), IMAGES)
    assert curve.accuracy[curve.levels == NOTHING] == _accuracy_by_hand(IMAGES)


@pytest.mark.parametrize("kind", KINDS)
def test_distorted_digits_stay_digits_and_are_the_same_each_time(kind):
    original = IMAGES.copy()
    for level in DISTORTIONS[kind].levels:
        distorted = distort(IMAGES, kind, level, 5)
        assert distorted.shape == IMAGES.shape
        assert distorted.dtype == np.float32
        assert 0 <= distorted.min() <= distorted.max() <= 1
        assert np.array_equal(distorted, distort(IMAGES, kind, level, 5))
    assert np.array_equal(IMAGES, original)


@pytest.mark.parametrize("level", DISTORTIONS["shift"].levels)
def test_shifting_moves_a_quarter_each_way_and_measures_what_it_costs(level, measured):
    moved = [_rolled(index, image, int(level)) for index, image in enumerate(IMAGES)]
    curve = measured[0].curves["shift"]

    assert np.array_equal(distort(IMAGES, "shift", level, 0), moved)
    assert curve.accuracy[curve.levels == level] == _accuracy_by_hand(moved)


@pytest.mark.parametrize("level", DISTORTIONS["rotation"].levels)
def test_rotating_turns_each_digit_as_one_at_a_time(level, measured):
    turned = [_turned(image, level) for image in IMAGES]
    curve = measured[0].curves["rotation"]

    assert np.allclose(distort(IMAGES, "rotation", level, 0), turned, atol=1e-6)
    assert curve.accuracy[curve.levels == level] == _accuracy_by_hand(turned)


def test_a_positive_rotation_is_counter_clockwise():
    bar_to_the_right = np.zeros((1, 28, 28), np.float32)
    bar_to_the_right[0, 13:15, 16:26] = 1
    turned = distort(bar_to_the_right, "rotation", 60, 0)[0]

    assert turned[:13, 14:].sum() > 15
    assert turned[15:].sum() < 1


def test_noise_has_the_deviation_asked_for_and_its_seed_decides_it():
    gray = np.full((200, 28, 28), 0.5, np.float32)
    noisy = distort(gray, "noise", 0.1, 1)

    assert np.std(noisy) == pytest.approx(0.1, rel=0.02)
    assert np.mean(noisy) == pytest.approx(0.5, abs=0.002)
    assert not np.array_equal(noisy, distort(gray, "noise", 0.1, 2))


@pytest.mark.parametrize("change", [-1.5, -1.0, -0.5, 0.5, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("width", [4.0, 5.0, 6.0])
def test_a_line_becomes_wider_or_narrower_by_so_many_pixels(width, change):
    line = distort(_line(width), "thickness", change, 0)

    assert line[0, 14].sum() == pytest.approx(width + change, abs=0.01)
    assert np.allclose(line[0, 14], line[0, 14, ::-1])


def test_thinning_takes_nothing_but_ink_and_thickening_adds_nothing_but_ink():
    assert np.all(distort(IMAGES, "thickness", -1, 0) <= IMAGES)
    assert np.all(distort(IMAGES, "thickness", 1, 0) >= IMAGES)


def test_progress_ascends_to_the_whole(measured):
    shares = measured[1]

    assert shares == sorted(set(shares))
    assert shares[-1] == 1
    assert len(shares) == sum(len(distortion.levels) for distortion in DISTORTIONS.values())
