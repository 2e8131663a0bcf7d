"""How long five seeds of the default network take beside one, from the request to the last end.

    python tests/benchmarks/five_seeds.py [--rounds 3]

Each time in a lab of its own that has just come up, with nothing compiled and no network ready: one
run as Train begins it, then five as a repeat over seeds does.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from mnist_core.config import RunConfig
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import read_settings
from mnist_core.store.records import Origin
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service

SEEDS = 5


def seconds(seeds: int, origin: Origin) -> float:
    """Train the default with so many seeds in a new lab, and time it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGIT_LAB_HOME"] = folder
        settings = read_settings()
        store, supervisor = RunStore(settings), Supervisor(settings)
        supervisor.start()
        while read_service(store.database).state != "ready":
            time.sleep(0.1)
        began = time.perf_counter()
        runs = [store.create(RunConfig(seed=seed), origin=origin).id for seed in range(seeds)]
        while any(store.read(run).active for run in runs):
            time.sleep(0.02)
        taken = time.perf_counter() - began
        supervisor.stop()
    return taken


def main() -> None:
    """Measure in turns and print the median of the rounds' ratios."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    pairs = [(seconds(1, "hand"), seconds(SEEDS, "repeat")) for _ in range(rounds)]
    for one, five in pairs:
        print(f"one seed {one:.1f} s, five {five:.1f} s, {five / one:.2f} times as long")
    print(f"median {statistics.median(five / one for one, five in pairs):.2f}")


if __name__ == "__main__":
    main()
