"""What a terminal can show: texts in one line each, in columns that hold."""

import os
import unicodedata
from collections.abc import Sequence

MOST_LETTERS = 40  # columns of a terminal that a cell may take
UNSEEN = ("Cc", "Cs", "Zl", "Zp")  # categories: what steers a terminal, breaks a line, or is none


def as_typed(word: str) -> str:
    """Give a word of the command line as it was typed, in UTF-8, where the locale is another.

    A file's name is left as it came: only so is the file found.
    """
    try:
        return os.fsencode(word).decode()
    except UnicodeError:
        return word


def as_line(text: str) -> str:
    """Give a text in one line, without what would steer a terminal."""
    seen = ("?" if unicodedata.category(each) in UNSEEN else each for each in text)
    return "".join(seen)


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows of equally many cells as lines in which each column begins at one place.

    A cell that is wider than 40 columns is cut. Chinese and the like take two columns a letter.
    """
    shown = [[_cut(as_line(cell)) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in shown
    ]


def _cut(text: str) -> str:
    if _width(text) <= MOST_LETTERS:
        return text
    text = text[: 2 * MOST_LETTERS]  # accents take no room, but not without end
    while _width(text) > MOST_LETTERS - 1:
        text = text[:-1]
    return f"{text}…"


def _width(text: str) -> int:
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )
