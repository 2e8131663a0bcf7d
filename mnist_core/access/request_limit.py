"""Refuses whoever asks for too much at once, or has too much open: a middleware after the door."""

import time
from collections import Counter
from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mnist_core.access.buckets import Buckets
from mnist_core.access.person import Person
from mnist_core.limits import Limits

TOO_MANY = "You ask for too much at once: wait a second, and try again."
TOO_LARGE = "You upload more than {most:,} MB in a minute: wait a minute, and try again."
NO_LENGTH = "An upload has to say how large it is: send it with its length."
TABS = "You have {most} tabs of the lab open: close some, and this one follows again."
OWN_ROUTES = "lab/"  # behind any prefix
UPLOADS = "_stcore/upload_file/"  # Streamlit's, behind any prefix
BURST_S = 2.0  # a page that opens asks for several things at once
MINUTE_S = 60.0
MEGABYTE = 1_000_000
SMALLEST_MB = 0.25  # a file counts as at least so much, since each takes time as well
TRY_LATER = 1013  # a WebSocket's code for a server that has too much to do


class RequestLimit:
    """ASGI middleware that counts what each member of a room asks for.

    It counts their requests to the lab's own routes, the tabs that follow what moves, and the
    megabytes that they upload.

    Args:
        app: answers the rest.
        limits: gives how much of each a member may have.
        clock: gives the seconds since any time.
    """

    def __init__(
        self,
        app: ASGIApp,
        limits: Callable[[], Limits],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._limits = limits
        self._requests, self._uploads = Buckets(clock), Buckets(clock)
        self._tabs: Counter[tuple[str, bool]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it: with status 429, or by closing its WebSocket."""
        if not _is_counted(scope):
            await self._app(scope, receive, send)
            return
        person = HTTPConnection(scope).state.person
        if person.may_change_all:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._serve_tab(person, scope, receive, send)
        elif UPLOADS in scope["path"]:
            await self._take_upload(person, scope, receive, send)
        else:
            await (self._answer(person) or self._app)(scope, receive, send)

    async def _serve_tab(self, person: Person, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a tab for as long as it is connected; a tab too many is told why it is not.

        A tab has two connections, the lab's own and Streamlit's, each of which is counted.
        """
        tabs_of = (person.id, OWN_ROUTES in scope["path"])
        most = self._limits().tabs
        if most is not None and self._tabs[tabs_of] >= most:
            await send({"type": "websocket.accept"})  # a browser hears the reason of no other end
            reason = TABS.format(most=most)
            await send({"type": "websocket.close", "code": TRY_LATER, "reason": reason})
            return
        self._tabs[tabs_of] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._tabs[tabs_of] -= 1
            self._tabs += Counter()  # forgets those who have none left

    async def _take_upload(
        self, person: Person, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Hand an upload on; one that is refused is read first, or no browser is told why."""
        refused = self._refuse_upload(person, HTTPConnection(scope))
        if refused is None:
            await self._app(scope, receive, send)
            return
        while (await receive()).get("more_body", False):
            pass
        await refused(scope, receive, send)

    def _refuse_upload(self, person: Person, request: HTTPConnection) -> Response | None:
        most = self._limits().uploads
        if most is None:
            return None
        if "transfer-encoding" in request.headers:
            return PlainTextResponse(NO_LENGTH, 411)
        size = int(request.headers.get("content-length", "0")) / MEGABYTE
        if self._uploads.take(person.id, max(size, SMALLEST_MB), most / MINUTE_S, most):
            return None
        return PlainTextResponse(TOO_LARGE.format(most=most), 429)

    def _answer(self, person: Person) -> Response | None:
        most = self._limits().requests
        if most is None or self._requests.take(person.id, 1, most, most * BURST_S):
            return None
        return PlainTextResponse(TOO_MANY, 429)


def _is_counted(scope: Scope) -> bool:
    """Return whether there is a limit on requests of this kind."""
    if scope["type"] == "http":
        return OWN_ROUTES in scope["path"] or UPLOADS in scope["path"]
    return bool(scope["type"] == "websocket")
