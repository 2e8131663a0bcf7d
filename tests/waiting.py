"""Waiting for a condition instead of for a time."""

import time
from collections.abc import Callable

PAUSE_S = 0.02
PATIENCE_S = 420.0  # of a machine at its slowest; a wait that succeeds costs nothing


def wait_until(condition: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
    """Poll until ``condition()`` is true, or fail."""
    ends = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > ends:
            raise AssertionError(f"still not so after {timeout_s} s: {condition}")
        time.sleep(PAUSE_S)
