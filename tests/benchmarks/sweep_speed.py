"""How many trials an hour a sweep does, side by side with a serial loop of ``fit`` with its
defaults over the same settings; and two workers of one core against one.

Run it on an idle machine: ``python tests/benchmarks/sweep_speed.py [--trials 24] [--epochs 3]``;
on a noisy one in several rounds, ``--rounds 4``, whose median counts, ``--no-loop`` for the
comparison of workers alone.
Both begin with Keras loaded and the digits in memory; the sweep's time is from its first trial's
begin to its last one's end, the loop's that of building, fitting and scoring every network.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.dataset import HOLDOUT_SIZE, load_mnist, scale_pixels
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.records import Trial
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials

SPACE = ("hidden_units=16|32|64|32,16", "learning_rate=3e-4..1e-2:log", "dropout=0..0.3")


def main() -> None:
    """Measure and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--trials", type=int, default=24)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--no-loop", action="store_true")
    asked = parser.parse_args()
    plan = make_plan(
        base=RunConfig(epochs=asked.epochs, batch_size=asked.batch_size),
        dimensions=[parse_dimension(text) for text in SPACE],
        sampler="random",
        trials=asked.trials,
    )
    rounds = [compare(plan, with_loop=not asked.no_loop) for _ in range(asked.rounds)]
    if asked.rounds > 1:
        medians = " and ".join(f"{np.median(ratios):.2f}" for ratios in zip(*rounds, strict=True))
        print(f"medians of {asked.rounds} rounds: {medians} times")


def compare(plan: SweepPlan, *, with_loop: bool) -> list[float]:
    """Print trials an hour of one worker, of two, and of the loop over the same settings.

    Returns:
        Two workers over one, and, with the loop, two workers over it.
    """
    one, trials = sweep_rate(plan, workers=1)
    two, _ = sweep_rate(plan, workers=2)
    print(f"{'one worker of one core':<32}{one:>8.0f} trials an hour")
    print(f"{'two workers of one core':<32}{two:>8.0f} trials an hour, {two / one:.2f} times one")
    if not with_loop:
        return [two / one]
    loop = loop_rate([plan.config(trial.params) for trial in trials])
    print(f"{'serial fit with its defaults':<32}{loop:>8.0f} trials an hour")
    print(f"the sweep does {two / loop:.1f} times as many as the loop", flush=True)
    return [two / one, two / loop]


def sweep_rate(plan: SweepPlan, workers: int) -> tuple[float, list[Trial]]:
    """Give the trials an hour of a sweep with as many workers of one core, and its trials.

    A small sweep comes first, so that the workers are there and how many at once is known.
    """
    with tempfile.TemporaryDirectory() as home, engine(home, workers) as store:
        carry_out(store, plan.model_copy(update={"trials": workers}))
        trials = carry_out(store, plan)
    ends = [trial.ended_at or 0.0 for trial in trials]
    return 3600 * len(trials) / (max(ends) - min(trial.began_at for trial in trials)), trials


@contextmanager
def engine(home: str, workers: int) -> Iterator[RunStore]:
    """Serve a store in ``home`` by an engine of its own."""
    os.environ["DIGIT_LAB_WORKERS"] = str(workers)
    settings = read_settings({"DIGIT_LAB_HOME": home, "DIGIT_LAB_WORKERS": str(workers)})
    store = RunStore(settings)
    supervisor = Supervisor(settings)
    supervisor.start()
    try:
        yield store
    finally:
        supervisor.stop()


def carry_out(store: RunStore, plan: SweepPlan) -> list[Trial]:
    """Do a sweep, and give its trials."""
    sweep = create_sweep(store, plan)
    while read_sweep(store, sweep.id).active:
        time.sleep(0.2)
    trials = sweep_trials(store, sweep.id)
    assert all(trial.state == "finished" for trial in trials), trials
    return trials


def loop_rate(configs: list[RunConfig]) -> float:
    """Give the trials an hour of ``fit`` with its defaults, one network after another."""
    from mnist_core.training.model import build_model  # noqa: PLC0415 - the sweeps need the memory first

    mnist = load_mnist()
    x, y = scale_pixels(mnist.x_train), np.eye(10, dtype=np.float32)[mnist.y_train]
    x_test, y_test = scale_pixels(mnist.x_test), np.eye(10, dtype=np.float32)[mnist.y_test]
    x_train, y_train = x[:-HOLDOUT_SIZE], y[:-HOLDOUT_SIZE]
    held_out = (x[-HOLDOUT_SIZE:], y[-HOLDOUT_SIZE:])
    began = time.perf_counter()
    for config in configs:
        model = build_model(config)
        model.fit(
            x_train,
            y_train,
            batch_size=config.batch_size,
            epochs=config.epochs,
            validation_data=held_out,
            verbose=0,
        )
        model.evaluate(x_test, y_test, verbose=0)
    return 3600 * len(configs) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
