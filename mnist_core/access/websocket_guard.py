"""Ends a WebSocket whose visitor may no longer be in, such as when the room has a new key."""

from collections.abc import Callable

from starlette.types import Message, Receive, Send

REFUSED = 1008  # a WebSocket's code for what a server's rules refuse


class WebSocketGuard:
    """Stands between a server and what serves a WebSocket, and looks at every message.

    Args:
        admitted: returns whether the visitor may still be in.
        receive: gives the browser's next message.
        send: sends one to it.
    """

    def __init__(self, admitted: Callable[[], bool], receive: Receive, send: Send) -> None:
        self._admitted = admitted
        self._receive = receive
        self._send = send
        self._ended = False

    async def receive(self) -> Message:
        """Give the next message; the connection's end instead, once the visitor may not be in."""
        message = await self._receive()
        if await self._let_pass():
            return message
        return {"type": "websocket.disconnect", "code": REFUSED}

    async def send(self, message: Message) -> None:
        """Send a message, unless the visitor may not be in any more."""
        if await self._let_pass():
            await self._send(message)

    async def _let_pass(self) -> bool:
        """Return whether messages pass; the first that does not closes the connection."""
        if not self._ended and not self._admitted():
            self._ended = True
            await self._send({"type": "websocket.close", "code": REFUSED})
        return not self._ended
