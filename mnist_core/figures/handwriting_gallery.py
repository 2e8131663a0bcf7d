"""The gallery of a person's drawings: what each is, which are misread, which are ticked."""

from collections.abc import Collection, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.colors import ACCENT
from mnist_core.figures.digit_gallery import GALLERY_SCALE, PIXELS, digit_gallery
from mnist_core.figures.explain import AGAINST
from mnist_core.figures.style import lay_out

SCALE = 1.6  # screen pixels to a pixel of a drawing, where there is room
TICKED_WIDTH, MISREAD_WIDTH = 5, 2  # screen pixels


def handwriting_gallery(
    images: NDArray[np.uint8],
    labels: Sequence[int],
    answers: Sequence[int] | None,
    ticked: Collection[int] = (),
    *,
    columns: int = 8,
) -> go.Figure:
    """Show drawings with their labels; "7 → 1" under an orange frame is a 7 read as 1.

    A click comes with the picture's number, counted from 0, as ``customdata``.

    Args:
        images: (n, 28, 28) uint8, 0 is paper and 255 full ink; 0 to 40 or so.
        labels: what each is.
        answers: what a network reads in each; none where nobody reads.
        ticked: numbers of pictures that get a thick blue frame.
        columns: of the gallery.
    """
    read = labels if answers is None else answers
    captions = [
        str(label) if label == answer else f"{label} → {answer}"
        for label, answer in zip(labels, read, strict=True)
    ]
    figure = digit_gallery(images, captions, columns=columns)
    lay_out(figure, height=round(SCALE / GALLERY_SCALE * figure.layout.height))
    targets = figure.data[-1]
    for number, (x, y) in enumerate(zip(targets.x, targets.y, strict=True)):
        if number in ticked:
            _add_frame(figure, x, y, ACCENT, TICKED_WIDTH)
        elif labels[number] != read[number]:
            _add_frame(figure, x, y, AGAINST, MISREAD_WIDTH)
    return figure


def _add_frame(figure: go.Figure, x: float, y: float, color: str, width: int) -> None:
    """Frame the tile around a point, on its outermost pixels."""
    reach = PIXELS / 2 - 1
    figure.add_shape(
        type="rect",
        x0=x - reach,
        x1=x + reach,
        y0=y - reach,
        y1=y + reach,
        line={"color": color, "width": width},
    )
