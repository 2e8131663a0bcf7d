"""Which of a sweep's settings matter most."""

from collections.abc import Mapping

import plotly.graph_objects as go

from mnist_core.figures.colors import ACCENT, FAINT
from mnist_core.figures.style import (
    bare_figure,
    lay_out,
    place_title,
    set_x_axis,
    set_y_axis,
    still_axis,
)
from mnist_core.figures.sweep_style import add_note
from mnist_core.figures.table import add_table
from mnist_core.setting_descriptions import setting_title
from mnist_core.sweeps.records import MIN_FOR_IMPORTANCE

BAR_ROW, LETTER, LEAST_ROWS = 38, 8.2, 2  # pixels; a letter's width too


def importance_bars(importances: Mapping[str, float], *, settings: int = 0) -> go.Figure:
    """Draw each varied setting's share, in [0, 1], in what makes trials good; the greatest on top.

    A mapping without settings keeps the frame with a note that it is not known yet.

    Args:
        settings: how many are varied: the chart has their height before anything is known.
    """
    ranked = sorted(importances.items(), key=lambda pair: pair[1])
    names = [setting_title(field) for field, _ in ranked]
    rows = max(LEAST_ROWS, len(ranked), settings)
    left = round(12 + LETTER * max(map(len, names), default=0))
    figure = bare_figure(70 + BAR_ROW * rows, top=62, bottom=8, left=left, right=48)
    place_title(figure, "What matters most")
    add_note(
        figure,
        "Importance of each setting"
        if ranked
        else f"Known once {MIN_FOR_IMPORTANCE} trials have finished",
    )
    shares = [share for _, share in ranked]
    _add_bars(figure, names, [1.0] * len(ranked), FAINT, texts=[f"{s:.0%}" for s in shares])
    _add_bars(figure, names, shares, ACCENT, texts=[])
    set_x_axis(figure, range=[0, 1], visible=False, fixedrange=True)
    set_y_axis(
        figure,
        visible=bool(ranked),
        **still_axis("", type="category", range=[-0.5, rows - 0.5], showgrid=False, ticks=""),
    )
    lay_out(figure, barmode="overlay", bargap=0.42, dragmode=False)
    written = [[name, f"{share:.0%}"] for name, share in zip(names, shares, strict=True)]
    add_table(figure, ["Setting", "Importance"], reversed(written))
    return figure


def _add_bars(
    figure: go.Figure, names: list[str], shares: list[float], color: str, *, texts: list[str]
) -> None:
    figure.add_bar(
        x=shares,
        y=names,
        orientation="h",
        marker={"color": color, "cornerradius": 4},
        text=texts or None,
        textposition="outside",
        textfont={"size": 15},
        cliponaxis=False,
        hoverinfo="skip",
    )
