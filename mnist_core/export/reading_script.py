"""The script with which a browser reads a drawing as the lab does: strokes, image, network."""

import json
from pathlib import Path
from types import ModuleType

from mnist_core.ink import limits, preprocess, rasterise, strokes
from mnist_core.network import doubt, normalization
from mnist_core.network import mlp as networks

FOLDER = Path(__file__).parent / "assets" / "web_page"
SCRIPTS = ("rasterise.js", "preprocess.js", "normalization.js", "network.js")

# The lab's numbers and texts that the scripts use, under the names that they have here.
CONSTANTS: dict[ModuleType, tuple[str, ...]] = {
    rasterise: (
        "SIZE",
        "BOX",
        "CENTRE",
        "PEN_WIDTH",
        "SOFTNESS",
        "FINEST_STEP",
        "MOST_STEPS",
        "CURVE_STEPS",
    ),
    preprocess: (
        "AT_BORDER",
        "TWO_DIGITS",
        "ONLY_A_SPECK",
        "BORDER",
        "DOT",
        "SPECK",
        "GAP",
        "DIGIT_HEIGHT",
    ),
    normalization: (
        "SIDE",
        "MIDDLE",
        "INK_STEPS",
        "LEAST_HEIGHT",
        "MOST_SLANT",
        "LEAST_WIDTH",
        "USUAL_WIDTH",
        "NARROWER",
        "WIDER",
    ),
    networks: ("SELU_SCALE", "SELU_ALPHA", "LEAKY_SLOPE"),
    doubt: ("SURE_FROM", "DOUBTS"),
    limits: ("MAX_COORDINATE",),
    strokes: ("CANVAS_SIZE",),
}


def reading_script() -> str:
    """Put the scripts together, under the constants that they use.

    They define ``readStrokes``, ``drawLines``, ``networkInput``, ``forward`` and ``doubtText``,
    which do step by step what ``read_strokes``, ``draw_lines``, ``network_input``,
    ``answer_inputs`` and ``doubt_text`` do here.
    """
    constants = {
        name: getattr(module, name) for module, names in CONSTANTS.items() for name in names
    }
    lines = [f"const {name} = {_as_script(value)}" for name, value in constants.items()]
    return "\n".join([*lines, *(_read(name) for name in SCRIPTS)])


def _as_script(value: object) -> str:
    """Write a constant so that it may stand within HTML."""
    return json.dumps(value).replace("<", "\\u003c")


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
