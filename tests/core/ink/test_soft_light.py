import numpy as np
import pytest
from scipy import ndimage

from mnist_core.ink.soft_light import steep_edges, without_soft_light

STROKE = (slice(40, 200), slice(100, 112))
SHADOW = (slice(90, 130), slice(60, 240))


@pytest.fixture(scope="module")
def picture():
    """A stroke of a quarter of the paper's light, crossed by a soft shadow of half of it."""
    sheet = np.full((240, 240), 0.9, np.float32)
    sheet[STROKE] *= 0.25
    shadow = np.ones_like(sheet)
    shadow[SHADOW] = 0.5
    return ndimage.gaussian_filter(sheet, 0.7) * ndimage.gaussian_filter(shadow, 4)


def test_a_strokes_edge_is_steep_and_a_soft_shadows_is_not(picture):
    edges = steep_edges(picture)

    assert edges[60, [100, 111]].all()
    assert not edges[[90, 130], 180].any()


def test_a_soft_shadow_goes_and_the_stroke_across_it_stays(picture):
    flat = without_soft_light(picture, steep_edges(picture))

    assert flat[110, 180] > 0.85 * flat[30, 180]
    assert flat[110, 106] < 0.35 * flat[110, 180]


def test_a_picture_without_soft_light_stays_as_it_is():
    picture = np.full((60, 80), 0.9, np.float32)
    picture[20:40, 30:36] = 0.2

    flat = without_soft_light(picture, steep_edges(picture))

    np.testing.assert_allclose(flat, picture, atol=1e-4)


def test_even_paper_has_no_steep_edges():
    assert not steep_edges(np.full((30, 40), 0.8, np.float32)).any()
