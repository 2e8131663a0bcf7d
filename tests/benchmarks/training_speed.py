"""How fast the lab trains beside five others, and what streaming costs it.

    python tests/benchmarks/training_speed.py [--rounds 3] [--dropout 0.2] [--environment FOLDER]

Each trainer runs in a process of its own, one after the other, round by round; of each the fastest
epoch after the first counts, and the median of the rounds. The others, but for Keras, are installed
from ``tests/benchmarks/requirements.txt`` into an environment of their own, which the next call
finds again. None but the lab reports anything while it trains, and none validates. Beside the
seconds stands the share of what this machine reaches in products of matrices, by NumPy, and what an
epoch of the lab takes when each digit is changed anew, as the preset ``reader`` does, and bent too,
as ``best`` does.
The cost of streaming is the median of the rounds' own ratios, in this process.
"""

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.dataset import MNIST_FILE
from mnist_core.engine.run_reporter import RunReporter
from mnist_core.engine.run_task import digits
from mnist_core.environment import Settings
from mnist_core.network.architecture import CLASSES, INPUT_SIZE
from mnist_core.network.training_path import training_path
from mnist_core.presets import PRESETS
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.training.compiler_flags import compile_in_order
from mnist_core.training.epoch_digits import DigitTensors
from mnist_core.training.model import build_model
from mnist_core.training.train_loop import Stepper
from mnist_core.training.train_step import Sums
from mnist_core.training.trainer import Training

HERE = Path(__file__).parent
ENVIRONMENT = Path(tempfile.gettempdir()) / "digit-lab-trainers"
OURS, OTHERS = ("lab", "keras_fit"), ("pytorch", "jax_epoch", "sklearn_mlp", "nnd")
WITHOUT_DROPOUT = ("sklearn_mlp",)
EPOCHS = 8  # with fewer the lab does not compile the second shape
TRAINING_DIGITS = 60_000
AUGMENTED = {"augmentation": PRESETS["reader"].config.augmentation}
BENT = AUGMENTED | {"elastic": PRESETS["best"].config.elastic}
SHAPES = {
    "784-32-10, batch 32": RunConfig(hidden_units=(32,), batch_size=32, validation="test"),
    "784-128-10, batch 128": RunConfig(validation="test"),
    "784-784-10, batch 200": RunConfig(hidden_units=(784,), batch_size=200, validation="test"),
    "784-784-784-784-10, batch 200": RunConfig(
        hidden_units=(784, 784, 784), batch_size=200, validation="test"
    ),
}
NOTHING = Sums(np.float32(0), np.float32(0))


def bare_run(config: RunConfig, tensors: DigitTensors):
    """Give a function that trains and validates every epoch of a new model, and tells nobody."""

    def run() -> float:
        path = training_path(config)
        stepper = Stepper(build_model(config, path), config, tensors, path=path)
        stepper.validate()
        stepper.run(NOTHING, 0, 1)
        began = time.perf_counter()
        for number in range(1, config.epochs + 1):
            stepper.begin_epoch(number)
            stepper.run(NOTHING, 0, stepper.steps)
            stepper.validate()
        stepper.test()
        return time.perf_counter() - began

    return run


def streamed_run(config: RunConfig, tensors: DigitTensors, store: RunStore):
    """Give a function that does the same with reports, requests, snapshots and checkpoints."""

    def run() -> float:
        lease = RunLease(store, store.create(config).id, "benchmark")
        claimed = lease.claim()
        assert claimed is not None
        with RunReporter(lease, claimed) as reporter:
            training = Training(claimed, tensors, reporter, None)
            training._stepper.validate()  # traced and laid out, as the other side's is
            training._stepper.run(NOTHING, 0, 1)
            began = time.perf_counter()
            training.train()
            reporter.flush()
            return time.perf_counter() - began

    return run


