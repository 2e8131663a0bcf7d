"""The text of a file that a person gives, in whichever Unicode encoding their program wrote it."""

import json


def file_text(content: bytes, *, errors: str = "strict") -> str:
    """Decode UTF-8, UTF-16 or UTF-32, with a byte order mark or without.

    Without one, UTF-16 and UTF-32 are told by the zero bytes beside the first character, as RFC
    4627 (section 3) does: what is read here begins with a letter of ASCII.

    Args:
        content: all of the file, or its beginning.
        errors: what to do with what cannot be decoded, as ``bytes.decode`` takes it.

    Raises:
        UnicodeDecodeError: it is in another encoding, or no text.
    """
    return content.decode(json.detect_encoding(content), errors)
