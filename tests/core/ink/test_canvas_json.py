"""A digit put on the canvas, read as it lies there and with what is written over it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from mnist_core.dataset import load_mnist
from mnist_core.errors import DrawingError
from mnist_core.ink.canvas_json import digit_drawing, read_canvas
from mnist_core.ink.preprocess import read_strokes
from mnist_core.ink.strokes import strokes_from_json

ACROSS = {"type": "Path", "path": [["M", 40, 145], ["L", 240, 145]], "strokeWidth": 22}


@pytest.fixture(scope="module")
def digit():
    return load_mnist().x_test[0]


def read(drawing: object) -> NDArray[np.float32]:
    image = read_canvas(drawing).image
    assert image is not None
    return image


def test_a_digit_on_the_canvas_is_read_pixel_for_pixel(digit):
    image = read(digit_drawing(digit))

    np.testing.assert_array_equal(np.round(image * 255), digit)


def test_a_stroke_over_a_digit_inks_the_pixels_under_it_and_leaves_the_others(digit):
    drawing = digit_drawing(digit)
    drawing["objects"].append(ACROSS)

    image = read(drawing) * 255

    assert (image[14, 5:23] > 200).all()  # canvas row 145 is the middle of pixel row 14
    np.testing.assert_array_equal(np.round(image[:11]), digit[:11])
    np.testing.assert_array_equal(np.round(image[18:]), digit[18:])


def test_strokes_alone_are_drawn_anew_as_before():
    drawing = {"objects": [ACROSS]}

    expected = read_strokes(strokes_from_json(drawing)).image

    np.testing.assert_array_equal(read_canvas(drawing).image, expected)


def test_an_empty_digit_is_nothing_to_read():
    assert read_canvas(digit_drawing(np.zeros((28, 28), np.uint8))).image is None


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/seven.png",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,not base64",
        "data:image/svg+xml;base64,AAAA",
        7,
        None,
        "data:image/png;base64," + "A" * 20_000,
    ],
)
def test_a_picture_of_another_kind_is_refused_in_one_sentence(source):
    with pytest.raises(DrawingError, match="image"):
        read_canvas({"objects": [{"type": "Image", "src": source}]})
