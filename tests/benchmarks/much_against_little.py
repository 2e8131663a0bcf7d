"""How many times as long much takes as little: pages with many runs or trials, and their figures.

``python tests/benchmarks/much_against_little.py [--rounds 5]``. Both are timed in turns, so that a
machine that changes its speed does so for both; the median of the rounds counts.
"""

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[2] / "pages"))

import streamlit as st
from streamlit.components.v2 import manifest_scanner

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.time_estimate import estimate
from tests.app.conftest import new_app
from tests.app.runs import many
from tests.app.test_many import a_sweep
from tests.core.figures.test_sweep_overview import FIGURES, PLAN
from tests.sweep_samples import sample_trials

LITTLE, RUNS, TRIALS = 10, 10_000, 1_000


def main() -> None:
    """Print what much and little take, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    scan = cache(manifest_scanner.scan_component_manifests)
    manifest_scanner.scan_component_manifests = scan  # once, as a server does
    logging.disable(logging.WARNING)  # Streamlit's, of pages without a browser
    with tempfile.TemporaryDirectory() as folder:
        for page, write, count in (
            ("compare.py", many, RUNS),
            ("board.py", many, RUNS),
            ("sweep.py", a_sweep, TRIALS),
        ):
            homes = [written_home(Path(folder, f"{page}-{n}"), write, n) for n in (count, LITTLE)]
            for again in (False, True):
                title = f"{page}, {count:,} against {LITTLE}, {'again' if again else 'first'}"
                much, little = (partial(drawing_time, page, home, again) for home in homes)
                report(title, much, little, rounds)
        store = open_lab(Path(folder, "grids"))
        much, little = (partial(taken, estimate, store, grid_of(each)) for each in (100, 4))
        report("estimate of a grid, 10,000 points against 16", much, little, rounds)
    for name, figure in FIGURES.items():
        much, little = (partial(taken, figure, sample_trials(n, PLAN)) for n in (TRIALS, LITTLE))
        report(f"figure {name}, {TRIALS:,} against {LITTLE}", much, little, rounds)


def report(title: str, much: Callable[[], float], little: Callable[[], float], rounds: int) -> None:
    """Time both in turns, and print their medians and the ratio's."""
    little()  # some things are imported only once
    pairs = [(much(), little()) for _ in range(rounds)]
    long, short = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(
        f"{title:<52}{1000 * long:>8.0f} ms{1000 * short:>8.0f} ms{ratio:>7.2f} times", flush=True
    )


def open_lab(home: Path) -> RunStore:
    """Make the pages that are drawn next those of the lab in this folder."""
    os.environ["DIGIT_LAB_HOME"] = str(home)
    st.cache_resource.clear()
    return RunStore(read_settings())


def written_home(home: Path, write: Callable[[RunStore, int], None], count: int) -> Path:
    """Make a lab with so many runs or trials, and give its folder."""
    write(open_lab(home), count)
    return home


def drawing_time(page: str, home: Path, again: bool) -> float:
    """Measure how long a newcomer's first drawing of a page takes, or the next; in seconds."""
    open_lab(home)
    app = new_app().run()
    if again:
        app.switch_page(page).run()
    seconds = taken((app if again else app.switch_page(page)).run)
    assert not app.exception
    return seconds


def grid_of(each: int) -> SweepPlan:
    """Give a grid of two settings with so many values each."""
    varied = (f"dropout=0..0.9:{each}", f"l2=0..1:{each}")
    return make_plan(
        base=RunConfig(epochs=4), dimensions=map(parse_dimension, varied), sampler="grid"
    )


def taken(work: Callable[..., object], *arguments: object) -> float:
    """Measure how long a call takes, in seconds."""
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
