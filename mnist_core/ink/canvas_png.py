"""What is on the lab's canvas as a PNG picture: white ink on black, as it looks there."""

import io

import numpy as np
from PIL import Image, ImageDraw

from mnist_core.errors import DrawingError
from mnist_core.ink.canvas_json import is_picture, read_picture
from mnist_core.ink.fabric_json import canvas_lines
from mnist_core.ink.limits import read_number
from mnist_core.ink.strokes import CANVAS_SIZE

PIXELS = 2  # of the picture, to a pixel of the canvas
FINER = 2  # it is drawn so much larger and shrunk, which smooths its edges
PAPER, INK = 0, 255
USUAL_PEN, WIDEST_PEN = 22.0, 100.0  # pixels of the canvas


def canvas_png(document: object, size: tuple[float, float] = CANVAS_SIZE) -> bytes:
    """Draw what is on the canvas, twice as large, as the content of a PNG file.

    Args:
        document: what the canvas returns as ``json_data``.
        size: the canvas's width and height in pixels.

    Raises:
        DrawingError: the document is not the canvas's, or something in it is impossible.
    """
    objects = document.get("objects") if isinstance(document, dict) else None
    if not isinstance(objects, list):
        raise DrawingError('The drawing has no "objects".')
    width, height = (round(PIXELS * side) for side in size)
    picture = Image.new("L", (FINER * width, FINER * height), PAPER)
    for item in objects:
        if is_picture(item):
            _paste(picture, item)
        else:
            _draw(picture, item)
    file = io.BytesIO()
    picture.resize((width, height), Image.Resampling.BOX).save(file, "PNG")
    return file.getvalue()


def _paste(picture: Image.Image, item: dict[str, object]) -> None:
    """Lay a digit of MNIST's over the whole canvas, pixel for pixel."""
    levels = np.round(255 * read_picture(item)).astype(np.uint8)
    picture.paste(Image.fromarray(levels).resize(picture.size, Image.Resampling.NEAREST))


def _draw(picture: Image.Image, item: object) -> None:
    """Draw a stroke with its own pen, round at its ends and turns."""
    scale = PIXELS * FINER
    lines = list(canvas_lines([item]))
    pen = scale * min(_pen(item), WIDEST_PEN)
    draw = ImageDraw.Draw(picture)
    for line in lines:
        points = [(float(x), float(y)) for x, y in scale * line]
        draw.line(points, fill=INK, width=max(1, round(pen)))
        for x, y in points:
            draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=INK)


def _pen(item: object) -> float:
    """Give how wide a stroke's pen is on the canvas, in its pixels."""
    own = item if isinstance(item, dict) else {}
    width = read_number(own.get("strokeWidth", USUAL_PEN), "a stroke's width")
    return max(width * abs(read_number(own.get("scaleX", 1), "a stroke's scale")), 1.0)
