"""What the browser reads while the pen moves is what the server reads of what the canvas tells it.

The canvas is streamlit-drawable-canvas itself, the events are a mouse's and a finger's.
"""

import base64
import json
from dataclasses import replace
from importlib.metadata import files
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from mnist_core.dataset import load_mnist
from mnist_core.export.reading_script import reading_script
from mnist_core.ink.canvas_json import digit_drawing, read_canvas
from mnist_core.network.mlp import Floats, Network, forward, network_input
from mnist_core.setting_options import Normalization
from mnist_core.store.names import STARTER
from mnist_core.store.run_files import LAST
from mnist_core.store.snapshots import load_network
from mnist_core.store.starter import starter
from mnist_core.web.network_weights import weights_address
from tests.core.ink.degrade import traced

pytestmark = pytest.mark.keras

PARTS = Path(__file__).parents[2] / "pages" / "parts"
CANVAS = next(
    Path(str(file.locate()))
    for file in files("streamlit-drawable-canvas") or ()
    if file.match("frontend/build/index-*.js")
)
SCRIPTS = ("answer", "pen", "fabric_path", "late_strokes", "pen_events", "asking")
LAB = "window.lab = { watchPen, takeDocument, readPen, loadWeights, networkInput, forward }"
TRACED, VARIANTS, BATCH = 100, 10, 100
CANVAS_DATA = {
    "fillColor": "#eee",
    "strokeColor": "#FFFFFF",
    "backgroundColor": "#000000",
    "realtimeUpdateStreamlit": True,
    "returnImageData": False,
    "canvasWidth": 280,
    "canvasHeight": 280,
    "drawingMode": "freedraw",
    "displayRadius": 3,
    "disabled": False,
    "fontSize": 20,
    "label": "",
    "backgroundImageURL": None,
    "backgroundImageFit": "stretch",
    "maxDisplayHeight": None,
}
# Writes each drawing on a canvas of its own, and gives what the pen read and what the canvas told.
WRITE = """async ([canvasData, drawings]) => {
    const { default: canvas } = await import(window.canvasScript)
    const { watchPen, takeDocument, readPen } = window.lab
    const written = []
    for (const { number, start, picture, penWidth, touch, scale, strokes } of drawings) {
        const parentElement = document.createElement("div")
        parentElement.className = `st-key-canvas_${number}`
        parentElement.style = `position: fixed; top: 0; left: 0; transform: scale(${scale});
            transform-origin: 0 0`
        parentElement.innerHTML = '<div class="canvas-root"></div>'
        document.body.append(parentElement)
        const drawing = { image: null, told: null }
        const data = { ...canvasData, strokeWidth: penWidth, initialDrawing: start }
        const setStateValue = (_, value) => { drawing.told = value?.raw ?? drawing.told }
        const end = canvas({ data, parentElement, setStateValue })
        await new Promise((then) => setTimeout(then, picture ? 50 : 0)) // until it has its start
        const pen = watchPen(() => {}, () => { drawing.moves = (drawing.moves ?? 0) + 1 })
        takeDocument(pen, { board: number, objects: [], picture, pen_width: penWidth })
        const [target] = [...parentElement.querySelectorAll(".upper-canvas")]
        const send = (kind, [x, y], where) => {
            const place = { clientX: x * scale, clientY: y * scale }
            const about = { bubbles: true, composed: true, cancelable: true }
            const finger = touch && new Touch({ identifier: 7, target, ...place })
            where.dispatchEvent(touch
                ? new TouchEvent(kind, {
                    ...about,
                    changedTouches: [finger],
                    touches: kind === "touchend" ? [] : [finger],
                })
                : new MouseEvent(kind, { ...about, ...place, button: 0 }))
        }
        const [down, move, up] = touch ? ["touchstart", "touchmove", "touchend"]
            : ["mousedown", "mousemove", "mouseup"]
        for (const stroke of strokes) {
            send(down, stroke[0], target)
            const elsewhere = touch ? target : document
            stroke.slice(1).forEach((place) => send(move, place, elsewhere))
            send(up, stroke.at(-1), elsewhere)
        }
        const image = readPen(pen)
        drawing.image = image && btoa(String.fromCharCode(...new Uint8Array(image.buffer)))
        pen.end()
        parentElement.style.display = "none"
        written.push({ drawing, end })
    }
    await new Promise((then) => setTimeout(then, 300)) // the canvas tells after 200 ms
    document.body.replaceChildren()
    return JSON.stringify(written.map(({ drawing, end }) => (end(), drawing)))
}"""
READ = """async ([address, sizes, version, activation, normalization, images]) => {
    const { layers, version: theirs } = await window.lab.loadWeights({ address, sizes }, version)
    if (theirs !== version) throw new Error(theirs)
    return JSON.stringify(JSON.parse(images).map((image) => {
        const seen = window.lab.networkInput(Float32Array.from(image), normalization)
        return [[...seen], [...window.lab.forward(layers, seen, activation)]]
    }))
}"""


