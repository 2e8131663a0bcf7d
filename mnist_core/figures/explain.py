"""Pictures that explain an answer: what supports it, and what would change it."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.analysis.explain import Change, Explanation
from mnist_core.figures.colors import ACCENT, FURTHER, GREY
from mnist_core.figures.digit_gallery import CAPTION, GAP, PIXELS, add_captions, fit
from mnist_core.figures.style import bare_figure

Picture = NDArray[np.float32]
Sides = tuple[str, str]

AGAINST = FURTHER[2]
# Transparent at 0 and coloured to both sides, so that it is readable on a light and a dark page.
SIGNED_SCALE = [[0, AGAINST], [0.5, "rgba(213,94,0,0)"], [0.5, "rgba(0,114,178,0)"], [1, ACCENT]]
INK_SCALE = [[0, "#000000"], [1, "#FFFFFF"]]
OUTLINE = 0.4  # of full ink
KEY_HEIGHT = 30


def contribution_map(explanation: Explanation | None) -> go.Figure:
    """Show each pixel's part in the lead of the answer over the runner-up, over the outline.

    Blue supports the answer, orange the runner-up, equally strong at equal size. None gives the
    frame alone.
    """
    if explanation is None:
        return _signed_picture(None, None, ("", ""))
    sides = f"for {explanation.answer}", f"for {explanation.runner_up}"
    return _signed_picture(explanation.contributions, explanation.image, sides)


def occlusion_map(drops: Picture | None, image: Picture | None) -> go.Figure:
    """Show how much hiding each place lowers the answer's lead, over the digit's outline.

    Args:
        drops: (28, 28) float32 from ``occlusion``; none gives the frame alone.
        image: (28, 28) float32 in [0, 1].
    """
    sides = ("", "") if drops is None else ("for the answer", "against it")
    return _signed_picture(drops, image, sides)


def _signed_picture(values: Picture | None, image: Picture | None, sides: Sides) -> go.Figure:
    blank = np.zeros((PIXELS, PIXELS), np.float32)
    figure = bare_figure(10 * PIXELS + KEY_HEIGHT, bottom=KEY_HEIGHT)
    figure.add_heatmap(**_signed(blank if values is None else values))
    figure.add_contour(
        z=np.round(blank if image is None else image, 3),
        contours={"start": OUTLINE, "end": OUTLINE, "size": 1, "coloring": "none"},
        line={"color": GREY, "width": 1.5},
        showscale=False,
        hoverinfo="skip",
    )
    fit(figure, rows=PIXELS, columns=PIXELS)
    if all(sides):
        _add_key(figure, sides)
    return figure


def _signed(values: Picture, **place: int) -> dict[str, Any]:
    strongest = float(np.nanmax(abs(values), initial=0))
    return {
        "z": np.round(values, 4),
        "zmin": -strongest or -1,
        "zmax": strongest or 1,
        "colorscale": SIGNED_SCALE,
        "showscale": False,
        "hovertemplate": "%{z:+.3f}<extra></extra>",
        **place,
    }


def _add_key(figure: go.Figure, sides: Sides) -> None:
    figure.add_annotation(
        text=_key("\N{EM SPACE}", sides),
        x=0.5,
        y=0,
        xref="paper",
        yref="paper",
        yanchor="top",
        yshift=-6,
        showarrow=False,
        font={"size": 15},
    )


def _key(space: str, sides: Sides) -> str:
    return space.join(
        f"<span style='color:{color}'>\N{BLACK SQUARE}</span> {side}"
        for color, side in zip((ACCENT, AGAINST), sides, strict=True)
    )


def change_pictures(change: Change | None) -> go.Figure:
    """Show a digit, the smallest change that changes the answer, and the changed digit.

    None gives the frame alone.
    """
    blank = np.zeros((PIXELS, PIXELS), np.float32)
    before, after = (change.image, change.changed) if change else (blank, blank)
    lefts = [0, PIXELS + GAP, 2 * (PIXELS + GAP)]
    figure = bare_figure(190)
    for left, image in ((lefts[0], before), (lefts[2], after)):
        figure.add_heatmap(
            z=np.round(image, 3),
            x0=left,
            zmin=0,
            zmax=1,
            colorscale=INK_SCALE,
            showscale=False,
            hoverinfo="skip",
        )
    figure.add_heatmap(**_signed(after - before, x0=lefts[1]))
    captions = [] if change is None else _change_captions(change)
    add_captions(figure, lefts, [0, 0, 0], captions)
    fit(figure, rows=PIXELS + CAPTION / 2, columns=lefts[2] + PIXELS)
    return figure


def _change_captions(change: Change) -> list[str]:
    ink = _key("\N{EN SPACE}", ("more", "less"))
    return [f"read as {change.answer}", ink, f"read as {change.new_answer}"]
