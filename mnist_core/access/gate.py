"""What decides who gets in: a login, a key, or nothing where only the lab's own machine comes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute

from mnist_core.access.key_gate import KeyGate
from mnist_core.access.login import Login
from mnist_core.access.login_gate import LoginGate
from mnist_core.access.person import Person
from mnist_core.access.reach import Reach
from mnist_core.access.room_keys import room_keys

Headers = Sequence[tuple[bytes, bytes]]


class Gate(Protocol):
    """Decides about requests that come under the server's own name, from its own pages."""

    def answer(self, request: HTTPConnection) -> Response | None:
        """Give the answer to whoever does not simply get in."""

    def admits(self, request: HTTPConnection) -> bool:
        """Return whether whoever has a connection may keep it."""

    def person(self, request: HTTPConnection) -> Person:
        """Give the person whom a request is from."""

    def headers(self, request: HTTPConnection) -> Headers:
        """Give what the answer to a request says further."""


def gate_of(
    reach: Reach, home: Path, login: Login | None = None, routes: Sequence[BaseRoute] = ()
) -> Gate:
    """Give the gate of a server; where people log in nobody is asked for a key.

    Args:
        reach: who can reach it.
        home: the folder with the room's keys.
        login: how people log in.
        routes: the lab's own, which answer nobody who has not.

    Raises:
        StoreError: the keys' file cannot be read or written.
    """
    if login is None:
        return KeyGate(reach, home)
    return LoginGate(login, room_keys(home), routes, reach.options.base_path)
