"""A lesson in a real browser: from an empty lab to the slide's number beside the measured one."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from mnist_core.presets import PRESETS
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

SLIDE = PRESETS["slide-1"]
AMID = re.compile(r"Epoch \d of 2 · \d+%")
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def claim_all(lab):
    """Pause the lesson's run amid its epochs, and give it."""

    def trains() -> bool:
        run = lab.trained_with(SLIDE.config)
        return run is not None and run.progress is not None

    wait_until(trains)
    run = lab.trained_with(SLIDE.config)
    lab.pause(run.id)
    wait_until(lambda: lab.read(run.id).state == "paused")
    return run


def test_a_lesson_gives_the_slides_error_and_a_reload_loses_nothing(page, lab):
    page.goto("/lessons?lesson=simple-network")
    with ThreadPoolExecutor(1) as beside:  # a run may be quicker than a browser is with a click
        held = beside.submit(claim_all, lab)
        button(page, "Run this lesson").click()
        run = held.result()
    expect(page.get_by_text(AMID)).to_be_visible()

    page.reload()

    expect(page.get_by_text(AMID)).to_be_visible()
    expect(button(page, "Stop")).to_be_visible()
    button(page, "Resume").click()
    end = page.get_by_text(re.compile("Finished after 2 epochs"))
    expect(end).to_be_visible()
    assert lab.trained_with(SLIDE.config).id == run.id
    error = lab.read(run.id).test_error_percent
    assert error == pytest.approx(SLIDE.published_error_percent, abs=0.6)
    for label, value in (("Error on the slide", "2.93%"), ("Measured error", f"{error:.2f}%")):
        number = page.locator(".tile").filter(has_text=label)
        expect(number).to_contain_text(value)

    button(page, "2 · One more layer").click()

    expect(page.get_by_role("heading", name="One more layer")).to_be_in_viewport()
    page.wait_for_function(f"{SCROLLED} === 0")
    assert page.url.endswith("?lesson=more-layers")
    expect(button(page, "Run this lesson")).to_be_visible()
