"""The keys of a room, the teacher's and everyone's, and its address, kept in the lab's home.

They outlive the server, so that a link on the blackboard holds when it is started again.
"""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from mnist_core.errors import StoreError
from mnist_core.operating_system import create_private, name_first, patiently, replace_file

Role = Literal["teacher", "member"]

FILE = "room-keys.json"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for one another
GROUPS, GROUP_LENGTH = 3, 4  # 59 bits: a million guesses a second take ten thousand years


@dataclass(frozen=True)
class RoomKeys:
    """What opens a room.

    Attributes:
        room: the key of everyone in it, such as "k7mq-2xzp-9rta".
        teacher: the teacher's.
        secret: signs the visitors' cookies; nobody is shown it.
        host: the name or address that the teacher gives the room of several; "" for the first.
    """

    room: str
    teacher: str
    secret: str
    host: str = ""

    def role(self, key: str) -> Role | None:
        """Give what a key makes of who has it; dashes, spaces and capitals do not count."""
        typed = _plain(key).encode()
        if secrets.compare_digest(typed, _plain(self.teacher).encode()):
            return "teacher"
        return "member" if secrets.compare_digest(typed, _plain(self.room).encode()) else None

    def of(self, role: Role) -> str:
        """Give the key of a role."""
        return self.teacher if role == "teacher" else self.room


def room_keys(home: Path) -> RoomKeys:
    """Read the keys of a home; they are made where there are none.

    Raises:
        StoreError: their file cannot be read or written.
    """
    file = home / FILE
    try:
        if not file.exists():
            _write_first(file, RoomKeys(_new_key(), _new_key(), secrets.token_hex(32)))
        written = file.stat()
        return _read(file, (written.st_ino, written.st_mtime_ns, written.st_size))
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            f"The room's keys in {file} cannot be read or written; where the file is damaged, "
            "delete it, and new ones are made."
        ) from error


@lru_cache(maxsize=16)
def _read(file: Path, _version: tuple[int, ...]) -> RoomKeys:
    """Read a version of the file once: each request, and each message, asks for the keys."""
    return RoomKeys(**json.loads(patiently(lambda: file.read_text("utf-8"))))


def renew_key(home: Path, role: Role) -> RoomKeys:
    """Make a new key for a role: whoever came by the old one must be given the new.

    Raises:
        StoreError: the keys' file cannot be read or written.
    """
    keys = room_keys(home)
    return _write(
        home,
        replace(keys, teacher=_new_key()) if role == "teacher" else replace(keys, room=_new_key()),
    )


def choose_host(home: Path, host: str) -> RoomKeys:
    """Keep by which of the machine's names and addresses the room comes in.

    Raises:
        StoreError: the keys' file cannot be read or written.
    """
    return _write(home, replace(room_keys(home), host=host))


def _write(home: Path, keys: RoomKeys) -> RoomKeys:
    file = home / FILE
    try:
        replace_file(_written_beside(file, keys), file)
    except OSError as error:
        raise StoreError(
            f"The room's keys cannot be written to {file}: {error.strerror}."
        ) from error
    return keys


def _write_first(file: Path, keys: RoomKeys) -> None:
    """Write the first keys of a home, unless another process just has."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = _written_beside(file, keys)
    try:
        name_first(beside, file)
    except FileExistsError:
        pass
    finally:
        beside.unlink(missing_ok=True)


def _written_beside(file: Path, keys: RoomKeys) -> Path:
    """Write keys to a file that only this user may read."""
    beside = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
    with create_private(beside) as stream:
        json.dump(asdict(keys), stream)
    return beside


def _new_key() -> str:
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def _plain(key: str) -> str:
    return "".join(letter for letter in key.lower() if letter.isalnum())
