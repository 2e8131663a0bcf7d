"""What all figures share: the series colours and the bare frame they are drawn in.

Text, grid and background are left open, so that one figure fits a light and a dark page.
"""

# Plotly takes pandas from sys.modules, and fails on one that another thread is still importing.
import pandas  # type: ignore[import-untyped]  # noqa: F401
import plotly.graph_objects as go

# Okabe and Ito's palette, told apart by colour-blind readers.
TRAINING, VALIDATION = "#0072B2", "#E69F00"
FURTHER = ("#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#F0E442")
ACCENT = TRAINING
# Greys that stand back on white as on near-black.
GREY, MUTED, FAINT = "#98A4AE", "rgba(129,142,153,0.55)", "rgba(129,142,153,0.16)"


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


def make_picture(figure: go.Figure) -> None:
    """Take the axes out of sight and leave nothing to drag: a picture rather than a chart."""
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(visible=False, fixedrange=True)
    figure.update_layout(dragmode=False)
