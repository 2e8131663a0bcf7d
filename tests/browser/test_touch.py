"""A finger on a phone: real touch events of the browser's write on the canvas and move no page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.canvas import steady_canvas
from tests.browser.test_draw_page import SEVEN, expect_answer

pytestmark = pytest.mark.keras

STEPS = 12
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


@pytest.fixture
def finger(page: Page) -> Iterator[CDPSession]:
    """Give a phone's finger, as Chromium's own protocol has it."""
    page.set_viewport_size({"width": 390, "height": 844})
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    yield session
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    session.detach()


def touch(finger: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    places = [{"x": x, "y": y} for x, y in points]
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})


def drag(finger: CDPSession, start: tuple[float, float], *stops: tuple[float, float]) -> None:
    """Put a finger down, move it from place to place in small steps, and lift it."""
    touch(finger, "touchStart", start)
    here = start
    for stop in stops:
        for step in range(1, STEPS + 1):
            share = step / STEPS
            x, y = (a + share * (b - a) for a, b in zip(here, stop, strict=True))
            touch(finger, "touchMove", (x, y))
        here = stop
    touch(finger, "touchEnd")


def test_a_finger_writes_a_digit_that_is_read_and_the_page_stays(page, lab, finger):
    page.goto("/draw")
    expect_answer(page, "nothing yet")
    box = steady_canvas(page)
    scale = box["width"] / 280
    before = page.evaluate(SCROLLED)

    for stroke in SEVEN:
        places = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in stroke]
        drag(finger, places[0], *places[1:])

    expect_answer(page, "7")
    expect(page.get_by_role("button", name="Undo").last).to_be_enabled()
    assert page.evaluate(SCROLLED) == before
