"""A Plotly figure that is updated in place, so that zoom and hidden series outlive an update.

``st.plotly_chart`` mounts a new chart for each changed figure; this component keeps one.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import plotly
import streamlit as st

from mnist_core.web.messages import Update
from parts.shared.component import Renderer, component
from parts.shared.live import LIVE, follow

if TYPE_CHECKING:
    import plotly.graph_objects as go

OnClick = Callable[[dict[str, Any]], None]
SCRIPT, *PARTS = (
    Path(__file__).with_name(f"{name}.js")
    for name in ("figure", "figure_keys", "figure_numbers", "figure_size")
)


def draw_figure(
    figure: "go.Figure | dict[str, Any]",
    *,
    key: str,
    alt: str,
    on_click: OnClick | None = None,
    grows: bool = False,
) -> None:
    """Draw ``figure`` as wide as its container, in the page's font and colours.

    A trace whose ``meta`` is ``{"run": id}`` belongs to a run: while the pointer is at it, the
    traces of other runs fade in all figures of the page that have this one.

    Args:
        figure: any figure with a fixed ``layout.height``, as Plotly's JSON too. The colours of
            ``mnist_core.figures.colors`` become the theme's chart colours.
        key: unique in the app; the chart with this key is updated, not replaced. What the
            reader zoomed and hid stays as long as ``layout.uirevision`` does.
        alt: what the figure shows, for a reader who cannot see it.
        on_click: called before the page runs again with the clicked point's ``x``, ``y``,
            ``customdata`` and ``run``, and a ``nonce`` that no other click has. The keyboard
            clicks as well: arrow keys move from point to point, Enter chooses one.
        grows: whether it is as much larger as the page's type is, as on a projector.
    """
    drawn = json.dumps(figure) if isinstance(figure, dict) else figure.to_json(validate=False)
    data = {**_data(alt, clickable=on_click is not None, grows=grows), "figure": drawn}
    _mount(data, key=key, height=figure["layout"]["height"], on_click=on_click)


def draw_moving_figure(
    update: Update,
    name: str,
    *,
    key: str,
    alt: str,
    height: int,
    on_click: OnClick | None = None,
    grows: bool = False,
) -> None:
    """Draw a figure of a feed as ``draw_figure`` does; it moves without a script run.

    Args:
        update: of a feed whose state is ``Charts``.
        name: the figure's in that state.
        height: in pixels, which all its figures have.
        on_click, grows: as in ``draw_figure``.
    """
    shown = _data(alt, clickable=on_click is not None, grows=grows)
    data = {**shown, **follow(update), "name": name}
    _mount(data, key=key, height=height, on_click=on_click)


def _mount(data: dict[str, Any], *, key: str, height: int, on_click: OnClick | None) -> None:
    size: int | Literal["content"] = "content" if data["grows"] else height
    if on_click is None:
        _chart()(key=key, data=data, height=size)
    else:
        answer = partial(_answer_click, key, on_click)
        _chart()(key=key, data=data, height=size, on_clicked_change=answer)


def _data(alt: str, *, clickable: bool, grows: bool) -> dict[str, Any]:
    return {"alt": alt, "version": plotly.__version__, "clickable": clickable, "grows": grows}


def _chart() -> Renderer:
    # Plotly keeps its style rules in the document, so the chart must not stand in a shadow root.
    return component(SCRIPT, "<div role='img'></div>", isolate_styles=False, joined=(*PARTS, *LIVE))


def _answer_click(key: str, on_click: OnClick) -> None:
    point = st.session_state[key].clicked
    if point is not None:
        on_click(point)
