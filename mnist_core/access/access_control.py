"""Who gets in: everything that reaches the server passes here first, whatever answers it then."""

from collections.abc import Callable
from pathlib import Path

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mnist_core.access.listening import listening_sockets
from mnist_core.access.reach import Reach, ServerOptions, host_name, same_origin
from mnist_core.access.refusal import NO_KEY, OTHER_SITE, WRONG_KEY, other_name, refusal
from mnist_core.access.room_keys import RoomKeys, room_keys
from mnist_core.access.visitor_cookie import LASTS_S, admit, cookie_name, person_of, visitor
from mnist_core.access.websocket_guard import REFUSED, WebSocketGuard
from mnist_core.errors import LabError

KEY = "key"  # in an address
READING = ("GET", "HEAD")
FRAMES = (b"content-security-policy", b"frame-ancestors 'self'")


class AccessControl:
    """ASGI middleware that answers whoever may not get in.

    A server that only its own machine reaches lets in every request of its own pages, under its
    own names. One that others reach asks each for a key as well, and gives a cookie for it.
    Whoever answers a request finds in its ``state.person`` whom it is from.

    Args:
        app: answers the rest.
        options: gives what the server was told about its addresses; asked once it listens.
        home: gives the folder with the room's keys.
        sockets: gives the address and port of each socket on which this process listens.
    """

    def __init__(
        self,
        app: ASGIApp,
        options: Callable[[], ServerOptions],
        home: Callable[[], Path],
        sockets: Callable[[], frozenset[tuple[str, int]]] = listening_sockets,
    ) -> None:
        self._app = app
        self._options = options
        self._home = home
        self._sockets = sockets
        self._reach: Reach | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] not in {"http", "websocket"}:  # a server's start and end
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        answer = self._answer(request)
        if scope["type"] == "http":
            await (answer or self._app)(scope, receive, _in_no_other_frame(send))
        elif answer is None:
            guard = WebSocketGuard(lambda: self._still_admits(request), receive, send)
            await self._app(scope, guard.receive, guard.send)
        else:
            await send({"type": "websocket.close", "code": REFUSED})  # status 403 for a browser

    def _answer(self, request: HTTPConnection) -> Response | None:
        """Give the answer to whoever does not simply get in."""
        reach = self._known_reach()
        host = host_name(request.headers.get("host"))
        if host is None or not reach.trusts(host):
            return refusal(request, other_name(host))
        if not same_origin(request.headers, required=not _only_reads(request.scope)):
            return refusal(request, OTHER_SITE)
        try:
            request.state.person = person_of(reach, self._home(), request.cookies)
            return _by_key(request, room_keys(self._home())) if reach.is_open else None
        except LabError as error:  # the keys cannot be read, or the lab is told what makes no sense
            return refusal(request, str(error), status=503)

    def _still_admits(self, request: HTTPConnection) -> bool:
        """Return whether whoever has a connection may keep it; the room's key may be a new one."""
        if not self._known_reach().is_open:
            return True
        try:
            return visitor(room_keys(self._home()), request.cookies) is not None
        except LabError:
            return False

    def _known_reach(self) -> Reach:
        """Give who can reach the server; its sockets do not change once it has some."""
        if self._reach is None or not self._reach.sockets:
            self._reach = Reach(self._options(), self._sockets())
        return self._reach


def _by_key(request: HTTPConnection, keys: RoomKeys) -> Response | None:
    """Let in whoever had a key before, give a cookie to who has one now, refuse others."""
    if KEY in request.query_params and _only_reads(request.scope):
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
    return None if visitor(keys, request.cookies) else refusal(request, NO_KEY, ask_key=True)


def _without_key(request: HTTPConnection) -> str:
    """Give the same address without the key, relative, since a proxy may stand before its path."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != KEY]
    page = request.url.path.rpartition("/")[2]
    return f"./{page}?{QueryParams(kept)}" if kept else f"./{page}"


def _only_reads(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in READING


def _in_no_other_frame(send: Send) -> Send:
    """Keep pages elsewhere from showing the lab in a frame, over which they could lay buttons."""

    async def send_framed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), FRAMES]
        await send(message)

    return send_framed
