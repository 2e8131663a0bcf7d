"""Someone clicks faster than the pages are drawn, on a busy machine, while a run trains.

Streamlit 1.67 takes a script run that is asked for at the wrong moment amiss: the page that comes
next stays empty, or stands still. Nothing of the lab asks at such a moment; where the canvas has
done so, the page is drawn again.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from mnist_core.config import RunConfig
from tests.browser.test_draw_page import CANVAS, SEVEN
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

HEADINGS = {
    "Train": "Epoch",
    "Draw": "Probability of each digit",
    "Compare": "configurations",
    "Diagnose": "Layers",
    "Lessons": "slides",
}
WALKS = [
    ("Draw", "Diagnose", "Train"),
    ("Compare", "Draw", "Compare"),
    ("Lessons", "Draw", "Draw", "Diagnose"),
]


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Take a core from the lab meanwhile."""
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    yield
    other.kill()
    other.wait()


def scribble(page: Page, *, clear: bool) -> None:
    """Write a stroke where the canvas is at this moment, if it is there, and go on at once."""
    with suppress(Error):
        box = page.locator(CANVAS).last.bounding_box(timeout=500)
        if box is None:
            return
        (x, y), *others = SEVEN[0]
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x_next, y_next in others:
            page.mouse.move(box["x"] + x_next, box["y"] + y_next, steps=3)
        page.mouse.up()
        if clear:
            page.locator(".st-key-clear button").last.click(timeout=500)


def expect_whole(page: Page, name: str) -> None:
    """The page that was clicked last is there, and stays."""
    link = page.get_by_test_id("stTopNavLink").filter(has_text=name)
    for _ in range(2):
        expect(link).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        expect(page.get_by_test_id("stMain").get_by_text(HEADINGS[name]).first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        page.wait_for_timeout(700)


@pytest.mark.usefixtures("busy_machine")
def test_the_page_that_was_clicked_last_is_there_and_whole(page, lab, idle):
    run = lab.create(RunConfig(epochs=500, hidden_units=(32,), batch_size=500), "quick")
    wait_until(lambda: lab.read(run.id).epochs_done > 0)
    page.goto("/")
    expect_whole(page, "Train")

    for number, walk in enumerate(WALKS):
        for step, name in enumerate(walk):
            page.get_by_role("link", name=name, exact=True).first.click()
            page.wait_for_timeout((20, 150, 400)[(number + step) % 3])
            if name == "Draw":
                scribble(page, clear=number % 2 == 1)
        expect_whole(page, walk[-1])

    assert lab.read(run.id).state == "training"
