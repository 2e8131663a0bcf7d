"""Digits normalised: upright, in the middle, more even in width, and the same in any company."""

import numpy as np
import pytest
from scipy import ndimage
from threadpoolctl import threadpool_limits

from mnist_core.dataset import load_test_digits, scale_pixels
from mnist_core.network.mlp import Network, forward, network_input, seen_image
from mnist_core.network.normalization import straighten
from mnist_core.setting_options import Normalization

KINDS: tuple[Normalization, ...] = ("slant", "slant_and_width")
ROWS, COLUMNS = np.mgrid[:28, :28]
NETWORK = Network(
    "relu",
    (np.random.default_rng(0).normal(0, 0.1, (784, 10)).astype(np.float32),),
    (np.zeros(10, np.float32),),
)


@pytest.fixture(scope="module")
def digits():
    return scale_pixels(load_test_digits().images[:600])


def stroke(slope, *, width=1.2, x=14.0):
    """Draw a stroke that goes ``slope`` pixels to the right with each row, with a soft edge."""
    far = np.abs(COLUMNS - x - slope * (ROWS - 14)) / width
    inside = (ROWS > 5) & (ROWS < 23)
    return (np.exp(-(far**2)) * inside).astype(np.float32)


def moments(image):
    """Give centre and covariances of an image as a table of weighted points gives them."""
    places = np.stack([COLUMNS.ravel(), ROWS.ravel()]).astype(float)
    weights = image.ravel().astype(float)
    return np.average(places, axis=1, weights=weights), np.cov(places, aweights=weights, ddof=0)


def slope_of(image):
    _, covariance = moments(image)
    return covariance[0, 1] / covariance[1, 1]


def by_scipy(image, kind):
    """Normalise one image by SciPy's affine transform, with moments of its own."""
    (x, y), ((across, both), (_, down)) = moments(image)
    slant = np.clip(both / down, -1, 1)
    width = np.sqrt(across - 2 * slant * both + slant**2 * down)
    factor = np.clip((3.6 / width) ** 0.5, 0.5, 2) if kind == "slant_and_width" else 1
    matrix = np.array([[1, 0], [slant, 1 / factor]])
    offset = np.array([y, x]) - matrix @ [13.5, 13.5]
    return ndimage.affine_transform(
        image.reshape(28, 28).astype(float), matrix, offset, order=1, mode="grid-constant"
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("slope", [-0.9, -0.3, 0.0, 0.2, 0.7])
def test_a_slanting_stroke_becomes_upright_in_the_middle(slope, kind):
    image = stroke(slope, x=12.3)
    (upright,) = straighten(image[None], kind)

    assert slope_of(image) == pytest.approx(slope, abs=0.05)
    assert slope_of(upright) == pytest.approx(0, abs=0.02)
    assert moments(upright)[0] == pytest.approx([13.5, 13.5], abs=0.02)


def test_a_stroke_that_lies_is_turned_up_by_45_degrees_at_most():
    lying = stroke(1.5)

    assert slope_of(straighten(lying[None], "slant")[0]) == pytest.approx(
        slope_of(lying) - 1, abs=0.05
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_pixels_are_those_of_scipys_affine_transform(digits, kind):
    expected = np.stack([by_scipy(digit, kind).ravel() for digit in digits])

    np.testing.assert_allclose(straighten(digits, kind), expected, atol=1e-5)


@pytest.mark.parametrize("width", [2.0, 3.0, 4.5])
def test_a_width_is_pulled_halfway_to_the_usual_one(width):
    blot = np.exp(-(((COLUMNS - 13) / width) ** 2) / 2 - ((ROWS - 15) / 4) ** 2 / 2)
    (evened,) = straighten(blot[None], "slant_and_width")
    before, after = (np.sqrt(moments(image)[1][0, 0]) for image in (blot, evened))

    assert after == pytest.approx(np.sqrt(before * 3.6), rel=0.03)


def test_a_thin_stroke_becomes_twice_as_wide_at_most():
    thin = stroke(0.0, width=0.5, x=13.5)
    slant, both = (straighten(thin[None], kind)[0] for kind in KINDS)

    assert both.sum() == pytest.approx(2 * slant.sum(), rel=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_a_digit_comes_out_the_same_to_the_bit_alone_and_among_others(digits, kind):
    uneven = np.random.default_rng(0).random((70, 784), np.float32) ** 9
    images = np.concatenate([digits, uneven])
    with threadpool_limits(2):
        together = straighten(images, kind)

    alone = np.concatenate([straighten(image[None], kind) for image in images])
    with threadpool_limits(1):
        in_one_thread = straighten(images[::-1], kind)[::-1]

    assert together.tobytes() == alone.tobytes() == in_one_thread.tobytes()
    assert together.min() >= 0
    assert together.max() <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_image_stays_empty_and_changes_no_other(digits, kind):
    images = np.concatenate([np.zeros((1, 784), np.float32), digits[:2]])

    normalised = straighten(images, kind)

    assert not normalised[0].any()
    assert np.array_equal(normalised[1:], straighten(digits[:2], kind))


def test_none_leaves_every_pixel_as_it_is(digits):
    assert np.array_equal(straighten(digits, "none"), digits)
    assert straighten(digits.reshape(-1, 28, 28), "none").shape == digits.shape


@pytest.mark.parametrize("kind", KINDS)
def test_a_network_that_normalises_reads_as_one_that_is_given_normalised_digits(digits, kind):
    network = Network("relu", NETWORK.kernels, NETWORK.biases, kind)
    prepared = straighten(digits, kind)
    answer, expected = forward(network, digits.reshape(-1, 28, 28)), forward(NETWORK, prepared)

    assert np.array_equal(answer.probabilities, expected.probabilities)
    assert not np.array_equal(answer.digits, forward(NETWORK, digits).digits)
    assert np.array_equal(network_input(network, digits), prepared)
    assert np.array_equal(seen_image(network, digits[3].reshape(28, 28)).ravel(), prepared[3])
