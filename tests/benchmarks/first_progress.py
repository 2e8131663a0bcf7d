"""Where the time goes from a click on Train to the first progress on the page, in a warm lab.

``python tests/benchmarks/first_progress.py [--clicks 7]``; it starts a lab of its own and a
Chromium, and then trains in this process too, for the stages inside a worker. Each stage's median
is printed, with its share of the whole.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from playwright.sync_api import Page, expect

from mnist_core.config import RunConfig
from mnist_core.network.training_path import training_path
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from tests.browser.real_lab import Server, open_chromium
from tests.waiting import PATIENCE_S, wait_until

PROGRESS = re.compile(r"Epoch \d+ of")
CONFIG = RunConfig(epochs=30)
LINK = "/?epochs=30"
LOOK_S = 0.005


def main() -> None:
    """Print a table of the stages."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clicks", type=int, default=7)
    asked = parser.parse_args()
    expect.set_options(timeout=1000 * PATIENCE_S)
    clicks = through_the_page(asked.clicks)
    inside = inside_a_worker(asked.clicks)
    whole = statistics.median(sum(click.values()) for click in clicks)
    for name in clicks[0]:
        print_stage(name, [click[name] for click in clicks], whole)
    for name in inside[0]:
        print_stage(
            f"  where no run had its graph before: {name}", [stage[name] for stage in inside], whole
        )
    print_stage("in all", [sum(click.values()) for click in clicks], whole)


def print_stage(name: str, seconds: list[float], whole: float) -> None:
    """Print the median of a stage, and its share."""
    median = statistics.median(seconds)
    print(f"{name:58} {median:6.3f} s {median / whole:5.0%}")


def through_the_page(count: int) -> list[dict[str, float]]:
    """Press Train so many times in a warm lab, and give the seconds of each stage."""
    with tempfile.TemporaryDirectory() as home, open_chromium() as browser:
        server = Server(Path(home), workers=1)
        server.start()
        store = RunStore(server.settings)
        try:
            warm = store.create(CONFIG, "warm-up")
            wait_until(lambda: store.read(warm.id).epochs_done > 0)
            end(store, warm.id)
            page = browser.new_context(base_url=server.url).new_page()
            return [click(page, store) for _ in range(count)]
        finally:
            server.stop()


def click(page: Page, store: RunStore) -> dict[str, float]:
    """Train once, and give the seconds of each stage by this machine's clock."""
    page.goto(LINK)
    button = page.get_by_role("button", name="Train", exact=True)
    expect(button).to_be_visible()
    page.wait_for_timeout(1_500)
    page.evaluate(
        """() => document.addEventListener('click', () => { window.clicked = Date.now() / 1000 },
            { capture: true, once: true })"""
    )
    page.evaluate(
        """pattern => {
            const look = () => {
                const text = [...document.querySelectorAll('.st-key-run_progress *')]
                    .map(node => node.shadowRoot?.textContent ?? node.textContent).join(' ')
                if (new RegExp(pattern).test(text)) window.seen = Date.now() / 1000
                else requestAnimationFrame(look)
            }
            look()
        }""",
        PROGRESS.pattern,
    )
    before = store.count()
    button.click()
    run = None
    while run is None:
        time.sleep(LOOK_S)
        run = store.newest() if store.count() > before else None
    progress_at = None
    while progress_at is None:
        now = store.read(run.id)
        progress_at = time.time() if now.progress is not None else None
        time.sleep(LOOK_S)
    page.wait_for_function("window.seen")
    clicked, seen = page.evaluate("[window.clicked, window.seen]")
    ended = end(store, run.id)
    assert ended.started_at is not None
    return {
        "the page's script, until the run is in the store": ended.created_at - clicked,
        "the dispatcher's look, Dask, the worker's claim": ended.started_at - ended.created_at,
        "in the worker, until progress is in the store": progress_at - ended.started_at,
        "the look at the store, the message, the page": seen - progress_at,
    }


def end(store: RunStore, run_id: str) -> Run:
    """Stop a run, and give it once its worker has let it go."""
    store.stop(run_id)
    wait_until(lambda: not store.read(run_id).active)
    return store.read(run_id)


def inside_a_worker(count: int) -> list[dict[str, float]]:
    """Begin so many trainings in this process, and give the seconds of each stage."""
    from mnist_core.dataset import load_mnist  # noqa: PLC0415 - Keras, after the page's part
    from mnist_core.training.epoch_digits import DigitTensors  # noqa: PLC0415
    from mnist_core.training.model import build_model  # noqa: PLC0415
    from mnist_core.training.train_loop import Stepper  # noqa: PLC0415
    from mnist_core.training.train_step import Sums  # noqa: PLC0415

    digits = DigitTensors(load_mnist())

    def begin() -> dict[str, float]:
        marks: list[float] = [time.perf_counter()]

        def mark(_: Any = None) -> None:
            marks.append(time.perf_counter())

        path = training_path(CONFIG)
        model = build_model(CONFIG, path)
        mark()
        stepper = Stepper(model, CONFIG, digits, path=path)
        stepper.trace()
        mark()
        stepper.begin_epoch(1)
        stepper.run(Sums(np.float32(0), np.float32(0)), 0, max(1, stepper.steps // 8))
        mark()
        built, traced, sliced = np.diff(marks)
        return {
            "building the network": float(built),
            "tracing the loops": float(traced),
            "the first slice": float(sliced),
        }

    begin()
    return [begin() for _ in range(count)]


if __name__ == "__main__":
    main()
