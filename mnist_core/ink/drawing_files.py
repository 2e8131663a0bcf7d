"""A file with a drawing, strokes or a picture, as people upload it or name it to ``read``."""

import json
import warnings
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mnist_core.errors import DrawingError
from mnist_core.ink.preprocess import Reading, read_pixels, read_strokes
from mnist_core.ink.strokes import Strokes, strokes_from_json

Floats = NDArray[np.float32]

FORMATS = ("PNG", "JPEG")
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1_000  # pixels: a larger picture is shrunk first
DEEPEST = 65_535.0  # white of a picture with 16 bits a pixel
SAME_INK = 0.3  # opaque pixels that differ less are all ink, on paper that is transparent


def read_drawing(name: str, content: bytes) -> Reading:
    """Read the digit in a file of strokes (JSON) or a PNG or JPEG picture.

    Args:
        name: the file's, for messages.
        content: all of the file.

    Raises:
        DrawingError: the file is too large, damaged, or neither.
    """
    return read_opened(open_drawing(name, content))


def read_opened(drawing: Strokes | Floats) -> Reading:
    """Read the digit in what ``open_drawing`` gives."""
    return read_strokes(drawing) if isinstance(drawing, Strokes) else read_pixels(drawing)


def open_drawing(name: str, content: bytes) -> Strokes | Floats:
    """Give the strokes in a file, or the picture, as ``decode_picture`` does; the content decides.

    Raises:
        DrawingError: the file is too large, damaged, or neither.
    """
    if not content:
        raise DrawingError(f"{name} is an empty file.")
    if len(content) > MAX_BYTES:
        raise DrawingError(f"{name} is larger than {MAX_BYTES // 1_000_000} MB.")
    if content.startswith(SIGNATURES):
        return decode_picture(name, content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return strokes_from_json(_parse(name, content), source=name)
    raise DrawingError(f"{name} is neither a PNG or JPEG image nor strokes in JSON.")


def _parse(name: str, content: bytes) -> object:
    try:
        document: object = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DrawingError(f"{name} is not valid JSON.") from error
    return document


def decode_picture(name: str, content: bytes) -> Floats:
    """Decode a PNG or JPEG picture to gray, upright and not too large.

    Returns:
        (height, width) float32 in [0, 1].

    Raises:
        DrawingError: it is damaged or has too many pixels; the message begins with ``name``.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked here, not by Pillow
            with Image.open(BytesIO(content), formats=FORMATS) as picture:
                return _gray(_check_size(name, picture))
    except Image.DecompressionBombError as error:
        raise DrawingError(_too_many_pixels(name)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise DrawingError(f"{name} is a damaged image.") from error


def _check_size(name: str, picture: Image.Image) -> Image.Image:
    if picture.width * picture.height > MAX_PIXELS:
        raise DrawingError(_too_many_pixels(name))
    return picture


def _too_many_pixels(name: str) -> str:
    return f"{name} has more than {MAX_PIXELS // 1_000_000} million pixels."


def _gray(picture: Image.Image) -> Floats:
    if picture.mode.startswith("I"):
        deep = np.asarray(picture, np.float32) / np.float32(DEEPEST)
        picture = Image.fromarray(np.round(deep * 255).clip(0, 255).astype(np.uint8))
    upright = ImageOps.exif_transpose(picture)
    if not upright.has_transparency_data:
        return _levels(_shrink(upright.convert("L")))
    transparent = _shrink(upright.convert("RGBA").convert("LA"))
    return _on_paper(_levels(transparent.getchannel("L")), _levels(transparent.getchannel("A")))


def _shrink(picture: Image.Image) -> Image.Image:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    return picture


def _levels(picture: Image.Image) -> Floats:
    return np.asarray(picture, np.float32) / np.float32(255)


def _on_paper(gray: Floats, opacity: Floats) -> Floats:
    """Lay a transparent picture on paper that its ink stands out from.

    Pixels all alike are ink on nothing and get the opposite paper; where they differ, the
    picture has its own paper, which is most of it.
    """
    opaque = gray[opacity > 0.5]
    if not opaque.size:
        return np.zeros_like(gray)
    usual = float(np.median(opaque))
    alike = np.ptp(np.percentile(opaque, [1, 99])) < SAME_INK
    paper = float(usual < 0.5) if alike else usual
    return (gray * opacity + paper * (1 - opacity)).astype(np.float32)
