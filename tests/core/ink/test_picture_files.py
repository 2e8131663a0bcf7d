"""Pictures in all kinds of files: each shows the seven that its pixels were made of."""

import importlib.util
import io
import random
import struct
import sys
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import read_drawing
from mnist_core.ink.picture_files import decode_picture
from tests.core.ink.degrade import encoded
from tests.core.ink.seven import assert_reads

KINDS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
# How a camera that was held so stores an upright picture: EXIF's orientations 1 to 8.
HELD: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    1: lambda upright: upright,
    2: np.fliplr,
    3: lambda upright: np.rot90(upright, 2),
    4: np.flipud,
    5: np.transpose,
    6: np.rot90,
    7: lambda upright: np.rot90(upright, 2).T,
    8: lambda upright: np.rot90(upright, -1),
}
with_heic = pytest.mark.skipif(
    importlib.util.find_spec("pillow_heif") is None, reason="pillow-heif is not installed"
)


def saved(picture, kind="PNG", **options):
    """Encode a picture of Pillow's."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_read_whichever_of_ink_and_paper_is_dark(kind, dark, ink, expected):
    assert_reads(encoded(255 - ink if dark else ink, kind), expected)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "1"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "RGBA"),
        ("BMP", "1"),
        ("BMP", "RGB"),
        ("GIF", "1"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGBA"),
    ],
)
def test_colours_palettes_and_printers_inks_read_as_gray_does(kind, mode, ink, expected):
    picture = Image.fromarray(ink)
    through = picture.convert("RGB") if mode == "CMYK" else picture
    content = saved(through.convert(mode, dither=Image.Dither.NONE), kind)

    assert_reads(content, expected)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("shade", [0, 255, 120])
@pytest.mark.parametrize("most", [255, 127, 40])
def test_ink_on_a_transparent_picture_is_its_opacity_however_little(
    kind, shade, most, ink, expected
):
    layers = np.stack([np.full_like(ink, shade)] * 3 + [ink // (255 // most)], axis=2)

    assert_reads(encoded(layers, kind, lossless=True), expected)


def test_ink_beside_a_colour_that_stands_for_nothing_is_ink(ink, expected):
    black_on_nothing = Image.fromarray((255 * (ink < 128)).astype(np.uint8)).convert("P")

    for kind in ("PNG", "GIF"):
        assert_reads(saved(black_on_nothing, kind, transparency=255), expected)


def test_a_picture_with_transparent_corners_keeps_its_own_paper(ink, expected):
    opacity = np.full_like(ink, 255)
    opacity[:30, :30] = opacity[-30:, -30:] = 0

    assert_reads(encoded(np.stack([255 - ink] * 3 + [opacity], axis=2)), expected)


@pytest.mark.parametrize("opacity", [0, 9])
def test_a_picture_all_transparent_is_empty_white_paper(opacity):
    layers = np.zeros((9, 9, 4), np.uint8)
    layers[3:6, 3:6, 3] = opacity

    assert read_drawing("empty.png", encoded(layers)).image is None
    assert decode_picture("empty.png", encoded(layers)).min() == 1


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_a_picture_that_uses_some_of_its_sixteen_bits_reads_as_one_of_eight_does(
    bits, ink, expected
):
    deep = np.round(ink / 255 * (2**bits - 1)).astype(np.uint16)

    assert_reads(encoded(deep), expected)
    assert_reads(encoded(2**bits - 1 - deep), expected)


def test_a_dim_picture_of_eight_bits_is_not_made_lighter(ink):
    assert decode_picture("dim.png", encoded(ink // 17)).max() == pytest.approx(15 / 255)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(size, pixels=b"0", *, bits=8, colour=0, more=b""):
    """Write a PNG by hand: width and height, rows each after a 0, further chunks before them."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", zlib.compress(pixels))


@pytest.mark.parametrize("channels", [3, 4], ids=["RGB", "RGBA"])
def test_a_picture_in_colour_with_twelve_of_sixteen_bits_is_read(channels, ink, expected):
    values = np.round(ink[..., None].repeat(channels, 2) / 255 * 4095).astype(">u2")
    values[..., 3:] = 4095
    rows = b"".join(b"\0" + row.tobytes() for row in values)

    assert_reads(png((280, 280), rows, bits=16, colour=2 if channels == 3 else 6), expected)


def test_a_gray_of_sixteen_bits_that_stands_for_nothing_is_nothing(ink, expected):
    deep = (50_000 * (ink > 127)).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in deep)
    nothing = chunk(b"tRNS", struct.pack(">H", 0))

    assert_reads(png((280, 280), rows, bits=16, more=nothing), expected)


@pytest.mark.parametrize("orientation", HELD)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "deep PNG", "WEBP"])
def test_a_photograph_is_turned_as_the_camera_was_held(kind, orientation, ink, expected):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = np.ascontiguousarray(HELD[orientation](255 - ink))
    deep = stored.astype(np.uint16) * 257 if kind.startswith("deep") else stored

    assert_reads(encoded(deep, kind.removeprefix("deep "), exif=exif), expected)


