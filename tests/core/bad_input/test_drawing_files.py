"""Pictures and files of strokes with something wrong in them: one clear sentence each."""

import json
import zlib

import pytest
from PIL import Image

from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import no_ink, open_drawing, read_drawing
from tests.core.bad_input.files import pickled, picture, png, strokes

NEITHER = "is neither a PNG, JPEG, WebP, BMP, GIF or HEIC image nor strokes in JSON."
DAMAGED = "is a damaged image."
COMMAND = "cannot be read: a stroke's path has a command that is not understood."
STROKES = 'cannot be read: "strokes" must be a list of strokes, each a list of points.'
DRAWING = 'cannot be read: "drawing" must be a list of strokes, each a list of all x and a list'
POINT = "cannot be read: every point must be a list [x, y]."
NUMBER = "cannot be read: a coordinate must be a number."
TOO_FAR = "cannot be read: a coordinate must be a number of at most 1,000,000."
OFF = "cannot be read: its coordinates must be numbers of at most 1,000,000."
BOMB = png(10, 10, (b"iTXt", b"a\0\1\0\0\0" + zlib.compress(bytes(100_000_000))))
LINE = [["M", 1, 2], ["L", 5, 6]]

PICTURES = {
    "cut short": (picture()[:40], DAMAGED),
    "a PNG's first bytes": (picture()[:8], DAMAGED),
    "a JPEG cut short": (picture("RGB", "JPEG")[:200], DAMAGED),
    "a JPEG's first bytes": (b"\xff\xd8\xff", DAMAGED),
    "a GIF's first bytes": (b"GIF89a", DAMAGED),
    "a WebP cut short": (picture("RGB", "WEBP")[:20], DAMAGED),
    "a BMP cut short": (picture("RGB", "BMP")[:60], DAMAGED),
    "HEIC without a picture": (b"\0\0\0\x18ftypheic" + bytes(50), DAMAGED),
    "2,500 million pixels": (png(50_000, 50_000), "has more than 40 million pixels."),
    "no pixels": (png(0, 10), DAMAGED),
    "a text that unpacks to 100 MB": (BOMB, DAMAGED),
    "40 MB": (picture()[:8] + bytes(40_000_000), "is larger than 40 MB."),
    "10 MB of letters": (b"x" * 10_000_001, "is larger than 10 MB."),
    "nothing": (b"", "is an empty file."),
    "spaces": (b"   ", NEITHER),
    "SVG with a script": (b"<svg><script>alert(1)</script></svg>", NEITHER),
    "XML of an entity": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>', NEITHER),
    "TIFF": (picture("CMYK", "TIFF"), NEITHER),
    "ICO": (picture("RGBA", "ICO"), NEITHER),
    "AVIF": (b"\0\0\0\x18ftypavif" + bytes(50), NEITHER),
    "PDF": (b"%PDF-1.7", NEITHER),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF-3.0", NEITHER),
    "a program": (b"MZ\x90\0", NEITHER),
    "a zip file": (b"PK\x03\x04", NEITHER),
    "a pickle": (pickled("false"), NEITHER),
}
STROKE_FILES = {
    "a number": (b"3", NEITHER),
    "a list": (b"[]", 'must be a JSON object with "strokes", QuickDraw\'s "drawing", or the'),
    "nothing in it": (
        b"{}",
        'cannot be read: it has neither "strokes" nor the canvas\'s "objects".',
    ),
    "cut short": (b'{"strokes": [[[1,', "is not valid JSON."),
    "100,000 lists in each other": (b"[" * 100_000, "is not valid JSON."),
    "50,000 objects in each other": (b'{"strokes":' * 50_000, "is not valid JSON."),
    "Latin-1": ('{"é": 1}'.encode("latin-1"), "is not a text in Unicode; save it as UTF-8."),
    "strokes that are a number": (strokes(strokes=3), STROKES),
    "a stroke that is a number": (strokes(strokes=[3]), STROKES),
    "a point that is a number": (strokes(strokes=[[3]]), POINT),
    "a point of one number": (strokes(strokes=[[[1]]]), POINT),
    "a point of nine numbers": (strokes(strokes=[[[*range(9)]]]), POINT),
    "a text for a number": (strokes(strokes=[[["1", 1]]]), NUMBER),
    "null for a number": (strokes(strokes=[[[None, 1]]]), NUMBER),
    "true for a number": (strokes(strokes=[[[True, 1]]]), NUMBER),
    "no number": (b'{"strokes": [[[NaN, 1]]]}', TOO_FAR),
    "infinity": (b'{"strokes": [[[1e999, 1]]]}', TOO_FAR),
    "a number of 400 digits": (strokes(strokes=[[[10**400, 1]]]), TOO_FAR),
    "too many points": (
        strokes(strokes=[[[1, 1]] * 100_001]),
        "cannot be read: it has 100,001 points",
    ),
    "no width": (
        strokes(width=0, height=9, strokes=[]),
        'cannot be read: "width" and "height" must',
    ),
    "a width alone": (strokes(width=9, strokes=[]), 'cannot be read: "height" must be a number.'),
    "a width in words": (
        strokes(width="a", height=9, strokes=[]),
        'cannot be read: "width" must be',
    ),
    "QuickDraw without lists": (strokes(drawing="x"), DRAWING),
    "QuickDraw of unlike lists": (strokes(drawing=[[[1, 2], [3]]]), DRAWING),
    "objects that are a number": (strokes(objects=3), 'cannot be read: "objects" must be a list.'),
    "an object that is null": (
        strokes(objects=[None]),
        "cannot be read: it holds something that is",
    ),
    "a rectangle": (
        strokes(objects=[{"type": "Rect"}]),
        "cannot be read: it holds something that is",
    ),
    "an image elsewhere": (
        strokes(objects=[{"type": "Image", "src": "http://169.254.169.254/"}]),
        "cannot be read: it holds something that is no free stroke.",
    ),
    "a path without a move": (
        strokes(objects=[{"type": "Path", "path": [["L", 1, 2]]}]),
        "cannot be read: a stroke's path must begin with a move.",
    ),
    "an unknown command": (strokes(objects=[{"type": "Path", "path": [["X", 1]]}]), COMMAND),
    "null for a command": (strokes(objects=[{"type": "Path", "path": [[None]]}]), COMMAND),
    "a scale in words": (
        strokes(objects=[{"type": "Path", "path": LINE, "scaleX": "a"}]),
        'cannot be read: a stroke\'s "scaleX" must be a number.',
    ),
    "a skew of 90 degrees": (strokes(objects=[{"type": "Path", "path": LINE, "skewX": 90}]), OFF),
    "a scale off the paper": (
        strokes(objects=[{"type": "Path", "path": LINE, "scaleX": 1e6, "left": 1e6}]),
        OFF,
    ),
}
BLANK = {
    "CMYK": picture("CMYK", "JPEG"),
    "16 bits": picture("I;16"),
    "one bit": picture("1"),
    "an alpha channel": picture("LA"),
    "a palette": picture("P", "GIF"),
    "one pixel": picture(size=(1, 1)),
    "one row": picture(size=(30_000, 1)),
    "a picture that moves": picture(
        "P", "GIF", save_all=True, append_images=[Image.new("P", (40, 40), 1)]
    ),
    "no strokes": strokes(strokes=[]),
    "a stroke without points": strokes(strokes=[[]]),
    "the same field twice": b'{"strokes": [[[1, 1]]], "strokes": []}',
}


@pytest.mark.parametrize("what", PICTURES)
def test_a_file_that_is_no_picture_costs_one_sentence(what):
    content, sentence = PICTURES[what]

    with pytest.raises(DrawingError) as refused:
        open_drawing("a.png", content)

    assert str(refused.value) == f"a.png {sentence}"


@pytest.mark.parametrize("what", STROKE_FILES)
def test_a_file_without_strokes_costs_one_sentence(what):
    content, sentence = STROKE_FILES[what]

    with pytest.raises(DrawingError) as refused:
        read_drawing("a.json", content)

    assert str(refused.value).startswith(f"a.json {sentence}")


@pytest.mark.parametrize("what", BLANK)
def test_a_file_without_ink_is_read_and_has_none(what):
    assert read_drawing("a.png", BLANK[what]).image is None
    assert no_ink("a.png") == "a.png is empty: no ink was found in it."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_strokes_are_read_in_every_encoding_of_unicode(encoding):
    text = json.dumps({"strokes": [[[140, 40], [140, 240]]]})

    read = read_drawing("a.json", text.encode(encoding))

    assert read.image is not None
    assert (read.image == read_drawing("a.json", text.encode()).image).all()
