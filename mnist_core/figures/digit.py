"""What a network makes of one digit: what it sees and answers, how sure, which neurons fire."""

import math
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from mnist_core.figures.colors import ACCENT, FAINT, MUTED
from mnist_core.figures.style import bare_figure, lay_out, make_picture, set_x_axis, set_y_axis
from mnist_core.figures.table import add_table

PIXELS, CLASSES = 28, 10
STRIP_SHAPE = 8  # a strip of neurons is about this many times as wide as high
MIN_COLUMNS = 16


def seen_digit(image: NDArray[np.floating] | None, *, height: int = 5 * PIXELS) -> go.Figure:
    """Show the image as the network gets it, white on black.

    Args:
        image: (28, 28), float in [0, 1]; none gives a black square.
        height: of the figure, in pixels.
    """
    figure = bare_figure(height)
    figure.add_heatmap(
        z=np.zeros((PIXELS, PIXELS), np.float32) if image is None else image.astype(np.float32),
        zmin=0,
        zmax=1,
        colorscale=[[0, "#000000"], [1, "#FFFFFF"]],
        showscale=False,
        hoverinfo="skip",
    )
    make_picture(figure)
    set_x_axis(figure, range=[-0.5, PIXELS - 0.5], scaleanchor="y", constrain="domain")
    set_y_axis(figure, range=[PIXELS - 0.5, -0.5], constrain="domain")
    return figure


def probability_bars(probabilities: NDArray[np.floating] | None) -> go.Figure:
    """Draw the ten probabilities as bars, the highest in the accent colour.

    Args:
        probabilities: (10,), float in [0, 1]; none gives the frame without bars.
    """
    shares = np.zeros(CLASSES) if probabilities is None else np.asarray(probabilities, dtype=float)
    best = None if probabilities is None else int(shares.argmax())
    digits = list(range(CLASSES))
    figure = bare_figure(330, left=24, right=62)
    figure.add_bar(y=digits, x=[1] * CLASSES, marker_color=FAINT, **_bar())
    colors = [ACCENT if digit == best else MUTED for digit in digits]
    figure.add_bar(y=digits, x=shares, marker_color=colors, **_bar())
    if best is not None:
        figure.layout.annotations = [
            _bar_label(digit, share, best=digit == best) for digit, share in enumerate(shares)
        ]
    _bar_axes(figure)
    rows = [] if best is None else enumerate(f"{share:.1%}" for share in shares)
    add_table(figure, ["Digit", "Probability"], rows)
    return figure


def _bar() -> dict[str, str]:
    return {"orientation": "h", "hoverinfo": "skip"}


def _bar_label(digit: int, share: float, *, best: bool) -> dict[str, Any]:
    text = f"{share:.1%}"
    return {
        "text": f"<b>{text}</b>" if best else text,
        "x": 1,
        "y": digit,
        "xref": "paper",
        "xanchor": "right",
        "xshift": 62,
        "showarrow": False,
        "font": {"size": 15},
        "opacity": 1 if best or share >= 0.0005 else 0.4,
    }


def _bar_axes(figure: go.Figure) -> None:
    set_x_axis(figure, visible=False, range=[0, 1], fixedrange=True)
    set_y_axis(
        figure,
        range=[CLASSES - 0.5, -0.5],
        tickvals=list(range(CLASSES)),
        tickfont={"size": 16},
        ticklabelstandoff=4,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    lay_out(figure, barmode="overlay", bargap=0.36, dragmode=False)


def layer_activations(activations: NDArray[np.floating]) -> go.Figure:
    """Draw a hidden layer's neurons as a strip of cells, row by row, the bluer the stronger.

    Args:
        activations: (n,), float; what is not above 0 does not fire and stays pale.
    """
    cells = _strip(activations)
    strongest = float(np.max(activations))
    gap = 2 if activations.size <= 256 else 1 if activations.size <= 1024 else 0
    figure = bare_figure(112)
    figure.add_heatmap(
        z=np.maximum(cells, 0),
        zmin=0,
        zmax=strongest if strongest > 0 else 1,
        colorscale=[[0, FAINT], [1, ACCENT]],
        showscale=False,
        xgap=gap,
        ygap=gap,
        customdata=cells,
        hovertemplate="%{customdata:.3f}<extra></extra>",
    )
    make_picture(figure)
    set_x_axis(figure, range=[-0.5, cells.shape[1] - 0.5])
    set_y_axis(figure, range=[cells.shape[0] - 0.5, -0.5])
    add_table(
        figure, ["Neuron", "Activation"], enumerate(cells.ravel()[: activations.size].tolist())
    )
    return figure


def _strip(activations: NDArray[np.floating]) -> NDArray[np.float32]:
    """Fold (n,) into rows of a wide strip; cells left over are nan, which stays blank."""
    columns = _columns(activations.size)
    rows = math.ceil(activations.size / columns)
    cells = np.full(rows * columns, np.nan, dtype=np.float32)
    cells[: activations.size] = np.round(activations, 4)
    return cells.reshape(rows, columns)


def _columns(neurons: int) -> int:
    """Choose the strip's columns: near its shape, without a part row where there is such a fold."""
    ideal = max(MIN_COLUMNS, math.ceil(math.sqrt(STRIP_SHAPE * neurons)))
    near = range(round(ideal * 0.7), round(ideal * 1.5) + 1)
    full = [columns for columns in near if columns >= MIN_COLUMNS and neurons % columns == 0]
    return min(full, key=lambda columns: abs(columns - ideal), default=ideal)


def describe_firing(activations: NDArray[np.floating]) -> str:
    """Write how many neurons fire, such as "50 of 128 fire"."""
    return f"{int(np.sum(activations > 0)):,} of {activations.size:,} fire"
