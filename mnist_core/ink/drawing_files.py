"""A file with a drawing, strokes or a picture, as people upload it or name it to ``read``."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.file_texts import file_content, file_text
from mnist_core.ink.picture_files import decode_picture, picture_format
from mnist_core.ink.preprocess import Reading, read_pixels, read_strokes
from mnist_core.ink.strokes import Strokes, strokes_from_json

Floats = NDArray[np.float32]

MAX_PICTURE_BYTES = 40_000_000
MAX_BYTES = 10_000_000  # of any other file
MOST_SPACE = 4_000  # bytes, before strokes begin


def drawing_content(path: Path) -> bytes:
    """Give a file's content, or a byte more of it than may be read.

    Raises:
        DrawingError: it cannot be opened, or is a device or a pipe.
    """
    try:
        return file_content(path, MAX_PICTURE_BYTES)
    except OSError as error:
        raise DrawingError(f"{path} cannot be read: {error.strerror}.") from error


def read_drawing(name: str, content: bytes) -> Reading:
    """Read the digit in a file of strokes (JSON) or in a picture.

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
    check_size(name, content)
    if picture_format(content) is not None:
        return decode_picture(name, content)
    if file_text(content[:MOST_SPACE], errors="replace").lstrip()[:1] in ("{", "["):
        return strokes_from_json(_parse(name, content), source=name)
    raise DrawingError(
        f"{name} is neither a PNG, JPEG, WebP, BMP, GIF or HEIC image nor strokes in JSON."
    )


def check_size(name: str, content: bytes) -> None:
    """Refuse a file that is larger than one of its kind may be.

    Raises:
        DrawingError: it is.
    """
    limit = MAX_BYTES if picture_format(content) is None else MAX_PICTURE_BYTES
    if len(content) > limit:
        raise DrawingError(f"{name} is larger than {limit // 1_000_000} MB.")


def no_ink(name: str) -> str:
    """Say that a file which can be read holds nothing to read."""
    return f"{name} is empty: no ink was found in it."


def _parse(name: str, content: bytes) -> object:
    try:
        document: object = json.loads(file_text(content))
    except UnicodeDecodeError as error:
        raise DrawingError(f"{name} is not a text in Unicode; save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise DrawingError(f"{name} is not valid JSON.") from error
    return document
