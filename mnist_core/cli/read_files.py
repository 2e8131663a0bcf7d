"""Drawings answered by a run's network: what the Draw page and ``read`` show."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.cli.terminal import as_line
from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import drawing_content, no_ink, open_drawing, read_drawing
from mnist_core.multidigit.read_number import read_number
from mnist_core.network.doubt import doubt_text, is_sure, runner_up
from mnist_core.network.mlp import Network, forward
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network

Answer = dict[str, Any]


def read_files(store: RunStore, run: Run, files: Sequence[Path]) -> Iterator[Answer]:
    """Read the digit in each file, as ``read --json`` prints it.

    A file that cannot be read, or has no ink, has its ``error`` instead of a digit.

    Raises:
        StoreError: the run has learned nothing yet.
    """
    network = load_network(store, run)
    return _read_each(files, lambda file: _digit_answer(file, network))


def read_numbers(store: RunStore, run: Run, files: Sequence[Path]) -> Iterator[Answer]:
    """Read the number in each file, as ``read --number --json`` prints it.

    A file that cannot be read, has no ink, or holds too many digits, has its ``error`` instead.

    Raises:
        StoreError: the run has learned nothing yet.
    """
    network = load_network(store, run)
    return _read_each(files, lambda file: _number_answer(file, network))


def _read_each(files: Sequence[Path], read: Callable[[Path], Answer]) -> Iterator[Answer]:
    for file in files:
        try:
            yield {"file": str(file), **read(file)}
        except DrawingError as error:
            yield {"file": str(file), "error": str(error)}


def _digit_answer(file: Path, network: Network) -> Answer:
    reading = read_drawing(file.name, drawing_content(file))
    if reading.image is None:
        raise DrawingError(no_ink(file.name))
    probabilities = forward(network, reading.image[None]).probabilities[0]
    hints = reading.hints or tuple(filter(None, [doubt_text(probabilities)]))
    return {**_what_is_read(probabilities), "sure": is_sure(probabilities), "hints": list(hints)}


def _number_answer(file: Path, network: Network) -> Answer:
    reading = read_number(open_drawing(file.name, drawing_content(file)), network)
    if not reading.digits:
        why = " ".join(reading.hints)
        raise DrawingError(f"{file.name} cannot be read: {why}" if why else no_ink(file.name))
    digits = [
        {
            **_what_is_read(one.probabilities),
            "box": [round(place, 1) for place in one.box],
            "sure": one.sure,
            "doubt": one.doubt,
        }
        for one in reading.digits
    ]
    return {"number": reading.text, "digits": digits, "hints": list(reading.hints)}


def _what_is_read(probabilities: NDArray[np.floating[Any]]) -> Answer:
    """Describe an answer by its (10,) probabilities: the likeliest digit, and the next."""
    return {
        "digit": int(probabilities.argmax()),
        "probabilities": [float(share) for share in probabilities],
        "runner_up": runner_up(probabilities),
    }


def digit_line(answer: Answer) -> str:
    """Write an answer of ``read_files`` for people, with hints below it."""
    line = f"{as_line(answer['file'])}: {answer['digit']} ({max(answer['probabilities']):.1%} sure)"
    return "\n  ".join([line, *answer["hints"]])


def number_line(answer: Answer) -> str:
    """Write an answer of ``read_numbers`` for people, with what was not sure below it."""
    least = min(max(digit["probabilities"]) for digit in answer["digits"])
    line = f"{as_line(answer['file'])}: {answer['number']} (least sure digit: {least:.1%})"
    return "\n  ".join([line, *answer["hints"]])
