"""What a drawing's JSON may contain: its limits, and its numbers checked one by one."""

from mnist_core.errors import DrawingError

MAX_POINTS = 100_000
MAX_COORDINATE = 1_000_000


def read_number(value: object, what: str) -> float:
    """Give a number of a parsed JSON document.

    Raises:
        DrawingError: it is no number, or not within a million of 0; the message names ``what``.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DrawingError(f"{what} must be a number.")
    if not abs(value) <= MAX_COORDINATE:  # nan is not
        raise DrawingError(f"{what} must be a number of at most {MAX_COORDINATE:,}.")
    return float(value)


def check_count(points: int) -> None:
    """Refuse a drawing of more points than a person draws.

    Raises:
        DrawingError: there are too many.
    """
    if points > MAX_POINTS:
        raise DrawingError(f"it has {points:,} points; at most {MAX_POINTS:,} are allowed.")
