"""How much a handwriting is worth: taught some of its drawings, a copy of a run reads the rest.

``python tests/benchmarks/teaching.py RUN FILE... [--lessons 100] [--rounds 3]``; the files are what
``python -m mnist_core teach`` takes. Each round teaches other drawings.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))  # a script finds only its own folder

from mnist_core.dataset import LabelledDigits, scale_pixels
from mnist_core.engine.run_task import digits
from mnist_core.environment import read_settings
from mnist_core.handwriting.fine_tuning import fine_tuning_config
from mnist_core.handwriting.labelled_files import read_labelled_paths
from mnist_core.network.mlp import Network, forward
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network
from mnist_core.training.cross_validation import teach_copy


def main() -> None:
    """Print what is read rightly before and after, each round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--lessons", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    words = parser.parse_args()
    store = RunStore(read_settings())
    run = store.find(words.run)
    parent, drawings = load_network(store, run), read_labelled_paths(words.files)
    for number in range(words.rounds):
        order = np.random.default_rng(number).permutation(len(drawings))
        lessons, rest = (
            LabelledDigits(drawings.images[part], drawings.labels[part])
            for part in (order[: words.lessons], order[words.lessons :])
        )
        config = fine_tuning_config(run.config).model_copy(update={"seed": number})
        copy = teach_copy(config, config.epochs, digits(), parent, lessons, lambda: True)
        assert copy is not None
        for moment, network in (("before", parent), ("after", copy)):
            print(f"round {number} {moment:<7}{_scores(network, rest)}", flush=True)


def _scores(network: Network, rest: LabelledDigits) -> str:
    own = _share(network, scale_pixels(rest.images), rest.labels)
    test = _share(network, digits().x_test.numpy(), digits().y_test.numpy().argmax(axis=1))
    return f"{len(rest)} other drawings {own:.2%}, MNIST's test digits {test:.2%}"


def _share(network: Network, images: NDArray[np.float32], labels: NDArray[np.integer]) -> float:
    return float((forward(network, images).digits == labels).mean())


if __name__ == "__main__":
    main()
