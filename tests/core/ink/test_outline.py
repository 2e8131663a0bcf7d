import numpy as np
import pytest
from scipy import ndimage

from mnist_core.ink.outline import open_share

PAPER, DARK = 0.9, 0.4
DARKNESS = 1 - DARK / PAPER


def share_of(piece, light, reach=20):
    """The open share of what is dark in a piece, (height, width) bool."""
    ink = np.where(piece, np.float32(DARKNESS), np.float32(0))
    return open_share(piece, (slice(0, 200), slice(0, 200)), ink, light, reach)


@pytest.fixture
def finger():
    """A finger 30 wide and 100 long, (200, 200) bool, out of a palm of 80 that it is not."""
    piece = np.zeros((200, 200), bool)
    piece[20:120, 85:115] = True
    return piece


@pytest.fixture
def hand(finger):
    shadow = finger.copy()
    shadow[120:, 20:180] = True
    return shadow


def light_of(dark, softness=1.0):
    return ndimage.gaussian_filter(np.where(dark, DARK, PAPER).astype(np.float32), softness)


@pytest.mark.parametrize("softness", [0.7, 3.0, 6.0])
def test_a_stroke_has_paper_all_around(finger, softness):
    assert share_of(finger, light_of(finger, softness)) == 0


@pytest.mark.parametrize("softness", [0.7, 3.0, 6.0])
def test_a_finger_of_a_shadow_is_open_where_it_is_cut_off(finger, hand, softness):
    outline = 2 * 100 + 2 * 30 - 4

    assert share_of(finger, light_of(hand, softness)) == pytest.approx(30 / outline, abs=0.05)


def test_a_stroke_across_the_edge_of_a_shadow_is_closed(finger):
    shadow = np.where(np.arange(200) < 70, 0.5, 1).astype(np.float32)[:, None]

    assert share_of(finger, light_of(finger) * shadow) < 0.02


def test_nothing_is_known_of_what_leans_on_the_border():
    piece = np.zeros((200, 200), bool)
    piece[:, 80:120] = True

    assert share_of(piece, light_of(piece)) == 0
    assert share_of(np.ones((200, 200), bool), light_of(piece)) == 0
