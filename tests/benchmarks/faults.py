"""How often a run ends as if nothing had befallen the lab, and how long it waits for an epoch.

    python -m tests.benchmarks.faults [--times 20] [--only NAME] [--long] [--workers 1]

Each fault strikes at a random moment of a run, in a lab that has been up for a while; a disk is
filled where this user may mount a small one.
"""

import argparse
import functools
import os
import signal
import statistics
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).parents[2]))

from mnist_core.config import RunConfig
from tests.browser.real_lab import WORKERS
from tests.faults.disturbance import CONFIG, disturb, undisturbed
from tests.faults.faults import FAULTS, Fault, disk_full, scheduler_killed
from tests.faults.lab_at_work import lab_at_work, lab_on_a_cluster, small_disk

LONG = RunConfig(epochs=25)
NAMES = [fault.__name__ for fault in FAULTS]


def measure(fault: Fault, config: RunConfig, times: int, workers: int) -> str:
    """Let a fault befall so many runs in one lab, and give a line of the table."""
    own = functools.partial(lab_at_work, workers=workers)
    start = lab_on_a_cluster if fault is scheduler_killed else own
    with (
        tempfile.TemporaryDirectory() as home,
        small_disk(Path(home)) as folder,
        start(folder) as lab,
    ):
        if fault is disk_full and not folder.is_mount():
            return "not tried: to mount a small disk takes root"
        peace = undisturbed(lab, config)
        ends = [disturb(lab, fault, config) for _ in range(times)]
    same = sum(each.ending == peace for each in ends)
    seconds = sorted(each.seconds for each in ends)
    spread = f"{seconds[0]:6.1f} {statistics.median(seconds):6.1f} {seconds[-1]:6.1f}"
    return f"{same:3} of {times:3}  {spread} s"


def main() -> None:
    """Print a line for each fault."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", choices=NAMES, action="append")
    parser.add_argument("--long", action="store_true", help="the default network, 25 epochs")
    parser.add_argument("--workers", type=int, default=WORKERS, help="of the lab's own, that train")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the lab ends with this process
    config = LONG if asked.long else CONFIG
    print(f"{'':22} same end    longest without a new epoch: least, median, most", flush=True)
    for fault in FAULTS:
        if asked.only is None or fault.__name__ in asked.only:
            name = fault.__name__.replace("_", " ")
            print(f"{name:22} {measure(fault, config, asked.times, asked.workers)}", flush=True)


if __name__ == "__main__":
    main()
