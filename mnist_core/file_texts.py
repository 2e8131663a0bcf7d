"""A file that a person gives: its content, and its text in whichever Unicode encoding it is."""

import errno
import json
import stat
from pathlib import Path


def require_regular_file(path: Path) -> None:
    """Refuse what is there and no file: a device may never end, a pipe may never begin.

    Raises:
        OSError: it is not there, or not regular; folders are left to the error of opening them.
    """
    if not path.is_dir() and not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "Not a regular file", str(path))


def file_content(path: Path, most: int) -> bytes:
    """Give a file's content, or of one with more than ``most`` bytes one byte more than those.

    Raises:
        OSError: it cannot be opened, or is a device or a pipe.
    """
    require_regular_file(path)
    with path.open("rb") as file:
        return file.read(most + 1)


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
