"""NumPy changes a digit as the worker's TensorFlow does, pixel by pixel."""

import numpy as np
import pytest

from mnist_core.dataset import load_mnist, scale_pixels
from mnist_core.ink.affine import AffineChange, change_digits, change_of
from mnist_core.training.augmentation import affine_transforms, transform_digits

COUNT = 200


@pytest.fixture(scope="module")
def digits():
    return scale_pixels(load_mnist().x_train[:COUNT]).reshape(-1, 28, 28)


def one(**change: float) -> AffineChange:
    """Make a change of one digit; what is not named is none."""
    names = ("rotation", "shear", "zoom", "aspect", "x_shift", "y_shift")
    return AffineChange(**{name: np.array([change.get(name, 0.0)]) for name in names})


@pytest.mark.keras
@pytest.mark.parametrize("strength", [0.0, 0.1, 0.5, 1.0])
def test_a_changed_digit_is_the_workers_at_every_pixel(digits, strength, monkeypatch):
    draws = np.random.default_rng(1).uniform(-strength, strength, (6, COUNT)).astype(np.float32)
    monkeypatch.setattr("tensorflow.random.stateless_uniform", lambda *_: draws)
    transforms = affine_transforms(strength, 0, 1, COUNT)
    theirs = transform_digits(digits.reshape(COUNT, -1), transforms).numpy()

    ours = change_digits(digits, change_of(draws))

    assert np.abs(ours - theirs.reshape(-1, 28, 28)).max() < 1 / 255
    assert ours.dtype == np.float32


@pytest.mark.parametrize(
    ("change", "axis", "step"),
    [({"x_shift": 3}, 2, 3), ({"x_shift": -3}, 2, -3), ({"y_shift": 2}, 1, 2)],
)
def test_a_shift_of_whole_pixels_moves_them_right_and_down(digits, change, axis, step):
    moved = change_digits(digits[:1], one(**change))

    assert moved == pytest.approx(np.roll(digits[:1], step, axis), abs=1e-6)


def test_a_quarter_turn_is_clockwise_about_the_middle(digits):
    turned = change_digits(digits[:1], one(rotation=np.pi / 2))

    assert turned[0] == pytest.approx(np.rot90(digits[0], -1), abs=1e-5)


def test_zoom_enlarges_and_aspect_widens():
    square = np.zeros((1, 28, 28), np.float32)
    square[:, 9:19, 9:19] = 1

    larger = change_digits(square, one(zoom=0.2))[0]
    wider = change_digits(square, one(aspect=0.2))[0]

    assert extent(larger) == pytest.approx((12, 12), abs=0.3)
    assert extent(wider) == pytest.approx((12, 10 / 1.2), abs=0.3)


def extent(image):
    """Give the width and height of what is inked."""
    return image[13].sum(), image[:, 13].sum()


def test_shear_pushes_the_top_to_the_right():
    bar = np.zeros((1, 28, 28), np.float32)
    bar[:, 4:24, 13:15] = 1

    leaning = change_digits(bar, one(shear=0.5))[0]

    columns = np.arange(28)
    middles = (leaning[[8, 19]] * columns).sum(1) / leaning[[8, 19]].sum(1)
    assert middles == pytest.approx([13.5 + 0.5 * 5.5, 13.5 - 0.5 * 5.5], abs=0.1)


def test_what_leaves_the_image_leaves_paper():
    ink = np.ones((1, 28, 28), np.float32)

    moved = change_digits(ink, one(x_shift=4.5))[0]

    assert moved[:, :4].max() == 0
    assert moved[:, 4] == pytest.approx(0.5)
    assert moved[:, 5:].min() == 1
