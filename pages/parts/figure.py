"""A Plotly figure that is updated in place, so that zoom and hidden series outlive an update.

``st.plotly_chart`` mounts a new chart for each changed figure; this component keeps one.
"""

from functools import cache
from pathlib import Path

import plotly
import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v2.types import ComponentRenderer


def draw_figure(figure: go.Figure, *, key: str, alt: str) -> None:
    """Draw ``figure`` as wide as its container, in the page's font and colours.

    Args:
        figure: any figure with a fixed ``layout.height``. Its first series colour, ``#0072B2``,
            becomes the theme's first chart colour.
        key: unique in the app; the chart with this key is updated, not replaced. What the
            reader zoomed and hid stays as long as ``layout.uirevision`` does.
        alt: what the figure shows, for a reader who cannot see it.
    """
    _component()(
        key=key,
        data={"figure": figure.to_json(validate=False), "alt": alt, "version": plotly.__version__},
        height=figure.layout.height,
    )


@cache
def _component() -> ComponentRenderer:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    # Plotly keeps its style rules in the document, so the chart must not stand in a shadow root.
    return st.components.v2.component(
        "digit_lab_figure", html="<div role='img'></div>", js=script, isolate_styles=False
    )
