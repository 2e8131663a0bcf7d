"""Make the starter's files anew: ``python -m mnist_core.cli.make_starter``, a few minutes.

The weights are kept as float16, and the test error is measured with those.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from mnist_core.cli.json_documents import run_document
from mnist_core.cli.train_here import train_here
from mnist_core.dataset import load_mnist
from mnist_core.environment import read_settings
from mnist_core.network.mlp import forward, network_from_arrays
from mnist_core.operating_system import keep_arrow_out, temporary_folder
from mnist_core.presets import STARTER_CONFIG
from mnist_core.store.artifacts import Arrays
from mnist_core.store.names import STARTER
from mnist_core.store.records import Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.store.starter import FACTS, FOLDER


def make_starter(folder: Path = FOLDER) -> Run:
    """Train the starter in a lab of its own, write its files, and give it as it is described."""
    with temporary_folder() as home:
        store = RunStore(read_settings({"DIGIT_LAB_HOME": str(home)}))
        run = train_here(store, STARTER_CONFIG, "", quiet=False)
        arrays = rounded(store.artifacts.read(run.id, LAST))
        history = store.history(run.id)
        store.database.dispose()
    run = replace(run, id=STARTER, name=STARTER, test_accuracy=test_accuracy(run, arrays))
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / f"{LAST}.npz", **arrays)  # type: ignore[arg-type]  # the stubs mix up allow_pickle
    facts = json.dumps(run_document(run, history), indent=1)
    (folder / FACTS.name).write_text(f"{facts}\n", encoding="utf-8", newline="\n")
    return run


def rounded(arrays: Arrays) -> Arrays:
    """Give a snapshot's arrays in half the bytes: float16, whose 11 bits are enough to read."""
    return {name: array.astype(np.float16) for name, array in arrays.items()}


def test_accuracy(run: Run, arrays: Arrays) -> float:
    """Give the share of the 10,000 test digits that these weights read correctly."""
    mnist = load_mnist()
    network = network_from_arrays(run.config.activation, arrays, run.config.normalization)
    answer = forward(network, mnist.x_test.astype(np.float32) / 255)
    return float((answer.digits == mnist.y_test).mean())


if __name__ == "__main__":
    keep_arrow_out()
    made = make_starter()
    print(f"{FOLDER}: {made.test_error_percent:.2f}% test error")
