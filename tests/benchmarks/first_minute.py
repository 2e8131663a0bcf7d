"""How long a newcomer waits: for the page, for the first answer, and for a run after its click.

``python tests/benchmarks/first_minute.py [--rounds 3]``; it starts labs on empty homes and a
Chromium, and a bare app of one line beside each, so that a machine that changes its speed does so
for both. What is printed depends on the machine; the ratios do so less.
"""

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Browser, Page, expect

from tests.browser.real_lab import Server, free_port, open_chromium
from tests.browser.test_draw_page import ANSWER, draw
from tests.waiting import PATIENCE_S

PROGRESS = re.compile(r"Epoch \d+ of")
SEEN = """label => [...document.querySelectorAll("button, p")].some(
    (each) => each.checkVisibility() && each.innerText.trim().endsWith(label)
)"""
BARE = "import streamlit as st\nst.write('Painted')\n"


@dataclass(frozen=True)
class Waits:
    """Seconds on an empty home.

    Attributes:
        page: from the command to Train on the page.
        answer: from the command to the first answer on Draw, the time of drawing included.
        first: from the first click on Train to the first progress on the page.
        warm: the same of a second run.
    """

    page: float
    answer: float
    first: float
    warm: float


def main() -> None:
    """Print each wait, and its ratio to what stands beside it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    expect.set_options(timeout=1000 * PATIENCE_S)
    with open_chromium() as browser:
        bare_app(browser)  # files are in memory from now on, as they are for what comes after
        found = [(bare_app(browser), keras_import(), lab(browser)) for _ in range(rounds)]
    bare = statistics.median(painted for painted, _, _ in found)
    keras = statistics.median(imported for _, imported, _ in found)
    page, answer, first, warm = (
        statistics.median(getattr(waits, name) for _, _, waits in found)
        for name in ("page", "answer", "first", "warm")
    )
    print(f"a bare app is painted after {bare:.1f} s; the lab after {page:.1f} s", end=", ")
    print(f"{page / bare:.2f} times")
    print(f"a first drawing is answered {answer:.1f} s after the command")
    print(
        f"Keras is imported in {keras:.1f} s; Train at once: progress after {first:.1f} s", end=", "
    )
    print(f"{first / keras:.2f} times; a second run: after {warm:.2f} s")


def bare_app(browser: Browser) -> float:
    """Give the seconds from the command to the text of an app of one line."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder) / "bare.py"
        app.write_text(BARE)
        began, port = time.perf_counter(), free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.headless=true"]
        options = [f"--server.port={port}", "--server.address=127.0.0.1"]
        with subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL) as process:
            wait_for_server(port)
            with tab(browser, f"http://127.0.0.1:{port}") as page:
                painted = see(page, "Painted") - began
            process.send_signal(signal.SIGTERM)
    return painted


def keras_import() -> float:
    """Give the seconds that a process takes which imports Keras and ends."""
    began = time.perf_counter()
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run([sys.executable, "-c", "import keras"], check=True, env=environment)
    return time.perf_counter() - began


def lab(browser: Browser) -> Waits:
    """Open the lab twice on an empty home, to train at once and to draw at once."""
    with served() as (server, began), tab(browser, server.url) as page:
        painted = see(page, "Train") - began
        first = train(page)
        expect(page.get_by_text(re.compile("Finished after"))).to_be_visible()
        page.wait_for_timeout(2_000)
        warm = train(page)
    with served() as (server, began), tab(browser, server.url) as page:
        page.goto("/draw")
        expect(page.locator(f"{ANSWER}")).to_have_attribute("aria-label", re.compile("nothing"))
        draw(page, [[(60, 70), (200, 70)], [(200, 70), (130, 220)]])
        expect(page.locator(f"{ANSWER}")).to_have_attribute("aria-label", re.compile(r"\d, "))
        answered = time.perf_counter() - began
    return Waits(painted, answered, first, warm)


def see(page: Page, label: str) -> float:
    """Open the first page, and give the time at which a button or a text of it is there.

    It is looked for in each frame: Playwright's own waits look ever less often, up to a second.
    """
    page.goto("/", wait_until="commit")
    page.wait_for_function(SEEN, arg=label)
    return time.perf_counter()


def train(page: Page) -> float:
    """Press Train with short settings, and give the seconds until progress is on the page."""
    before = page.url
    page.get_by_role("button", name="Train", exact=True).click()
    began = time.perf_counter()
    page.wait_for_function("before => location.href !== before", arg=before)
    expect(page.get_by_text(PROGRESS)).to_be_visible()
    return time.perf_counter() - began


def wait_for_server(port: int) -> None:
    """Wait until somebody answers; a browser that asks too soon loses a second over it."""
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.02)


@contextmanager
def tab(browser: Browser, url: str) -> Iterator[Page]:
    """Open a visitor's tab that remembers nothing."""
    with browser.new_context(base_url=url, viewport={"width": 1280, "height": 900}) as visitor:
        yield visitor.new_page()


@contextmanager
def served() -> Iterator[tuple[Server, float]]:
    """Start a lab on an empty home; gives it and when the command was given."""
    with tempfile.TemporaryDirectory() as home:
        server, began = Server(Path(home)), time.perf_counter()
        server.start(wait=False)
        wait_for_server(server.port)
        try:
            yield server, began
        finally:
            server.stop()


if __name__ == "__main__":
    main()
