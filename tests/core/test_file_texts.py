"""The text of a file, in each of Unicode's encodings."""

import codecs

import pytest

from mnist_core.file_texts import file_text

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
