"""Who gets in where people log in: to data whoever has done so, to pages, which offer it, all."""

from collections.abc import Sequence

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from mnist_core.access.login import Login
from mnist_core.access.login_cookie import account_in, forgotten
from mnist_core.access.person import STRANGER, Person
from mnist_core.access.refusal import LOG_IN, refusal
from mnist_core.access.room_keys import RoomKeys

STREAMLITS = ("media/", "_stcore/upload_file/")  # pictures and downloads of pages, what they take
LOGOUT = "auth/logout"  # Streamlit's


class LoginGate:
    """Asks for a login, on the server's own machine as well.

    Args:
        login: how people log in.
        keys: with the secret that signs cookies.
        routes: the lab's own, which answer nobody else.
        base: the path of all of Streamlit's addresses, without slashes at the ends.
    """

    def __init__(
        self, login: Login, keys: RoomKeys, routes: Sequence[BaseRoute], base: str
    ) -> None:
        self._login = login
        self._keys = keys
        self._routes = routes
        self._base = f"/{base}/" if base else "/"

    def answer(self, request: HTTPConnection) -> Response | None:
        """Refuse data to whoever has not logged in."""
        return None if self.admits(request) else refusal(request, LOG_IN)

    def admits(self, request: HTTPConnection) -> bool:
        """Return whether a request is for no data, or of somebody who has logged in."""
        return self.person(request) != STRANGER or not self._asks_for_data(request)

    def person(self, request: HTTPConnection) -> Person:
        """Give the person whom a request is from, by the lab's cookie."""
        account = account_in(self._keys, request.cookies)
        return self._login.person(account) if account else STRANGER

    def headers(self, request: HTTPConnection) -> list[tuple[bytes, bytes]]:
        """Give what the answer to a request says further: who logs out loses the lab's cookie."""
        return forgotten(self._keys) if self._below_base(request) == LOGOUT else []

    def _asks_for_data(self, request: HTTPConnection) -> bool:
        if any(route.matches(request.scope)[0] is not Match.NONE for route in self._routes):
            return True
        return self._below_base(request).startswith(STREAMLITS)

    def _below_base(self, request: HTTPConnection) -> str:
        path: str = request.scope["path"]
        return path.removeprefix(self._base)
