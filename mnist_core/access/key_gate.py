"""Who gets in where nobody logs in: whoever has a key, or all where no others reach the server."""

from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from mnist_core.access.person import Person
from mnist_core.access.reach import Reach
from mnist_core.access.refusal import NO_KEY, WRONG_KEY, refusal
from mnist_core.access.room_keys import RoomKeys, room_keys
from mnist_core.access.visitor_cookie import LASTS_S, admit, cookie_name, person_of, visitor

KEY = "key"  # in an address
READING = ("GET", "HEAD")


class KeyGate:
    """Asks for a key where others reach the server, and nothing where they do not.

    Args:
        reach: who can reach it.
        home: the folder with the room's keys.
    """

    def __init__(self, reach: Reach, home: Path) -> None:
        self._reach = reach
        self._home = home

    def answer(self, request: HTTPConnection) -> Response | None:
        """Let in whoever had a key before, give a cookie to who has one now, refuse others."""
        return _by_key(request, room_keys(self._home)) if self._reach.is_open else None

    def admits(self, request: HTTPConnection) -> bool:
        """Return whether the key still holds that somebody came with."""
        return not self._reach.is_open or bool(visitor(room_keys(self._home), request.cookies))

    def person(self, request: HTTPConnection) -> Person:
        """Give the person whom a request is from."""
        return person_of(self._reach, self._home, request.cookies)

    def headers(self, request: HTTPConnection) -> list[tuple[bytes, bytes]]:
        """Give what the answer to a request says further: nothing."""
        return []


def _by_key(request: HTTPConnection, keys: RoomKeys) -> Response | None:
    if KEY not in request.query_params or not only_reads(request.scope):
        return None if visitor(keys, request.cookies) else refusal(request, NO_KEY, ask_key=True)
    role = keys.role(request.query_params[KEY])
    if role is None:
        return refusal(request, WRONG_KEY, ask_key=True)
    answer = RedirectResponse(_without_key(request), 303, {"Cache-Control": "no-store"})
    answer.set_cookie(
        cookie_name(keys),
        admit(keys, role, request.cookies),
        max_age=LASTS_S,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def only_reads(scope: Scope) -> bool:
    """Return whether a request changes nothing: by what HTTP says of its method."""
    return scope["type"] == "http" and scope["method"] in READING


def _without_key(request: HTTPConnection) -> str:
    """Give the same address without the key, relative, since a proxy may stand before its path."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != KEY]
    page = request.url.path.rpartition("/")[2]
    return f"./{page}?{QueryParams(kept)}" if kept else f"./{page}"