def test_a_picture_whose_exif_is_damaged_is_read_as_it_is(ink, expected):
    for kind in ("JPEG", "PNG", "WEBP"):
        for exif in (b"Exif\0\0nothing", b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(20)):
            assert_reads(encoded(255 - ink, kind, exif=exif), expected)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_of_a_picture_that_moves_the_first_image_is_read(kind, ink, expected):
    frames = [Image.fromarray(turned) for turned in (ink, ink[::-1].copy(), ink.T.copy())]

    content = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

    assert_reads(content, expected)


@pytest.mark.parametrize("size", [(8_000, 6_000), (9_248, 6_936)], ids=["48 MP", "64 MP"])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_photograph_of_a_telephone_is_read(size, progressive, ink):
    photograph = Image.fromarray(255 - ink).resize(size, Image.Resampling.BILINEAR)
    content = saved(photograph, "JPEG", progressive=progressive)

    assert decode_picture("photo.jpg", content).shape == (750, 1_000)
    small = Image.fromarray(255 - ink).resize((1_000, 750), Image.Resampling.BILINEAR)
    assert_reads(content, read_drawing("small.png", saved(small)).image)


def test_a_long_strip_is_shrunk_to_what_is_read_and_no_narrower_than_a_pixel(ink):
    strip = np.full((20, 30_000), 255, np.uint8)

    for kind in ("PNG", "JPEG"):
        assert decode_picture("strip", encoded(strip, kind)).shape == (1, 1_000)


def jpeg_of(width, height):
    """A photograph that claims another size than it has."""
    content = bytearray(encoded(np.zeros((8, 8), np.uint8), "JPEG"))
    start = content.index(b"\xff\xc0") + 5
    content[start : start + 4] = struct.pack(">HH", height, width)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n", "is a damaged image"),
        (b"\xff\xd8\xff\xe0 no more", "is a damaged image"),
        (b"GIF89a....", "is a damaged image"),
        (b"RIFF....WEBPVP8 ", "is a damaged image"),
        (b"BM" + bytes(30), "is a damaged image"),
        (png((100, 100)), "is a damaged image"),
        (png((0, 5)), "is a damaged image|without pixels"),
        (b"GIF89a" + bytes(7) + b";", "is a damaged image|without pixels"),
        (png((8_000, 8_000)), "more than 40 million pixels"),
        (png((100_000, 100_000)), "more than 40 million pixels"),
        (b"GIF89a\xff\xff\xff\xff\0\0\0" + b"," + bytes(12), "more than 40 million pixels"),
        (jpeg_of(9_000, 8_000), "more than 70 million pixels"),
        (jpeg_of(60_000, 60_000), "more than 70 million pixels"),
    ],
)
def test_what_is_no_picture_is_refused_in_one_sentence(content, words):
    with pytest.raises(DrawingError, match=words) as caught:
        read_drawing("mine", content)

    assert str(caught.value).startswith("mine ")
    assert str(caught.value).count(".") == 1


def test_a_picture_cut_short_is_refused(ink):
    for kind in KINDS:
        content = encoded(ink, kind)
        with pytest.raises(DrawingError, match="is a damaged image"):
            read_drawing("mine", content[: len(content) // 2])


HEIC_START = b"\0\0\0\x18ftypheic" + bytes(12)


def test_a_photograph_in_heic_says_what_reads_it_where_nothing_does(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)

    with pytest.raises(DrawingError, match=r"photo\.heic is a HEIC image.*pillow-heif.*JPEG"):
        read_drawing("photo.heic", HEIC_START)


@with_heic
def test_a_photograph_in_heic_is_read_where_its_package_is(ink, expected):
    import pillow_heif  # noqa: PLC0415 - it may not be installed

    file = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(255 - ink).convert("RGB")).save(file)

    assert_reads(file.getvalue(), expected)
    for damaged in (HEIC_START, file.getvalue()[:500]):
        with pytest.raises(DrawingError, match="is a damaged image"):
            read_drawing("photo.heic", damaged)


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_pictures_are_read_or_refused_but_never_crash(kind, ink):
    whole, chance = encoded(ink[::4, ::4].copy(), kind), random.Random(0)
    for _ in range(150):
        content = bytearray(whole[: chance.randint(9, len(whole))])
        for _ in range(chance.randint(0, 4)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        try:
            read_drawing("damaged", bytes(content))
        except DrawingError:
            continue


def test_a_picture_that_lacks_its_colours_is_refused_in_a_sentence():
    """Pillow opens it, and fails at the first look at what of it is transparent."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + end

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 3, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(8 * 9)))
    png = b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"")

    with pytest.raises(DrawingError):
        decode_picture("nothing.png", png)
