"""A picture of a network: a column of neurons for each layer, joined to the next.

The first page shows it, so it is made without Plotly's objects, which take a second to import.
"""

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

from mnist_core.config import RunConfig
from mnist_core.figures.colors import ACCENT, FAINT, GREY, MUTED
from mnist_core.figures.table import table
from mnist_core.network.architecture import CLASSES, INPUT_SIZE, has_dropout

Text = dict[str, Any]
Figure = dict[str, Any]
HEIGHT, CLEAR = 320, "rgba(0,0,0,0)"
OUT_OF_SIGHT = {"visible": False, "fixedrange": True}
MAX_SHOWN, SHOWN_AT_EACH_END = 10, 4
TOP, RULE, LABEL_ROW, LOWER_ROW = 5.6, -5.2, -5.9, -6.9


def network_diagram(config: RunConfig) -> Figure:
    """Draw the layers from left to right; neurons that dropout may switch off are hollow.

    A wide layer is shown by its first and last neurons with an ellipsis between them.

    Returns:
        A figure as Plotly's JSON has it.
    """
    sizes = (INPUT_SIZE, *config.hidden_units, CLASSES)
    columns = [
        _neurons(column, units, hollow=_is_dropped(config, column))
        for column, units in enumerate(sizes)
    ]
    layout = {
        "height": HEIGHT,
        "meta": table(["Layer", "Neurons"], zip(_layer_names(config), sizes, strict=True)),
        "margin": {"t": 0, "b": 0, "l": 14, "r": 14, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "dragmode": False,
        "annotations": [*_sizes(sizes), *_captions(config)],
        "shapes": _rule(len(config.hidden_units)),
        "xaxis": {"range": [-0.5, len(sizes) - 0.5], **OUT_OF_SIGHT},
        "yaxis": {"range": [-7.3, 6.2], **OUT_OF_SIGHT},
    }
    return {"data": [_connections(sizes), *columns], "layout": layout}


def _layer_names(config: RunConfig) -> list[str]:
    hidden = [f"Hidden {number + 1}" for number in range(len(config.hidden_units))]
    return ["Input", *hidden, "Output"]


def _heights(units: int) -> list[float]:
    """Place a column's neurons one apart around 0, the first on top; a gap replaces the rest."""
    if units <= MAX_SHOWN:
        return [(units - 1) / 2 - index for index in range(units)]
    ends = [float(height) for height in range(1, SHOWN_AT_EACH_END + 1)]
    return [*reversed(ends), *(-height for height in ends)]


def _connections(sizes: tuple[int, ...]) -> Figure:
    x: list[float | None] = []
    y: list[float | None] = []
    for column, (units, following) in enumerate(pairwise(sizes)):
        for start, end in product(_heights(units), _heights(following)):
            x += [column, column + 1, None]
            y += [start, end, None]
    line = {"color": FAINT, "width": 1}
    return {"type": "scatter", "x": x, "y": y, "mode": "lines", "line": line, "hoverinfo": "skip"}


def _is_dropped(config: RunConfig, column: int) -> bool:
    return 1 <= column <= len(config.hidden_units) and has_dropout(config, column)


def _neurons(column: int, units: int, *, hollow: bool) -> Figure:
    heights = _heights(units)
    rings = [hollow and index % 3 == 1 for index in range(len(heights))]
    return {
        "type": "scatter",
        "x": [column] * len(heights),
        "y": heights,
        "mode": "markers",
        "marker": {
            "size": 14,
            "color": GREY if column == 0 else ACCENT,
            "symbol": ["circle-open" if ring else "circle" for ring in rings],
            "line": {"width": [2 if ring else 0 for ring in rings]},
        },
        "hoverinfo": "skip",
    }


def _rule(layers: int) -> list[Figure]:
    if not layers:
        return []
    line = {"color": MUTED, "width": 1}
    return [{"type": "line", "x0": 0.8, "x1": layers + 0.2, "y0": RULE, "y1": RULE, "line": line}]


def _sizes(sizes: tuple[int, ...]) -> Iterator[Text]:
    for column, units in enumerate(sizes):
        yield _text(column, TOP, f"<b>{units}</b>", size=15)
        if units > MAX_SHOWN:
            yield _text(column, 0, "⋮", size=20)


def _captions(config: RunConfig) -> Iterator[Text]:
    last = len(config.hidden_units)
    yield _text(0, LABEL_ROW, "28 \N{MULTIPLICATION SIGN} 28")
    yield _text(0, LOWER_ROW, "pixels")
    yield _text(last + 1, LABEL_ROW, "softmax")
    if not last:
        return
    middle = (1 + last) / 2
    yield _text(middle, LABEL_ROW, config.activation)
    if config.dropout and config.dropout_after == "every" and last > 1:
        yield _text(middle, LOWER_ROW, f"dropout {config.dropout:g} after each")
    elif config.dropout:
        yield _text(last, LOWER_ROW, f"dropout {config.dropout:g}")


def _text(x: float, y: float, text: str, *, size: int = 14) -> Text:
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"size": size}}
