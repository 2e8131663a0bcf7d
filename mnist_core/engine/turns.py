"""Whose turn it is in a worker: runs train, or networks are made ready for later ones."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Has either runs trained in this process or a network made ready, and never both."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._trainings, self._making = 0, False
        self._idle_since = time.monotonic()

    @contextmanager
    def training(self) -> Iterator[None]:
        """Train meanwhile, once no network is being made."""
        with self._changed:
            self._trainings += 1
            self._changed.wait_for(lambda: not self._making)
        try:
            yield
        finally:
            with self._changed:
                self._trainings, self._idle_since = self._trainings - 1, time.monotonic()
                self._changed.notify_all()

    def begin_pause(self) -> None:
        """Count from now how long nothing has trained: a process may be forked from an old one."""
        with self._changed:
            self._idle_since = time.monotonic()

    @contextmanager
    def making(self, idle: float) -> Iterator[None]:
        """Make a network meanwhile, once nothing has trained for so many seconds."""
        with self._changed:
            while self._trainings or time.monotonic() - self._idle_since < idle:
                left = self._idle_since + idle - time.monotonic()
                self._changed.wait(None if self._trainings else left)
            self._making = True
        try:
            yield
        finally:
            with self._changed:
                self._making = False
                self._changed.notify_all()


TURNS = Turns()
