"""The forms that numbers ask for: of a noun after one, and of the article before one."""


def plural(noun: str, count: float) -> str:
    """Give "epoch" for one and "epochs" for any other count; for nouns that take an s."""
    return noun if count == 1 else f"{noun}s"


def a_digit(digit: int) -> str:
    """Give "a 7", or "an 8"."""
    return f"an {digit}" if digit == 8 else f"a {digit}"
