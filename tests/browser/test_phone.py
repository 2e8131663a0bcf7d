"""On a phone all pages are in sight, and opening one keeps the session."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.waiting import wait_until

pytestmark = pytest.mark.keras
MENU = ["Train", "Draw", "Compare", "Sweep", "Diagnose", "Lessons"]
LEAST_TARGET = 24  # CSS pixels, as WCAG 2.2 asks


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_the_six_pages_are_in_sight_and_a_tap_keeps_what_was_set(phone):
    phone.goto("/compare")
    menu = phone.get_by_role("navigation", name="Pages of the lab")
    for title in MENU:
        link = menu.get_by_role("link", name=title)
        expect(link).to_be_in_viewport(ratio=1)
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_TARGET
    expect(menu.locator("[aria-current=page]")).to_contain_text("Compare")
    phone.evaluate("window.same = true")

    menu.get_by_role("link", name="Draw").click()

    expect(menu.locator("[aria-current=page]")).to_contain_text("Draw")
    expect(phone.get_by_text("Is it right?")).to_be_visible()
    assert phone.url.split("?")[0].endswith("/draw")
    assert phone.evaluate("window.same")  # the browser loaded no other page


def test_help_is_a_tap_away(phone):
    phone.goto("/compare")
    link = phone.locator("a.help[aria-label=Help]")
    expect(link).to_be_in_viewport(ratio=1)

    link.click()

    expect(phone.get_by_role("heading", name="Help", exact=True)).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "page")


def test_a_page_s_settings_are_a_tap_away(phone):
    for path, name, label in (
        ("/draw", "Settings", "Read by"),
        ("/compare", "Settings", "Find runs"),
        ("/diagnose", "Runs", "Run"),
    ):
        phone.goto(path)
        field = phone.get_by_test_id("stSidebar").get_by_text(label, exact=True)
        button = phone.get_by_role("button", name=name, exact=True)
        expect(button).to_be_in_viewport(ratio=1)
        expect(field).not_to_be_in_viewport()

        button.click()

        expect(field).to_be_in_viewport()
        phone.evaluate("localStorage.clear()")  # in which Streamlit keeps that it is open


def test_the_list_of_lessons_is_a_tap_away_and_closes_once_one_is_chosen(phone):
    phone.goto("/lessons?lesson=dropout")
    chosen = phone.get_by_test_id("stSidebar").get_by_text("5 · Another optimizer")
    expect(chosen).not_to_be_in_viewport()

    phone.get_by_role("button", name="Lessons", exact=True).click()
    expect(chosen).to_be_in_viewport()
    chosen.click()

    expect(phone.get_by_role("heading", name="Another optimizer")).to_be_in_viewport()
    expect(chosen).not_to_be_in_viewport()
    expect(phone.get_by_role("button", name="Lessons", exact=True)).to_be_in_viewport()


def test_a_wide_window_has_them_at_its_top_alone_and_help_behind_more(page):
    page.goto("/compare")

    expect(page.get_by_test_id("stTopNavLink")).to_contain_text(MENU)
    expect(page.get_by_role("navigation", name="Pages of the lab")).to_be_hidden()

    page.get_by_text("More", exact=True).click()
    page.get_by_role("menuitem", name="Help").click()
    expect(page.get_by_role("heading", name="What is kept where")).to_be_visible()


def test_a_drawing_is_answered_for_right_below_what_the_network_reads(phone):
    phone.goto("/draw")
    reads, right, bars = (
        phone.get_by_text(words)
        for words in ("from these pixels", "Is it right?", "Probability of each digit")
    )
    for card in (reads, right, bars):
        expect(card).to_be_visible()

    wait_until(lambda: top_of(reads) < top_of(right) < top_of(bars))


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    return float("inf") if box is None else box["y"]
