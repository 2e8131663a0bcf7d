"""Waiting for a condition instead of for a time."""

import time
from collections.abc import Callable

PAUSE_S = 0.02


def wait_until(condition: Callable[[], object], timeout_s: float = 30.0) -> float:
    """Poll until ``condition()`` is true; give the seconds it took, or fail."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > timeout_s:
            raise AssertionError(f"still not so after {timeout_s} s: {condition}")
        time.sleep(PAUSE_S)
    return time.monotonic() - began
