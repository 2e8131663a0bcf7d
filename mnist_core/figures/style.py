"""What figures share: the bare frame they are drawn in, titles, legends and axes.

Text, grid and background are left open, so that one figure fits a light and a dark page.
"""

from typing import Any, Literal

# Plotly takes pandas from sys.modules, and fails on one that another thread is still importing:
# Streamlit 1.67 does so for the first table or canvas that a page draws.
import pandas  # type: ignore[import-untyped]  # noqa: F401
import plotly.graph_objects as go

LEGEND_ROW = 26  # pixels
# In a text's font: where lines cross the text, the page cuts them off around its letters.
HALO = {"shadow": "auto"}


def bare_figure(
    height: int, *, top: int = 0, bottom: int = 0, left: int = 0, right: int = 0
) -> go.Figure:
    """Make an empty figure, transparent, ``height`` pixels high, with these margins in pixels."""
    return go.Figure(
        layout={
            "template": "none",
            "height": height,
            "margin": {"t": top, "b": bottom, "l": left, "r": right, "pad": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
        }
    )


def lay_out(figure: go.Figure, **settings: Any) -> None:
    """Set properties of the layout, each as a whole.

    ``update_layout`` merges instead, which took a third of a page's time on the server; this and
    the two below take about a seventh of that.
    """
    for name, value in settings.items():
        figure.layout[name] = value


def set_x_axis(figure: go.Figure, **settings: Any) -> None:
    """Set properties of the x axis, each as a whole; the others stay."""
    figure.layout.xaxis = figure.layout.xaxis.to_plotly_json() | settings


def set_y_axis(figure: go.Figure, **settings: Any) -> None:
    """Set properties of the y axis, each as a whole; the others stay."""
    figure.layout.yaxis = figure.layout.yaxis.to_plotly_json() | settings


def place_title(figure: go.Figure, title: str) -> None:
    """Write the title at the top left, where all charts have it."""
    lay_out(
        figure,
        title={
            "text": f"<b>{title}</b>",
            "font": {"size": 16},
            "x": 0,
            "xref": "container",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 10},
        },
    )


def place_legend(figure: go.Figure, *, row: int, side: Literal["left", "right"] = "right") -> None:
    """Lay the legend out in one line at the top, ``row`` rows of text below the title's."""
    lay_out(
        figure,
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 1 if side == "right" else 0,
            "xanchor": side,
            "xref": "paper" if side == "right" else "container",
            "y": 1 - LEGEND_ROW * row / figure.layout.height,
            "yref": "container",
            "yanchor": "top",
            "font": {"size": 14},
            "itemwidth": 30,
            "traceorder": "normal",
        },
    )


def axis(title: str, **options: Any) -> dict[str, Any]:
    """Describe an axis as all charts have it, with ``options`` of Plotly's for this one."""
    return {
        "title": {"text": title, "font": {"size": 14}, "standoff": 8},
        "tickfont": {"size": 14},
        "tickangle": 0,
        "ticklabelstandoff": 4,
        "zeroline": False,
        **options,
    }


def still_axis(title: str, **options: Any) -> dict[str, Any]:
    """Describe an axis that is read but not zoomed."""
    return axis(title, fixedrange=True, **options)


def make_picture(figure: go.Figure) -> None:
    """Take the axes out of sight and leave nothing to drag: a picture rather than a chart."""
    set_x_axis(figure, visible=False, fixedrange=True)
    set_y_axis(figure, visible=False, fixedrange=True)
    lay_out(figure, dragmode=False)


def print_large(
    figure: go.Figure, text: str, *, height: float, size: float, color: str | None = None
) -> None:
    """Print a text in the middle of a picture.

    Args:
        height: of the text's middle, in [0, 1] from the picture's foot.
        size: of its letters, in pixels.
        color: the page's own where it is None.
    """
    figure.add_annotation(
        text=text,
        x=0.5,
        y=height,
        xref="paper",
        yref="paper",
        yanchor="middle",
        showarrow=False,
        font={"size": size, "color": color},
    )
