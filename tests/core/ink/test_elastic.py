"""Pulls at a few knots move all pixels smoothly, by so much as the strength says."""

import numpy as np
import pytest

from mnist_core.ink.elastic import ELASTIC_PIXELS, KNOTS, displacements


def drawn(strength):
    draws = np.random.default_rng(2).uniform(-strength, strength, (4000, 2, KNOTS, KNOTS))
    return displacements(draws)


@pytest.mark.parametrize("strength", [0.2, 1.0])
def test_every_pixel_moves_by_the_strengths_share_of_the_pixels(strength):
    size = np.sqrt((drawn(strength) ** 2).mean(axis=0))

    assert size == pytest.approx(np.full((2, 28, 28), strength * ELASTIC_PIXELS), rel=0.1)


def test_pixels_side_by_side_move_nearly_alike_and_far_ones_do_not():
    moves = drawn(1.0)

    def likeness(pixels):
        here, there = moves[..., :-pixels].ravel(), moves[..., pixels:].ravel()
        return np.corrcoef(here, there)[0, 1]

    assert likeness(1) > 0.98
    assert abs(likeness(20)) < 0.1


def test_a_pull_to_the_right_moves_what_is_around_its_knot_to_the_right():
    pulls = np.zeros((1, 2, KNOTS, KNOTS))
    pulls[0, 0, 1, 4] = 1.0  # the second row of knots, the fifth column
    right, down = displacements(pulls)[0]

    assert np.unravel_index(right.argmax(), right.shape) == pytest.approx((4, 23), abs=1.5)
    assert right.min() >= 0
    assert not down.any()