def own_environment(folder: Path) -> Path:
    """Give the Python of the others' environment, made and filled where it is not there."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        wanted = HERE / "requirements.txt"
        install = (python, "-m", "pip", "install", "--quiet", "--requirement", wanted)
        subprocess.run(install, check=True)
    return python


def train(python: str | Path, trainer: str, config: RunConfig) -> dict[str, Any]:
    """Have a trainer train in a process of its own, and give its answer."""
    task = {
        "digits": str(MNIST_FILE),
        "hidden_units": config.hidden_units,
        "batch_size": config.batch_size,
        "dropout": config.dropout,
        "augmentation": config.augmentation,
        "elastic": config.elastic,
        "epochs": EPOCHS,
    }
    command = (python, "-m", f"tests.benchmarks.trainers.{trainer}", json.dumps(task))
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parents[1])
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def products_per_second() -> float:
    """Give the floating-point operations a second that this machine reaches in matrix products."""
    a = np.ones((4096, 4096), np.float32)
    return 2 * 4096**3 / min(seconds(lambda: a @ a) for _ in range(5))


def operations(config: RunConfig) -> int:
    """Count the floating-point operations in an epoch's products of matrices.

    A layer has one forward, one for its own gradient, and, but for the first, one for that of the
    layer before it.
    """
    sizes = [INPUT_SIZE, *config.hidden_units, CLASSES]
    products = [
        2 * rows * columns * (2 if place == 0 else 3)
        for place, (rows, columns) in enumerate(itertools.pairwise(sizes))
    ]
    return sum(products) * TRAINING_DIGITS


def print_speed(rounds: int, dropout: float, others: Path) -> None:
    """Compare the seconds of an epoch, shape by shape."""
    pythons: dict[str, str | Path] = dict.fromkeys(OURS, sys.executable)
    pythons |= dict.fromkeys(OTHERS, others)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores")
    print(f"dropout {dropout:g}, seconds an epoch after the first, median of {rounds}")
    versions: dict[str, str] = {}
    print(f"{'shape':<32}" + "".join(f"{name:>13}" for name in pythons))
    for shape, plain in SHAPES.items():
        config = plain.model_copy(update={"dropout": dropout})
        taken: dict[str, list[float]] = {}
        augmented: list[float] = []
        bent: list[float] = []
        fastest = 0.0
        for _ in range(rounds):
            fastest = max(fastest, products_per_second())
            for trainer, python in pythons.items():
                if dropout and trainer in WITHOUT_DROPOUT:
                    continue
                answer = train(python, trainer, config)
                versions[trainer] = answer["version"]
                taken.setdefault(trainer, []).append(min(answer["seconds"][1:]))
            for changes, seconds_taken in ((AUGMENTED, augmented), (BENT, bent)):
                answer = train(sys.executable, "lab", config.model_copy(update=changes))
                seconds_taken.append(min(answer["seconds"][1:]))
        medians = {trainer: statistics.median(each) for trainer, each in taken.items()}
        cells = (f"{medians[name]:12.2f}s" if name in medians else f"{'–':>13}" for name in pythons)
        print(f"{shape:<32}" + "".join(cells), flush=True)
        rivals = {name: value for name, value in medians.items() if name != "lab"}
        best = min(rivals, key=rivals.__getitem__)
        share = operations(config) / medians["lab"] / fastest
        print(
            f"{'':<32}the lab takes {medians['lab'] / rivals[best]:.2f} times as long as {best}, "
            f"{medians['lab'] / rivals['keras_fit']:.2f} times as long as fit, and reaches "
            f"{share:.0%} of {fastest / 1e9:.0f} GFLOP/s; with augmentation "
            f"{statistics.median(augmented):.2f} s, and bent {statistics.median(bent):.2f} s",
            flush=True,
        )
    print("; ".join(versions.values()))


def print_streaming(rounds: int, tensors: DigitTensors) -> None:
    """Compare whole runs with and without all that makes them visible and safe."""
    print(f"\n{'shape':<32}{'bare':>9}{'streamed':>10}{'cost':>8}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = RunStore(Settings(home, f"sqlite:///{home / 'l.sqlite'}", folder, None, 1))
        for name, config in SHAPES.items():
            bare, streamed = bare_run(config, tensors), streamed_run(config, tensors, store)
            pairs = [(bare(), streamed()) for _ in range(rounds)]
            without, with_it = (statistics.median(side) for side in zip(*pairs, strict=True))
            cost = statistics.median(b / a for a, b in pairs) - 1
            print(f"{name:<32}{without:>8.2f}s{with_it:>9.2f}s{cost:>8.1%}", flush=True)


def seconds(function) -> float:
    """Time one call."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def main() -> None:
    """Measure every shape and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--environment", type=Path, default=ENVIRONMENT)
    asked = parser.parse_args()
    print_speed(asked.rounds, asked.dropout, own_environment(asked.environment))
    compile_in_order()
    print_streaming(2 * asked.rounds, digits())


if __name__ == "__main__":
    main()
