"""What a person has given, written into a message: in quotes, cut where it is long."""

MOST_QUOTED = 60


def quoted(value: object, most: int = MOST_QUOTED) -> str:
    """Write a value as Python does, so that nothing in it is taken for the message's own.

    What cannot be seen, or would steer a terminal, is written as its code.

    Args:
        most: letters of a text, or of another value's writing, that are kept.
    """
    text = value if isinstance(value, str) else _written(value)
    short = text if len(text) <= most else f"{text[:most]}…"
    return repr(short) if isinstance(value, str) else short


def named(text: str) -> str:
    """Write what ought to be a setting's name: as it is where it could be one, else quoted."""
    return text if text.isascii() and text.isidentifier() and len(text) < 30 else quoted(text)


def _written(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # Python refuses to write whole numbers of thousands of digits
        return "a number of too many digits"
