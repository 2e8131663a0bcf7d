import json
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import read_drawing
from mnist_core.ink.preprocess import read_strokes
from mnist_core.ink.strokes import strokes_from_json
from tests.core.ink.degrade import encoded, pen_drawn, spaced

CORNERS = np.array([[60, 60], [180, 60], [150, 130], [110, 220]], float)
SEVEN = {"width": 280, "height": 280, "strokes": [spaced(CORNERS, 5).tolist()]}
STROKES = strokes_from_json(SEVEN)


@pytest.fixture(scope="module")
def ink():
    """A seven, (280, 280) uint8, white on black."""
    return np.round(pen_drawn(STROKES, size=160, pen=14) * 255).astype(np.uint8)


@pytest.fixture(scope="module")
def expected():
    return read_strokes(STROKES).image


def assert_reads(content, expected):
    image = read_drawing("seven", content).image
    assert np.abs(image - expected).mean() < 0.03


def test_a_file_of_strokes_is_read(expected):
    assert_reads(json.dumps(SEVEN).encode(), expected)
    assert_reads(b"\xef\xbb\xbf \n" + json.dumps(SEVEN).encode(), expected)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_read_whichever_of_ink_and_paper_is_dark(kind, dark, ink, expected):
    assert_reads(encoded(255 - ink if dark else ink, kind), expected)


@pytest.mark.parametrize("shade", [0, 255, 120])
def test_ink_on_a_transparent_picture_is_its_opacity(shade, ink, expected):
    layers = np.stack([np.full_like(ink, shade)] * 3 + [ink], axis=2)

    assert_reads(encoded(layers), expected)


def test_a_picture_with_transparent_corners_keeps_its_own_paper(ink, expected):
    opacity = np.full_like(ink, 255)
    opacity[:30, :30] = opacity[-30:, -30:] = 0

    assert_reads(encoded(np.stack([255 - ink] * 3 + [opacity], axis=2)), expected)


def test_a_picture_all_transparent_is_empty():
    assert read_drawing("empty.png", encoded(np.zeros((9, 9, 4), np.uint8))).image is None


def test_sixteen_bits_read_as_eight_do(ink, expected):
    assert_reads(encoded(ink.astype(np.uint16) * 257), expected)


def test_a_palette_or_two_colours_read_as_gray_does(ink, expected, tmp_path):
    for mode in ("P", "1"):
        file = tmp_path / f"{mode}.png"
        Image.fromarray(ink).convert(mode, dither=Image.Dither.NONE).save(file)
        assert_reads(file.read_bytes(), expected)


def test_a_photograph_taken_sideways_is_turned_upright(ink, expected):
    turn_right = Image.Exif()
    turn_right[0x0112] = 6  # EXIF orientation: to be shown turned by 90 degrees clockwise

    assert_reads(encoded(np.rot90(255 - ink).copy(), "JPEG", exif=turn_right), expected)


def test_a_large_photograph_is_shrunk_first(ink, expected):
    assert_reads(encoded(np.kron(255 - ink, np.ones((9, 9), np.uint8)), "JPEG"), expected)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width, height):
    """A file that claims a size without having the pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is an empty file"),
        (b"GIF89a....", "neither a PNG or JPEG image nor strokes"),
        (b"\x80\x04N.", "neither a PNG or JPEG image nor strokes"),
        (b"\x89PNG\r\n\x1a\n", "is a damaged image"),
        (b"\xff\xd8\xff\xe0 no more", "is a damaged image"),
        (png_of(100, 100), "is a damaged image"),
        (png_of(8_000, 8_000), "more than 40 million pixels"),
        (png_of(100_000, 100_000), "more than 40 million pixels"),
        (b"[" * 100_000, "is not valid JSON"),
        (b'{"strokes": ', "is not valid JSON"),
        (b'{"strokes": [[[NaN, 1]]]}', "coordinate"),
        (b'{"width": 1' + b"0" * 5_000 + b"}", "is not valid JSON"),
        (b"[1, 2]", "must be a JSON object"),
        (b"\xff" * 10_000_001, "is larger than 10 MB"),
    ],
)
def test_what_is_no_drawing_is_refused_by_name(content, words):
    with pytest.raises(DrawingError, match=words) as caught:
        read_drawing("mine.png", content)

    assert str(caught.value).startswith("mine.png ")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
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
