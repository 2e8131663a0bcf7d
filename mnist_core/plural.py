"""Numbers in a text, and the forms that they ask for: of a noun after one, of the article before.

Places that a program reads, such as the command line, write numbers for themselves.
"""

import numpy as np


def plural(noun: str, count: float) -> str:
    """Give "epoch" for one and "epochs" for any other count; for nouns that take an s."""
    return noun if count == 1 else f"{noun}s"


def a_digit(digit: int) -> str:
    """Give "a 7", or "an 8"."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def number_text(value: float, digits: int = 6) -> str:
    """Write a number as people do: "60,000", "0.001", "0.00001".

    Args:
        digits: how many significant ones a number that is not whole has at most.
    """
    if isinstance(value, int):
        return f"{value:,}"
    return np.format_float_positional(float(f"{value:.{digits}g}"), trim="-")
