"""What is done on a page before all of its programs have come, as over a slow network."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.waiting import wait_until

pytestmark = pytest.mark.keras

BUTTONS = "/Button."
COMPONENTS = "/BidiComponent."


@contextmanager
def kept_back(page: Page, part: str) -> Iterator[list[Route]]:
    """Keep back meanwhile what has this in its address, and give it afterwards."""
    kept: list[Route] = []

    def concerns(address: str) -> bool:
        return part in address

    page.route(concerns, lambda route: kept.append(route))
    try:
        yield kept
    finally:
        for route in kept:
            route.continue_()
        page.unroute(concerns)


def test_train_beside_a_phones_settings_waits_until_the_sidebars_own_is_there(page, lab):
    before = lab.newest().id
    page.set_viewport_size({"width": 390, "height": 844})
    train = page.get_by_test_id("stMain").get_by_role("button", name="Train", exact=True)
    with kept_back(page, BUTTONS) as kept:
        page.goto("/?hidden_units=16&train_size=500&epochs=1")
        expect(train).to_be_visible()
        expect(train).to_be_disabled()
        assert kept

    train.click()

    wait_until(lambda: lab.newest().id != before)


def test_keys_that_opened_a_menu_early_come_into_it(page, lab):
    menu = page.get_by_role("button", name="Delete ticked")
    delete = page.get_by_role("button", name="Yes, delete 1 run")
    with kept_back(page, COMPONENTS) as kept:
        page.goto(f"/compare?ticked={lab.find('first-steps').id}")
        expect(menu).to_be_enabled()
        menu.focus()
        page.keyboard.press("Enter")
        expect(delete).to_be_visible()
        assert kept

    expect(delete).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()


def test_a_mouse_that_opened_a_menu_early_leaves_the_keys_alone(page, lab):
    menu = page.get_by_role("button", name="Delete ticked")
    with kept_back(page, COMPONENTS) as kept:
        page.goto(f"/compare?ticked={lab.find('first-steps').id}")
        menu.click()
        expect(page.get_by_role("button", name="Yes, delete 1 run")).to_be_visible()
        assert kept

    expect(page.get_by_role("dialog", name="Delete ticked")).to_be_visible()
    page.wait_for_timeout(1000)
    expect(menu).to_be_focused()
