"""Who a browser is: an identity and a role in a cookie that the lab signs."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from itsdangerous import BadSignature, URLSafeSerializer

from mnist_core.access.person import OWNER, STRANGER, Person
from mnist_core.access.reach import Reach
from mnist_core.access.room_keys import Role, RoomKeys, room_keys

LASTS_S = 180 * 24 * 3600  # half a school year


@dataclass(frozen=True)
class Visitor:
    """Whoever uses one browser.

    Attributes:
        id: the browser's own, the same as long as it keeps the cookie.
        role: what the key that it came with allows.
    """

    id: str
    role: Role


def cookie_name(keys: RoomKeys) -> str:
    """Give the cookie's name: another for each lab, since ports of a host share their cookies."""
    return f"digit_lab_{hashlib.sha256(keys.secret.encode()).hexdigest()[:8]}"


def admit(keys: RoomKeys, role: Role, cookies: Mapping[str, str]) -> str:
    """Give the cookie's value for whoever comes with a role's key; a browser keeps its identity."""
    known = _signed(keys, cookies)
    identity = known.get("id") or secrets.token_hex(8)
    # A teacher who opens the room's link stays the teacher.
    role = "teacher" if _role(keys, known) == "teacher" else role
    return _serializer(keys).dumps({"id": identity, "role": role, "key": _stamp(keys.of(role))})


def visitor(keys: RoomKeys, cookies: Mapping[str, str]) -> Visitor | None:
    """Give who a browser is by its cookies, or None where it never had a key that still holds."""
    known = _signed(keys, cookies)
    role = _role(keys, known)
    return Visitor(known["id"], role) if role else None


def person_of(reach: Reach, home: Path, cookies: Mapping[str, str]) -> Person:
    """Give the person whom a browser's request is from.

    In a lab that its own machine alone reaches that is the machine's owner, and so is the teacher
    of a room: what was prepared alone is there in class.

    Args:
        reach: who can reach the server.
        home: the folder with the room's keys.
        cookies: the browser's.
    """
    if not reach.is_open:
        return OWNER
    known = visitor(room_keys(home), cookies)
    if known is None:
        return STRANGER
    return OWNER if known.role == "teacher" else Person(known.id)


def _signed(keys: RoomKeys, cookies: Mapping[str, str]) -> Mapping[str, str]:
    """Give what the lab has written into the cookie; nothing where somebody else has."""
    try:
        return _read(keys, cookies.get(cookie_name(keys), ""))
    except BadSignature:
        return {}


@lru_cache(maxsize=1_000)
def _read(keys: RoomKeys, value: str) -> Mapping[str, str]:
    """Read a cookie once: it comes with every request, and is asked for with every message.

    Raises:
        BadSignature: somebody else has written it; that is not remembered, so that nobody fills the
            memory with cookies of their own.
    """
    known = _serializer(keys).loads(value)
    return known if isinstance(known, dict) else {}


def _role(keys: RoomKeys, known: Mapping[str, str]) -> Role | None:
    """Give the role in a cookie, unless its key has been renewed since."""
    role: Role = "teacher" if known.get("role") == "teacher" else "member"
    held = known.get("key", "")
    return role if secrets.compare_digest(held, _stamp(keys.of(role))) else None


def _stamp(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _serializer(keys: RoomKeys) -> URLSafeSerializer:
    return URLSafeSerializer(keys.secret, salt="visitor")
