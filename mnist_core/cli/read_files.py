"""Drawings answered by a run's network: what the Draw page and ``read`` show."""

from pathlib import Path
from typing import Any

from mnist_core.errors import DrawingError
from mnist_core.ink.drawing_files import file_content, no_ink, open_drawing, read_drawing
from mnist_core.multidigit.read_number import DigitReading, read_number
from mnist_core.network.mlp import forward
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network


def read_files(store: RunStore, run: Run, files: list[Path]) -> list[dict[str, Any]]:
    """Read the digit in each file, as ``read --json`` prints it.

    Raises:
        DrawingError: a file cannot be read, or has no ink.
        StoreError: the run has learned nothing yet.
    """
    network = load_network(store, run)
    answers = []
    for file in files:
        image = read_drawing(file.name, file_content(file)).image
        if image is None:
            raise DrawingError(no_ink(file.name))
        probabilities = forward(network, image[None]).probabilities[0]
        answers.append(
            {
                "file": str(file),
                "digit": int(probabilities.argmax()),
                "probabilities": [float(share) for share in probabilities],
            }
        )
    return answers


def read_numbers(store: RunStore, run: Run, files: list[Path]) -> list[dict[str, Any]]:
    """Read the number in each file, as ``read --number --json`` prints it.

    Raises:
        DrawingError: a file cannot be read, has no ink, or holds too many digits.
        StoreError: the run has learned nothing yet.
    """
    network = load_network(store, run)
    answers = []
    for file in files:
        reading = read_number(open_drawing(file.name, file_content(file)), network)
        if not reading.digits:
            reason = " ".join(reading.hints) or "no ink was found in it."
            raise DrawingError(f"{file.name} cannot be read: {reason}")
        digits = [_digit_document(one) for one in reading.digits]
        answers.append(
            {
                "file": str(file),
                "number": reading.text,
                "digits": digits,
                "hints": list(reading.hints),
            }
        )
    return answers


def digit_line(answer: dict[str, Any]) -> str:
    """Write an answer of ``read_files`` for people."""
    return f"{answer['file']}: {answer['digit']} ({max(answer['probabilities']):.1%} sure)"


def number_line(answer: dict[str, Any]) -> str:
    """Write an answer of ``read_numbers`` for people, with what was not sure below it."""
    least = min(max(digit["probabilities"]) for digit in answer["digits"])
    line = f"{answer['file']}: {answer['number']} (least sure digit: {least:.1%})"
    return "\n  ".join([line, *answer["hints"]])


def _digit_document(one: DigitReading) -> dict[str, Any]:
    return {
        "digit": one.digit,
        "probabilities": [float(share) for share in one.probabilities],
        "box": [round(place, 1) for place in one.box],
        "sure": one.sure,
    }
