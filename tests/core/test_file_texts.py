"""The content of a file, and its text in each of Unicode's encodings."""

import codecs
import os

import pytest

from mnist_core.file_texts import file_content, file_text

TEXT = '{"name": "数字 é"}'


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_a_text_is_read_in_every_encoding_of_unicode(content):
    assert file_text(content) == TEXT


@pytest.mark.parametrize("content", ["é".encode("latin-1"), b"\xff\xfe{", bytes(range(256))])
def test_another_encoding_is_an_error_of_its_own(content):
    with pytest.raises(UnicodeDecodeError):
        file_text(content)


def test_of_a_large_file_one_byte_more_than_allowed_is_read(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")

    assert file_content(tmp_path / "a", most=5) == b"12345"
    assert file_content(tmp_path / "a", most=3) == b"1234"


def test_a_pipe_that_nobody_writes_into_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(OSError, match="Not a regular file"):
        file_content(tmp_path / "pipe", most=10)


def test_a_folder_and_what_is_not_there_have_the_system_s_own_errors(tmp_path):
    with pytest.raises(IsADirectoryError):
        file_content(tmp_path, most=10)
    with pytest.raises(FileNotFoundError):
        file_content(tmp_path / "nowhere", most=10)
