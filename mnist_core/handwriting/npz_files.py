"""Labelled drawings as NumPy's .npz: written, and read without trusting who made the file."""

import io
import math
import zipfile
from typing import Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.store.artifacts import DAMAGED, Arrays

Pixels = NDArray[np.uint8]

ZIP_SIGNATURE = b"PK\x03\x04"
SHAPES: dict[str, tuple[int, ...]] = {"images": (28, 28), "labels": ()}  # of one drawing
HEADER_BYTES = 4_096  # of an array: far more than its type and shape need
HEADER_READERS = {
    (1, 0): npy_format.read_array_header_1_0,
    (2, 0): npy_format.read_array_header_2_0,
}
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def digits_npz(images: Pixels, labels: Pixels) -> bytes:
    """Write drawings, (n, 28, 28) uint8 with (n,) labels, as ``images`` and ``labels``."""
    file = io.BytesIO()
    np.savez_compressed(file, images=images, labels=labels)
    return file.getvalue()


def is_npz(name: str, content: bytes) -> bool:
    """Return whether a file is one of NumPy's, by its content or its name."""
    return content.startswith(ZIP_SIGNATURE) or name.lower().endswith(".npz")


def read_npz(name: str, content: bytes, *, at_most: int) -> Arrays:
    """Read what ``digits_npz`` writes.

    Nothing is unpickled, and nothing is unpacked beyond the size that is allowed.

    Args:
        name: the file's, for messages.
        content: all of the file.
        at_most: drawings that are allowed.

    Returns:
        ``images``, (n, 28, 28) uint8, and ``labels``, (n,) uint8 in 0 to 9.

    Raises:
        DrawingError: the file is damaged, or not as it must be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            arrays = {key: _read_array(name, archive, key, at_most) for key in SHAPES}
    except DAMAGED as error:
        raise DrawingError(f"{name} is not an .npz file, or a damaged one.") from error
    images, labels = (len(arrays[key]) for key in SHAPES)
    if images != labels:
        raise DrawingError(f"{name} has {images:,} images and {labels:,} labels; both must agree.")
    _check_digits(name, arrays)
    return arrays


def _read_array(name: str, archive: zipfile.ZipFile, key: str, at_most: int) -> Pixels:
    if f"{key}.npy" not in archive.namelist():
        raise DrawingError(f"{name} has no array called {key}.")
    info = archive.getinfo(f"{key}.npy")
    limit = at_most * math.prod(SHAPES[key]) + HEADER_BYTES
    if info.file_size > limit:
        raise DrawingError(f"{name} has too many {key}; {at_most:,} is the most.")
    if info.compress_type not in PACKINGS:
        raise DrawingError(f"{name} is packed in another way than NumPy does it.")
    with archive.open(info) as member:
        content = io.BytesIO(member.read(limit))
    shape, fortran_order, dtype = _read_header(content)
    if dtype != np.uint8 or shape[1:] != SHAPES[key]:
        wanted = "uint8 of shape (n, 28, 28)" if key == "images" else "uint8 of shape (n,)"
        raise DrawingError(f"{name} must have {key} in {wanted}.")
    pixels = np.frombuffer(content.read(), np.uint8)
    return pixels.reshape(shape, order="F" if fortran_order else "C")


def _read_header(content: io.BytesIO) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Read an array's shape, whether its first axis runs fastest, and its type."""
    version = npy_format.read_magic(content)
    if version not in HEADER_READERS:
        raise ValueError(f"no version that holds plain numbers: {version}")
    return HEADER_READERS[version](content, max_header_size=HEADER_BYTES)


def _check_digits(name: str, arrays: Arrays) -> None:
    """Refuse what no drawing is, by its number in the file, counted from 1."""
    wrong, empty = arrays["labels"] > 9, ~arrays["images"].any(axis=(1, 2))
    if wrong.any():
        number = int(wrong.argmax())
        label = arrays["labels"][number]
        raise DrawingError(
            f"{name} has the label {label} at drawing {number + 1}; 0 to 9 is meant."
        )
    if empty.any():
        raise DrawingError(f"{name} has no ink in drawing {int(empty.argmax()) + 1}.")
