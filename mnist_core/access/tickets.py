"""One-time tickets, for which a browser that has logged in gets the lab's own cookie.

A page's script knows who has logged in but sets no cookie; a route sets cookies but does not know.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mnist_core.access.login import Account

LASTS_S = 60.0


@dataclass(frozen=True)
class _Given:
    account: Account
    until: float


class Tickets:
    """What was given and has not come back, for a minute.

    Args:
        clock: gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._given: dict[str, _Given] = {}
        self._lock = threading.Lock()

    def give(self, account: Account) -> str:
        """Give a ticket to the browser of whoever has an account."""
        ticket = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._given = {key: each for key, each in self._given.items() if each.until > now}
            self._given[ticket] = _Given(account, now + LASTS_S)
        return ticket

    def take(self, ticket: str) -> Account | None:
        """Take a ticket back: whose it is, or None where it was never given, is used or too old."""
        with self._lock:
            given = self._given.pop(ticket, None)
        return given.account if given and given.until > self._clock() else None


TICKETS = Tickets()  # of this server's scripts and its route
