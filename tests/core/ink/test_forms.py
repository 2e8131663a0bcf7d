"""Digits drawn from templates: the same from a seed, in MNIST's frame, of the forms they claim."""

import numpy as np
import pytest
from scipy import ndimage

from mnist_core.ink.form_strokes import TEMPLATES, closed_four, flagged_one, seven
from mnist_core.ink.forms import drawn_forms
from mnist_core.ink.rasterise import ink_drawings

COUNT = 300


def drawn_by(number):
    """Draw one template often, without the hand's slant."""
    random = np.random.default_rng(number)
    return ink_drawings([TEMPLATES[number][1](random) for _ in range(60)], 0.01)


def holes(image):
    """Count what of the paper is shut in by ink."""
    return ndimage.label(image < 0.5)[1] - 1


def test_a_seed_gives_the_same_digits_each_time_and_another_seed_others():
    first = drawn_forms(7, COUNT)
    drawn_forms.cache_clear()

    again, other = drawn_forms(7, COUNT), drawn_forms(8, COUNT)
    assert np.array_equal(first.images, again.images)
    assert np.array_equal(first.labels, again.labels)
    assert not np.array_equal(first.images, other.images)


def test_more_digits_begin_with_the_same_ones():
    few, many = drawn_forms(7, 8), drawn_forms(7, COUNT)

    assert np.array_equal(few.images, many.images[:8])
    assert np.array_equal(few.labels, many.labels[:8])


def test_they_stand_in_the_frame_as_mnists_digits_do():
    digits = drawn_forms(0, COUNT)

    assert digits.images.shape == (COUNT, 28, 28)
    assert digits.images.dtype == digits.labels.dtype == np.uint8
    for image in digits.images / 255.0:
        rows, columns = np.nonzero(image > 0.5)
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(19, abs=2)
        assert ndimage.center_of_mass(image) == pytest.approx((14, 14), abs=0.3)


def test_no_two_are_equal():
    images = drawn_forms(0, COUNT).images

    assert len(np.unique(images.reshape(COUNT, -1), axis=0)) == COUNT


def test_each_form_comes_as_often_as_its_share():
    labels = drawn_forms(3, 2_000).labels

    for digit in {digit for digit, _, _ in TEMPLATES}:
        share = sum(share for label, _, share in TEMPLATES if label == digit)
        assert np.mean(labels == digit) == pytest.approx(share, abs=0.04)


@pytest.mark.parametrize(
    ("template", "fewest", "most"),
    [(flagged_one, 0, 0), (seven, 0, 0), (closed_four, 1, 1)],
)
def test_a_form_shuts_in_as_much_paper_as_its_digit_does(template, fewest, most):
    """A crossed 7 may shut in a sliver beside its bar, a hasty 4 none: most count."""
    number = next(at for at, (_, made_by, _) in enumerate(TEMPLATES) if made_by is template)
    counts = [holes(image) for image in drawn_by(number)]

    assert np.mean([fewest <= count <= most for count in counts]) > 0.6
