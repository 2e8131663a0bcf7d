"""A run's network as one web page, which reads drawn digits offline exactly as the lab does."""

import base64
import hashlib
from datetime import datetime
from typing import Any

import jinja2
import numpy as np
from jinja2.utils import htmlsafe_json_dumps

from mnist_core.errors import LabError
from mnist_core.export.reading_script import FOLDER, reading_script
from mnist_core.ink import rasterise
from mnist_core.network.mlp import Floats, Network
from mnist_core.store.records import Run
from mnist_core.version import VERSION

SCRIPTS = ("layers.js", "page.js")
MAX_PARAMETERS = 20_000_000  # some 107 MB of text


def web_page(run: Run, network: Network) -> str:
    """Write a page of HTML that needs no other file, no server and no network connection.

    Its weights are the network's float32 numbers, its scripts do step by step what reading
    strokes and running a network forward do here. In the browser ``digitLab.read(document)``
    reads a document of strokes.

    Raises:
        LabError: the network has more numbers than a browser opens readily.
    """
    parameters = sum(array.size for array in (*network.kernels, *network.biases))
    if parameters > MAX_PARAMETERS:
        raise LabError(
            f"{run.name} has {parameters:,} parameters, and a web page takes at most "
            f"{MAX_PARAMETERS:,}; export it as .keras or .npz instead."
        )
    layers = zip(network.kernels, network.biases, strict=True)
    return _render(
        run=run,
        facts=[run.config.summary, *_record(run)],
        parameters=f"{parameters:,}",
        normalization=network.normalization,
        layers=[
            {"outputs": bias.size, "numbers": _base64_of_floats(kernel, bias)}
            for kernel, bias in layers
        ],
        script=_script(network),
        style=_read("page.css"),
    )


def _record(run: Run) -> list[str]:
    """List what the run was fine-tuned on, its error and the day it ended."""
    parts = []
    if run.taught is not None:
        parts.append(f"fine-tuned on {run.taught.drawings:,} drawings")
    if run.test_error_percent is not None:
        parts.append(f"{run.test_error_percent:.2f}% test error")
    day = datetime.fromtimestamp(run.ended_at or run.created_at)
    return [*parts, f"{day.day} {day:%B %Y}"]


def _script(network: Network) -> str:
    facts = {"ACTIVATION": network.activation, "NORMALIZATION": network.normalization}
    lines = [f"const {name} = {htmlsafe_json_dumps(value)}" for name, value in facts.items()]
    return "\n".join([*lines, reading_script(), *map(_read, SCRIPTS)])


def _render(script: str, style: str, **facts: Any) -> str:
    environment = jinja2.Environment(trim_blocks=True, autoescape=True)
    icon = base64.b64encode(_read("icon.svg").encode()).decode()
    return environment.from_string(_read("page.html.jinja")).render(
        script=script,
        script_hash=_hash(script),
        style=style,
        style_hash=_hash(style),
        icon=f"data:image/svg+xml;base64,{icon}",
        size=rasterise.SIZE,
        box=f"{rasterise.BOX:g}",
        pen_width=f"{rasterise.PEN_WIDTH:g}",
        version=VERSION,
        **facts,
    )


def _hash(text: str) -> str:
    """Name a script or a style for the page's security policy, which lets no other one run."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _base64_of_floats(*arrays: Floats) -> str:
    content = b"".join(np.ascontiguousarray(array, "<f4").tobytes() for array in arrays)
    return base64.b64encode(content).decode()


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
