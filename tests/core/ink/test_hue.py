"""Ink of any colour on paper of any colour: the seven that its black and white picture shows."""

import io

import numpy as np
import pytest
from PIL import Image

from mnist_core.ink.hue import most_visible_gray
from tests.core.ink.seven import assert_reads

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
RED, GREEN = (230, 60, 50), (20, 165, 60)  # as light
YELLOW, CYAN = (255, 250, 150), (90, 205, 225)


def coloured(ink, pen, paper):
    """Give (height, width, 3) uint8 of a picture's ink, 255 where it is full."""
    share = ink[..., None] / 255
    return np.uint8(np.rint(np.array(paper) * (1 - share) + np.array(pen) * share))


def encoded(colours, kind):
    file = io.BytesIO()
    Image.fromarray(colours).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(
    ("pen", "paper"),
    [(YELLOW, WHITE), (WHITE, YELLOW), (RED, GREEN), (GREEN, RED), (CYAN, (200, 160, 165))],
)
def test_ink_that_differs_in_hue_alone_is_read(pen, paper, kind, ink, expected):
    assert_reads(encoded(coloured(ink, pen, paper), kind), expected)


@pytest.mark.parametrize("pen", [BLACK, RED, (30, 40, 160), (0, 90, 0)])
def test_ink_that_is_darker_than_its_paper_is_taken_by_its_lightness(pen, ink):
    picture = Image.fromarray(coloured(ink, pen, (250, 245, 235)))
    assert most_visible_gray(picture).tobytes() == picture.convert("L").tobytes()


def test_lines_in_colour_leave_black_ink_as_it_is(ink):
    colours = coloured(ink, BLACK, WHITE)
    colours[::20] = np.minimum(colours[::20], CYAN)
    picture = Image.fromarray(colours)
    assert most_visible_gray(picture).tobytes() == picture.convert("L").tobytes()
