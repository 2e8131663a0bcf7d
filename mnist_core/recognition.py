"""Drawings answered by a run's network: what the Draw page and ``read`` show."""

from pathlib import Path
from typing import Any

from mnist_core.drawings import read_drawing
from mnist_core.errors import DrawingError
from mnist_core.network import forward
from mnist_core.records import Run
from mnist_core.snapshots import load_network
from mnist_core.store import RunStore


def read_files(store: RunStore, run: Run, files: list[Path]) -> list[dict[str, Any]]:
    """Read the digit in each file, as ``read --json`` prints it.

    Raises:
        DrawingError: a file cannot be read, or has no ink.
        StoreError: the run has learned nothing yet.
    """
    network = load_network(store, run)
    answers = []
    for file in files:
        image = read_drawing(file.name, _content(file)).image
        if image is None:
            raise DrawingError(f"{file.name} is empty: no ink was found in it.")
        probabilities = forward(network, image[None]).probabilities[0]
        answers.append(
            {
                "file": str(file),
                "digit": int(probabilities.argmax()),
                "probabilities": [float(share) for share in probabilities],
            }
        )
    return answers


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DrawingError(f"{file} cannot be read: {error.strerror}.") from error
