import json
import tomllib
from pathlib import Path

import pytest

from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import MAX_PICTURE_BYTES, drawing_content, read_drawing
from tests.core.ink.degrade import encoded
from tests.core.ink.seven import SEVEN, assert_reads

PROJECT = Path(__file__).parents[3]


def test_a_file_of_strokes_is_read(expected):
    assert_reads(json.dumps(SEVEN).encode(), expected)
    assert_reads(b"\xef\xbb\xbf \n" + json.dumps(SEVEN).encode(), expected)


def test_a_picture_is_read_whatever_its_file_is_called(ink, expected):
    assert_reads(encoded(ink), expected)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is an empty file"),
        (b"\x80\x04N.", "neither a PNG, JPEG, WebP, BMP, GIF or HEIC image nor strokes"),
        (b"Dear lab,", "neither a PNG, JPEG, WebP, BMP, GIF or HEIC image nor strokes"),
        (b"BMW and RIFF are not WEBP", "neither a PNG"),
        (b"II*\0\x08\0\0\0", "neither a PNG"),  # a TIFF
        (b"[" * 100_000, "is not valid JSON"),
        (b'{"strokes": ', "is not valid JSON"),
        (b'{"strokes": [[[NaN, 1]]]}', "coordinate"),
        (b'{"width": 1' + b"0" * 5_000 + b"}", "is not valid JSON"),
        (b"[1, 2]", "must be a JSON object"),
        (b"[" * 10_000_001, "is larger than 10 MB"),
        (b"\xff\xd8\xff" + bytes(40_000_000), "is larger than 40 MB"),
    ],
)
def test_what_is_no_drawing_is_refused_by_name(content, words):
    with pytest.raises(DrawingError, match=words) as caught:
        read_drawing("mine.png", content)

    assert str(caught.value).startswith("mine.png ")


def test_a_file_without_end_is_read_up_to_what_is_allowed(tmp_path):
    (tmp_path / "large").write_bytes(bytes(MAX_PICTURE_BYTES + 10))

    assert len(drawing_content(tmp_path / "large")) == MAX_PICTURE_BYTES + 1
    with pytest.raises(DrawingError, match=r"nowhere\.png cannot be read: No such file"):
        drawing_content(tmp_path / "nowhere.png")


def test_the_server_takes_what_is_read():
    config = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())

    assert config["server"]["maxUploadSize"] * 2**20 >= MAX_PICTURE_BYTES
