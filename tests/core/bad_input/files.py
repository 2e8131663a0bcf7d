"""Files with something wrong in them, made here."""

import io
import json
import os
import pickle
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
from PIL import Image

WHITE: dict[str, Any] = {
    **{"1": 1, "L": 255, "LA": (255, 255), "P": 0, "I;16": 65_535},
    **{"RGB": (255, 255, 255), "RGBA": (255, 255, 255, 255), "CMYK": (0, 0, 0, 0)},
}


def picture(
    mode: str = "L", kind: str = "PNG", size: tuple[int, int] = (40, 40), **how: Any
) -> bytes:
    """Encode a white sheet."""
    file = io.BytesIO()
    Image.new(mode, size, WHITE[mode]).save(file, kind, **how)
    return file.getvalue()


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """Write a PNG file of 8 bits a pixel by its chunks, whatever they claim."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def strokes(**document: Any) -> bytes:
    """Write a file of strokes."""
    return json.dumps(document).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """Pack members into a zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def npy(array: np.ndarray) -> bytes:
    """Write an array as NumPy does; one of objects is pickled."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def npy_that_claims(shape: str) -> bytes:
    """Write an empty array's file whose header claims another shape."""
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"
    return b"\x93NUMPY\x01\x00v\x00" + header.ljust(117).encode() + b"\n"


def npz(**arrays: np.ndarray) -> bytes:
    """Write arrays as NumPy does."""
    return zipped({f"{name}.npy": npy(array) for name, array in arrays.items()})


class Command:
    """What runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self._command = command

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, (self._command,)


def pickled(command: str) -> bytes:
    """Pickle something that runs a command when it is unpickled."""
    return pickle.dumps(Command(command))