@pytest.fixture
def scripts(page, lab):
    """Load the lab's scripts and the canvas's into an empty page of the lab's address."""
    page.goto("/_stcore/health")
    page.set_content("<body style='margin: 0'></body>")
    parts = [next(PARTS.rglob(f"{name}.js")).read_text(encoding="utf-8") for name in SCRIPTS]
    page.evaluate(
        "([lab, canvas]) => { const address = (text) => URL.createObjectURL(new Blob([text],"
        " { type: 'text/javascript' })); window.canvasScript = address(canvas);"
        " return import(address(lab)) }",
        ["\n".join([reading_script(), *parts, LAB]), CANVAS.read_text(encoding="utf-8")],
    )
    return page


def drawings() -> list[dict[str, Any]]:
    """Trace test digits as hands may write them, with a mouse or a finger, some over a digit."""
    mnist, random = load_mnist(), np.random.default_rng(0)
    spacings = np.geomspace(0.2, 5, TRACED)
    digits = mnist.x_test[:TRACED].astype(np.float32) / np.float32(255)
    lines = [
        traced(digit, spacing=spacing).lines
        for digit, spacing in zip(digits, spacings, strict=True)
    ]
    return [
        _written(number, lines[number % TRACED], mnist.x_test[number], random)
        for number in range(TRACED * VARIANTS)
    ]


def _written(number: int, lines, below, random: np.random.Generator) -> dict[str, Any]:
    angle, size = random.uniform(-0.4, 0.4), random.uniform(0.05, 1.05)
    turn = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    touch = number % 4 == 3
    placed = [(line - 140) @ turn + 140 + random.normal(0, 0.4, line.shape) for line in lines]
    strokes = [(line if touch else np.round(line)).tolist() for line in placed]
    if number % 10 == 9:  # a dot
        strokes.append([strokes[0][0]])
    start = digit_drawing(below) if number % 20 == 8 else {}
    return {
        "number": number,
        "start": start,
        "picture": base64.b64encode(below.tobytes()).decode() if start else None,
        "penWidth": int(random.integers(10, 41)),
        "touch": touch,
        "scale": [1, 1.1643][number % 2],
        "strokes": strokes,
    }


def test_a_thousand_drawings_are_read_while_drawn_as_the_server_reads_what_the_canvas_tells(
    scripts, lab
):
    wanted, seen, told = drawings(), [], []
    for first in range(0, len(wanted), BATCH):
        batch = [CANVAS_DATA, wanted[first : first + BATCH]]
        for drawing in json.loads(scripts.evaluate(WRITE, batch)):
            content = base64.b64decode(drawing["image"])
            seen.append(np.frombuffer(content, np.float32).reshape(28, 28))
            image = read_canvas(drawing["told"]).image
            assert image is not None
            told.append(image)

    np.testing.assert_allclose(np.stack(seen), np.stack(told), atol=1e-5)
    for normalization in get_args(Normalization):
        network = replace(load_network(lab, starter()), normalization=normalization)
        assert_reads_alike(scripts, lab, network, np.stack(seen), np.stack(told))


def assert_reads_alike(scripts, lab, network: Network, seen: Floats, told: Floats) -> None:
    """The browser makes of what it has seen what the server makes of what it was told."""
    facts = network.activation, network.normalization
    sizes = [784, *(bias.size for bias in network.biases)]
    version = lab.artifacts.version(STARTER, LAST)
    images = json.dumps([image.ravel().tolist() for image in seen])
    read = scripts.evaluate(READ, [weights_address(STARTER), sizes, version, *facts, images])
    inputs, answer = (np.array(part) for part in zip(*json.loads(read), strict=True))

    np.testing.assert_array_equal(inputs, network_input(network, seen))
    np.testing.assert_allclose(inputs, network_input(network, told), atol=1e-5)
    expected = forward(network, told).probabilities
    np.testing.assert_allclose(answer, expected, atol=0.01)
    best_two = np.sort(expected, axis=1)[:, -2:]
    decided = best_two[:, 1] - best_two[:, 0] > 0.01
    assert decided.sum() > 900
    np.testing.assert_array_equal(answer.argmax(1)[decided], expected.argmax(1)[decided])
