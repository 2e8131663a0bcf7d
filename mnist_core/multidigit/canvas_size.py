"""The canvas that a number is written on: its sizes, and a drawing brought to another one."""

from typing import Any

from mnist_core.ink.strokes import Strokes, strokes_from_json

WIDTHS = (780, 620, 460, 360, 324, 290)  # pixels
HEIGHTS = ((780, 220), (620, 200), (460, 180), (0, 150))  # from a width on
PLACES = ("left", "top", "scaleX", "scaleY")


def canvas_height(width: int) -> int:
    """Give how high a canvas of that width is, in pixels."""
    return next(height for least, height in HEIGHTS if width >= least)


def canvas_strokes(document: object, width: int) -> Strokes:
    """Read the strokes on a canvas of that width.

    Raises:
        DrawingError: the document is not the canvas's, or something in it is impossible.
    """
    return strokes_from_json(document, canvas=(float(width), float(canvas_height(width))))


def for_width(document: dict[str, Any] | None, before: int, after: int) -> dict[str, Any] | None:
    """Make a drawing of a canvas ``before`` pixels wide fit one that is ``after`` wide."""
    if document is None or before == after:
        return document
    factor = min(after / before, canvas_height(after) / canvas_height(before))
    moved = [
        {**one, **{place: factor * one.get(place, int("scale" in place)) for place in PLACES}}
        for one in document.get("objects", [])
    ]
    return {**document, "objects": moved}
