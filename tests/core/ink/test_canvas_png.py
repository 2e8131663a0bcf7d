"""What is on the canvas, as a picture that others can open."""

import io

import numpy as np
import pytest
from PIL import Image

from mnist_core.dataset import load_mnist
from mnist_core.errors import DrawingError
from mnist_core.ink.canvas_json import digit_drawing
from mnist_core.ink.canvas_png import canvas_png
from mnist_core.ink.drawing_files import read_drawing
from mnist_core.ink.preprocess import read_strokes
from mnist_core.ink.strokes import strokes_from_json

ACROSS = {"type": "Path", "path": [["M", 40, 140], ["L", 240, 140]], "strokeWidth": 20}
DOWN = {"type": "Path", "path": [["M", 140, 40], ["L", 140, 240]], "strokeWidth": 20}


def pixels(document, size=(280, 280)):
    with Image.open(io.BytesIO(canvas_png(document, size))) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture)


def test_a_stroke_is_white_on_black_as_wide_as_its_pen_at_twice_the_size():
    picture = pixels({"objects": [ACROSS]})

    assert picture.shape == (560, 560)
    rows = np.nonzero(picture[:, 280] > 127)[0]
    columns = np.nonzero(picture[280] > 127)[0]
    assert (rows[0], rows[-1]) == pytest.approx((260, 299), abs=2)
    assert (columns[0], columns[-1]) == pytest.approx((60, 499), abs=2)
    assert set(np.unique(picture[:200])) == {0}


def test_a_digit_put_on_the_canvas_is_there_with_what_was_written_over_it():
    digit = load_mnist().x_test[0]
    document = digit_drawing(digit)
    picture = pixels(document)
    np.testing.assert_array_equal(picture[10::20, 10::20], digit)

    document["objects"].append(DOWN)

    assert pixels(document)[100:460, 280].min() == 255


def test_the_picture_is_read_as_the_strokes_are():
    document = {"objects": [ACROSS, DOWN]}

    seen = read_drawing("plus.png", canvas_png(document)).image
    expected = read_strokes(strokes_from_json(document)).image

    assert seen is not None
    assert expected is not None
    assert np.abs(seen - expected).mean() < 0.03


def test_a_wide_canvas_gives_a_wide_picture():
    assert pixels({"objects": [ACROSS]}, (460, 180)).shape == (360, 920)


@pytest.mark.parametrize(
    "document",
    [
        None,
        {"objects": [{"type": "Rect"}]},
        {"objects": [{**ACROSS, "strokeWidth": "wide"}]},
        {"objects": [{"type": "Image", "src": "https://example.org/seven.png"}]},
    ],
)
def test_what_the_canvas_has_not_made_is_refused(document):
    with pytest.raises(DrawingError):
        canvas_png(document)
