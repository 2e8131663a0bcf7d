"""A picture's file decoded to gray: its format, how large it may be, upright, laid on paper."""

import struct
import warnings
from collections.abc import Iterator
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from mnist_core.errors import DrawingError
from mnist_core.ink.hue import most_visible_gray

Floats = NDArray[np.float32]

# What a field for files takes: any image, and by their endings those that not all browsers know.
FIELD_TYPES = ("image", "heic", "heif")
SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
HEIC = "HEIF"  # as Pillow calls it
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
MAX_PIXELS = 40_000_000
MAX_JPEG_PIXELS = 70_000_000  # a JPEG is decoded small
LONGEST_SIDE = 1_000  # pixels: a larger picture is shrunk
DEEPEST = 65_535.0  # white of a picture with 16 bits a pixel
WHITES = tuple((2**bits - 1) / DEEPEST for bits in (8, 10, 12, 14, 16))  # where fewer are used
SAME_INK = 0.3  # opaque pixels that differ less are all ink, on paper that is transparent
FAINTEST = 0.08  # opacity: what is nowhere less transparent is not seen

# What brings a picture upright, by its EXIF orientation (tag 0x0112).
ORIENTATION = 0x0112
TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
DAMAGED = (OSError, ValueError, SyntaxError, EOFError, AssertionError)  # as Pillow raises them


def picture_format(content: bytes) -> str | None:
    """Name the format that a file begins as, in Pillow's word; none where it is no picture."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HEIC
    if content[:2] == b"BM" and content[15:18] == bytes(3):  # its second header is short
        return "BMP"
    return next((name for start, name in SIGNATURES.items() if content.startswith(start)), None)


def decode_picture(name: str, content: bytes) -> Floats:
    """Decode a picture to gray, upright and not too large; of one that moves, the first image.

    Returns:
        (height, width) float32 in [0, 1].

    Raises:
        DrawingError: it is damaged, has too many pixels or none, or its format is not read here;
            the message begins with ``name``.
    """
    kind = picture_format(content)
    if kind is None:
        raise DrawingError(f"{name} is a damaged image.")
    if kind == HEIC:
        _register_heic(name)
    limit = MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked here, not by Pillow
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                _check_size(name, picture, limit)
                return _gray(picture)
    except Image.DecompressionBombError as error:
        raise DrawingError(_too_many_pixels(name, limit)) from error
    except DAMAGED as error:
        raise DrawingError(f"{name} is a damaged image.") from error


def _register_heic(name: str) -> None:
    """Have Pillow read HEIC, with a package that the lab does not need otherwise."""
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415
    except ImportError as error:
        raise DrawingError(
            f"{name} is a HEIC image, which is read where the package pillow-heif is installed; "
            "save it as JPEG, or install that."
        ) from error
    register_heif_opener()


def _check_size(name: str, picture: Image.Image, limit: int) -> None:
    if not picture.width * picture.height:
        raise DrawingError(f"{name} is an image without pixels.")
    if picture.width * picture.height > limit:
        raise DrawingError(_too_many_pixels(name, limit))


def _too_many_pixels(name: str, limit: int) -> str:
    return f"{name} has more than {limit // 1_000_000} million pixels."


def _gray(picture: ImageFile.ImageFile) -> Floats:
    deep = _is_deep(picture)
    picture.draft("RGB", _small_size(picture))  # only JPEG can
    picture.load()
    turn = TURNS.get(_orientation(picture))
    layers = _layers(picture) if turn is None else [one.transpose(turn) for one in _layers(picture)]
    gray, *opacity = (_levels(layer, deep=deep) for layer in layers)
    return _on_paper(gray, opacity[0]) if opacity else gray


def _is_deep(picture: ImageFile.ImageFile) -> bool:
    """Whether it is stored with 16 bits a pixel; Pillow keeps 8 of each if it is in colour."""
    return picture.mode.startswith("I") or any(";16" in str(tile.args) for tile in picture.tile)


def _small_size(picture: Image.Image) -> tuple[int, int]:
    """Give a size to which it can be shrunk, at least."""
    scale = max(1, max(picture.size) / LONGEST_SIDE)
    return max(1, int(picture.width / scale)), max(1, int(picture.height / scale))


def _orientation(picture: Image.Image) -> object:
    """Read how the camera was held; a picture whose EXIF is damaged is as it is."""
    try:
        return picture.getexif().get(ORIENTATION)
    except (*DAMAGED, struct.error, LookupError, TypeError):
        return None


def _layers(picture: Image.Image) -> list[Image.Image]:
    """Give its gray levels, and its opacity if it has one, both shrunk."""
    if picture.mode.startswith("I"):
        return [_shrink(layer) for layer in _deep_layers(picture)]
    if not picture.has_transparency_data:
        return [_shrink(most_visible_gray(picture))]
    transparent = _shrink(picture.convert("RGBA").convert("LA"))
    return [transparent.getchannel("L"), transparent.getchannel("A")]


def _deep_layers(picture: Image.Image) -> Iterator[Image.Image]:
    yield picture.convert("F")
    clear = picture.info.get("transparency")
    if clear is not None:
        yield Image.fromarray(np.uint8(255) * (np.asarray(picture) != clear))


def _shrink(picture: Image.Image) -> Image.Image:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    return picture


def _levels(picture: Image.Image, *, deep: bool) -> Floats:
    """Give a layer's levels; white is that of the bits that it uses, where its file has 16."""
    levels = np.asarray(picture, np.float32) / np.float32(DEEPEST if picture.mode == "F" else 255)
    if deep:
        levels /= next((white for white in WHITES if levels.max() <= white), 1.0)
    return levels


def _on_paper(gray: Floats, opacity: Floats) -> Floats:
    """Lay a transparent picture on paper that its ink stands out from.

    What is least transparent counts as opaque. Pixels all alike are ink on nothing and get the
    opposite paper; where they differ, the picture has its own paper, which is most of it.
    """
    most = opacity.max()
    if most < FAINTEST:
        return np.ones_like(gray)
    opacity = opacity / most
    opaque = gray[opacity > 0.5]
    usual = float(np.median(opaque))
    alike = np.ptp(np.percentile(opaque, [1, 99])) < SAME_INK
    paper = float(usual < 0.5) if alike else usual
    return (gray * opacity + paper * (1 - opacity)).astype(np.float32)
