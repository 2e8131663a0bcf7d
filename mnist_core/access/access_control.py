"""Who gets in: everything that reaches the server passes here first, whatever answers it then."""

from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mnist_core.access.gate import Gate, Headers
from mnist_core.access.key_gate import only_reads
from mnist_core.access.listening import listening_sockets
from mnist_core.access.reach import Reach, ServerOptions, host_name, same_origin
from mnist_core.access.refusal import OTHER_SITE, THROUGH_PROXY, other_name, refusal
from mnist_core.access.websocket_guard import REFUSED, WebSocketGuard
from mnist_core.errors import LabError

FRAMES = (b"content-security-policy", b"frame-ancestors 'self'")


class AccessControl:
    """ASGI middleware that answers whoever may not get in.

    It answers under the server's own names alone, and requests of its own pages alone; for the
    rest it asks a gate. Whoever answers a request finds in its ``state.person`` whom it is from.

    Args:
        app: answers the rest.
        options: gives what the server was told about its addresses; asked once it listens.
        gate: gives the gate of a server that can be reached so.
        sockets: gives the address and port of each socket on which this process listens.
    """

    def __init__(
        self,
        app: ASGIApp,
        options: Callable[[], ServerOptions],
        gate: Callable[[Reach], Gate],
        sockets: Callable[[], frozenset[tuple[str, int]]] = listening_sockets,
    ) -> None:
        self._app = app
        self._options = options
        self._gate = gate
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
            further = [FRAMES] if answer else [FRAMES, *request.state.further_headers]
            await (answer or self._app)(scope, receive, _with(further, send))
        elif answer is None:
            guard = WebSocketGuard(lambda: self._still_admits(request), receive, send)
            await self._app(scope, guard.receive, guard.send)
        else:
            await send({"type": "websocket.close", "code": REFUSED})  # status 403 for a browser

    def _answer(self, request: HTTPConnection) -> Response | None:
        """Give the answer to whoever does not simply get in; note who does."""
        reach = self._known_reach()
        host = host_name(request.headers.get("host"))
        if host is None or not reach.trusts(host):
            return refusal(request, other_name(host))
        if reach.is_through_proxy(request.headers):
            return refusal(request, THROUGH_PROXY)
        if not same_origin(request.headers, required=not only_reads(request.scope)):
            return refusal(request, OTHER_SITE)
        try:
            gate = self._gate(reach)
            answer = gate.answer(request)
            request.state.person = gate.person(request)
            request.state.further_headers = gate.headers(request)
        except LabError as error:
            return refusal(request, str(error), status=503)
        return answer

    def _still_admits(self, request: HTTPConnection) -> bool:
        """Return whether whoever has a connection may keep it; the room's key may be a new one."""
        try:
            return self._gate(self._known_reach()).admits(request)
        except LabError:
            return False

    def _known_reach(self) -> Reach:
        """Give who can reach the server; its sockets do not change once it has some."""
        if self._reach is None or not self._reach.sockets:
            self._reach = Reach(self._options(), self._sockets())
        return self._reach


def _with(further: Headers, send: Send) -> Send:
    """Send answers with further headers.

    One of them keeps pages elsewhere from showing the lab in a frame, over which they could lay
    buttons.
    """

    async def send_further(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *further]
        await send(message)

    return send_further
