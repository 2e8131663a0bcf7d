"""What is on the lab's canvas: strokes, and a digit of MNIST's that was put there to be changed."""

import base64
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_core.errors import DrawingError
from mnist_core.ink.picture_files import decode_picture
from mnist_core.ink.preprocess import Reading, read_strokes
from mnist_core.ink.rasterise import SIZE, draw_lines
from mnist_core.ink.strokes import CANVAS_SIZE, strokes_from_json

PREFIX = "data:image/png;base64,"
SCALE = CANVAS_SIZE[0] / SIZE
MAX_LETTERS = 10_000  # of a picture of 784 pixels


def digit_drawing(image: NDArray[np.uint8]) -> dict[str, Any]:
    """Make the canvas's document of a digit that fills it, pixel for pixel.

    Args:
        image: (28, 28) uint8, paper 0.

    Returns:
        What the canvas takes as ``initial_drawing``: one Fabric image.
    """
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    picture = {
        "type": "Image",
        "version": "7.0.0",
        "src": PREFIX + base64.b64encode(file.getvalue()).decode(),
        "left": 0,
        "top": 0,
        "originX": "left",
        "originY": "top",
        "width": SIZE,
        "height": SIZE,
        "scaleX": SCALE,
        "scaleY": SCALE,
        "imageSmoothing": False,
        "strokeWidth": 0,
    }
    return {"version": "7.0.0", "objects": [picture], "background": "#000000"}


def read_canvas(document: object) -> Reading:
    """Read what is on the canvas.

    Strokes alone are drawn anew as MNIST's makers would have. A digit of MNIST's is already as they
    made it, so it is read as it is, with what was written over it.

    Raises:
        DrawingError: the document is not the canvas's, or something in it is impossible.
    """
    objects = document.get("objects") if isinstance(document, dict) else None
    if not isinstance(objects, list) or not any(map(is_picture, objects)):
        return read_strokes(strokes_from_json(document))
    strokes = [item for item in objects if not is_picture(item)]
    written = strokes_from_json({"objects": strokes})
    layers = [read_picture(item) for item in objects if is_picture(item)]
    if written.lines:
        layers.append(draw_lines([line / SCALE - 0.5 for line in written.lines]))
    image: NDArray[np.float32] = np.max(layers, axis=0)
    return Reading(image if image.any() else None)


def is_picture(item: object) -> bool:
    """Return whether something on the canvas is a digit that was put there."""
    return isinstance(item, dict) and str(item.get("type")).lower() == "image"


def read_picture(item: dict[str, object]) -> NDArray[np.float32]:
    """Give the digit that was put on the canvas, (28, 28) float32 in [0, 1].

    Raises:
        DrawingError: the lab has not put it there, or it is damaged.
    """
    source = item.get("src")
    if not isinstance(source, str) or not source.startswith(PREFIX) or len(source) > MAX_LETTERS:
        raise DrawingError("The drawing holds an image that the lab has not put there.")
    try:
        content = base64.b64decode(source.removeprefix(PREFIX), validate=True)
    except ValueError as error:
        raise DrawingError("The image on the canvas is damaged.") from error
    gray = decode_picture("The image on the canvas", content)
    if gray.shape != (SIZE, SIZE):
        raise DrawingError("The image on the canvas is not 28 pixels wide and high.")
    return gray
