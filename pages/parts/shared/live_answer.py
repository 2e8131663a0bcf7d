"""The answer and the probabilities, which follow the pen: the browser reads with the same network.

What the script reads is shown first, and again after each stroke.
"""

import base64
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mnist_core.export.reading_script import reading_script
from mnist_core.ink.canvas_json import is_picture, read_picture
from mnist_core.ink.preprocess import Reading
from mnist_core.network.mlp import forward, seen_image
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import READER
from mnist_core.web.network_weights import fits_browser, weights_address
from parts.shared.component import component
from parts.shared.drawing import kept_drawing
from parts.shared.drawing_board import current_board, is_covered
from parts.shared.live import LIVE, follow, read_feed
from parts.shared.reader import Reader

Look = Literal["compact", "usual", "large"]
ANSWER, BARS, *PEN = (
    Path(__file__).with_name(f"{name}.js")
    for name in ("answer", "bars", "pen", "fabric_path", "late_strokes", "pen_events")
)
HTML = """
<p class="said" role="status"></p>
<div class="card">
<div class="words reads">The network reads</div>
<div class="answer" role="img"><div class="digit"></div>
<div class="texts"><div class="sure"></div><div class="doubt"></div></div></div>
<div class="words">from these pixels</div>
<canvas class="seen" width="28" height="28" role="img"
aria-label="The 28 by 28 pixels it sees"></canvas>
</div>
"""
BARS_HTML = "<div class='bars' role='list' aria-label='Probability of each digit'></div>"


def read_shares(readers: list[Reader], reading: Reading) -> NDArray[np.floating] | None:
    """Give the main network's probabilities, (10,), if there is a drawing and a reader."""
    if not readers or reading.image is None:
        return None
    shares: NDArray[np.floating] = forward(readers[0].network, reading.image[None]).probabilities[0]
    return shares


def follows_pen(readers: list[Reader]) -> bool:
    """Return whether the browser can read with the main network while the pen moves."""
    return bool(readers) and fits_browser(readers[0].network)


def live_answer(
    store: RunStore,
    readers: list[Reader],
    reading: Reading,
    *,
    pen_width: int,
    look: Look = "usual",
) -> None:
    """Draw what the main network reads and the pixels that it sees.

    Args:
        pen_width: of the canvas, in its pixels.
        look: compact is one low line, for a narrow page; large is for the back of a room.
    """
    shares = read_shares(readers, reading)
    data: dict[str, Any] = {
        "look": look,
        "shares": None if shares is None else shares.tolist(),
        "image": _seen(readers, reading),
        "drawing": _drawing(reading, pen_width),
        "network": _network(readers[0]) if follows_pen(readers) else None,
    }
    if data["network"] and readers[0].run.active:
        data |= follow(read_feed(store, READER, run=readers[0].run.id))
    card = component(ANSWER, HTML, joined=(*PEN, *LIVE), program=reading_script())
    card(key="answer", data=data, height="content")


def live_bars(readers: list[Reader], reading: Reading) -> None:
    """Draw how sure the main network is of each digit."""
    shares = read_shares(readers, reading)
    data = {"shares": None if shares is None else shares.tolist()}
    component(BARS, BARS_HTML)(key="bars", data=data, height="content")


def _seen(readers: list[Reader], reading: Reading) -> str | None:
    """Give the pixels that the main network gets; without one, those of the drawing."""
    if reading.image is None:
        return None
    if not readers:
        return _as_bytes(reading.image)
    return _as_bytes(seen_image(readers[0].network, reading.image))


def _drawing(reading: Reading, pen_width: int) -> dict[str, Any]:
    """Give what is on the canvas; no board where it is not the canvas that is read."""
    objects = (kept_drawing() or {}).get("objects") or []
    if is_covered() or (objects and reading.image is None):
        return {"board": None, "objects": [], "picture": None, "pen_width": pen_width}
    pictures = [read_picture(item) for item in objects if is_picture(item)]
    return {
        "board": current_board(),
        "objects": [item for item in objects if not is_picture(item)],
        "picture": _as_bytes(np.max(pictures, axis=0)) if pictures else None,
        "pen_width": pen_width,
    }


def _network(reader: Reader) -> dict[str, Any]:
    network = reader.network
    return {
        "address": weights_address(reader.run.id),
        "version": reader.version,
        "sizes": [network.kernels[0].shape[0], *(bias.size for bias in network.biases)],
        "activation": network.activation,
        "normalization": network.normalization,
    }


def _as_bytes(image: NDArray[np.floating]) -> str:
    """Write an image, float in [0, 1], as base64 of 784 bytes."""
    return base64.b64encode(np.rint(255 * image).astype(np.uint8).tobytes()).decode()
