"""Refuses whoever asks the lab's own routes for too much at once: a middleware after the door."""

import time
from collections.abc import Callable

from cachetools import LRUCache
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from mnist_core.access.person import Person

TOO_MANY = "You ask for too much at once: wait a second, and try again."
OWN_ROUTES = "lab/"  # behind any prefix
MOST_PERSONS = 10_000
BURST_S = 2.0  # a page that opens asks for several things at once


class RequestLimit:
    """ASGI middleware that counts each person's requests to the lab's own routes.

    Each has a bucket that fills as time goes by; a request takes one out. Source: J. Turner, "New
    Directions in Communications", IEEE Communications Magazine 24 (10), 1986.

    Args:
        app: answers the rest.
        per_second: gives how many a second a member of a room may make, on average over two
            seconds; None is no limit.
        clock: gives the seconds since any time.
    """

    def __init__(
        self,
        app: ASGIApp,
        per_second: Callable[[], int | None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._per_second = per_second
        self._clock = clock
        self._left: LRUCache[str, tuple[float, float]] = LRUCache(MOST_PERSONS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it with status 429."""
        if scope["type"] == "http" and OWN_ROUTES in scope["path"]:
            person = HTTPConnection(scope).state.person
            if not self._allows(person):
                await PlainTextResponse(TOO_MANY, 429)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _allows(self, person: Person) -> bool:
        """Count a request, and return whether the person may make it."""
        per_second = self._per_second()
        if per_second is None or person.may_change_all:
            return True
        now, most = self._clock(), per_second * BURST_S
        left, at = self._left.get(person.id, (most, now))
        left = min(most, left + (now - at) * per_second)
        allowed = left >= 1
        self._left[person.id] = (left - 1 if allowed else left), now
        return allowed
