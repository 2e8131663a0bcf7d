"""How fast the lab trains, against ``fit`` with its defaults, and what streaming costs.

    python tests/benchmarks/training_speed.py [--rounds 3]

Prints medians and ratios from this one run, the cost of streaming as the median of the rounds'
own ratios. Both sides see the same digits in the same process,
one after the other in each round, so that a busy machine slows both.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.dataset import Mnist, load_mnist, normalise
from mnist_core.engine.run_reporter import RunReporter
from mnist_core.engine.run_task import digits
from mnist_core.environment import Settings
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.training.model import build_model
from mnist_core.training.train_loop import DigitTensors, Stepper, Sums
from mnist_core.training.trainer import MIN_SLICES, Training

SHAPES = {
    "784-32-10, batch 32": RunConfig(hidden_units=(32,), batch_size=32, validation="test"),
    "784-128-10, batch 128": RunConfig(validation="test"),
    "784-784-10, batch 200": RunConfig(hidden_units=(784,), batch_size=200, validation="test"),
    "784-784-784-784-10, batch 200": RunConfig(
        hidden_units=(784, 784, 784), batch_size=200, validation="test"
    ),
}
NOTHING = Sums(np.float32(0), np.float32(0))


def fit_epoch(config: RunConfig, x, y):
    """Give a function that trains one epoch with ``fit`` and its defaults."""
    model = build_model(config)
    model.fit(x, y, batch_size=config.batch_size, verbose=0)  # traced and warm
    return lambda: model.fit(x, y, batch_size=config.batch_size, verbose=0)


def lab_epoch(config: RunConfig, tensors: DigitTensors):
    """Give a function that trains one epoch with the lab's loop, in slices as it does."""
    stepper = Stepper(build_model(config), config, tensors)
    length = stepper.steps // MIN_SLICES

    def epoch() -> None:
        stepper.begin_epoch(1)
        stepper.run(NOTHING, 0, length, lambda done, _: min(done + length, stepper.steps))

    epoch()
    return epoch


def bare_run(config: RunConfig, tensors: DigitTensors):
    """Give a function that trains and validates every epoch of a new model, and tells nobody."""

    def run() -> float:
        stepper = Stepper(build_model(config), config, tensors)
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


def print_speed(rounds: int, mnist: Mnist, tensors: DigitTensors) -> None:
    """Compare an epoch of ``fit`` with one of the lab, shape by shape."""
    x, y = normalise(mnist.x_train), tensors.y_train.numpy()
    print(f"{'shape':<32}{'fit':>9}{'lab':>9}{'ratio':>8}")
    for name, config in SHAPES.items():
        theirs_epoch, our_epoch = fit_epoch(config, x, y), lab_epoch(config, tensors)
        pairs = [(seconds(theirs_epoch), seconds(our_epoch)) for _ in range(rounds)]
        theirs, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
        print(f"{name:<32}{theirs:>8.2f}s{ours:>8.2f}s{theirs / ours:>7.1f}x", flush=True)


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
    """Measure every shape and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    tensors = digits()
    print_speed(rounds, load_mnist(), tensors)
    print_streaming(2 * rounds, tensors)


if __name__ == "__main__":
    main()
