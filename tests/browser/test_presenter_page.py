"""The Presenter page in a browser: a clicker's keys, a drawing that is read, no menu in sight."""

import pytest
from playwright.sync_api import Page, expect

from mnist_core.config import RunConfig
from tests.app.runs import trained
from tests.browser.canvas import steady_canvas
from tests.browser.test_draw_page import SEVEN, draw, expect_answer

MENU_LINK = "[data-testid=stTopNavLink], [data-testid=stHeader]"
ELEMENT_AT = """([x, y]) => {
    const parts = [...document.elementsFromPoint(x, y)].slice(0, 1)
    return parts.map(part => part.closest("[class*=st-key-canvas_]")?.className ?? "").join()
}"""
TYPE_PX = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.fixture
def projector(page: Page) -> Page:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("/presenter")
    expect(page.get_by_role("heading", name="first-steps")).to_be_visible()
    page.wait_for_function(f"{TYPE_PX} > 20")  # from then on it hears keys
    return page


def test_a_clickers_keys_turn_to_the_next_view_and_back(projector, lab):
    for key, heading in (
        ("ArrowRight", "Drawing"),
        ("PageDown", "From the room"),
        ("PageDown", "Newest runs"),
        ("ArrowRight", "Board"),
        ("PageUp", "Newest runs"),
        ("ArrowLeft", "From the room"),
        ("ArrowLeft", "Drawing"),
    ):
        projector.keyboard.press(key)
        expect(projector.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    projector.reload()

    expect(projector.get_by_role("heading", name="Drawing", exact=True)).to_be_visible()


def test_a_drawing_is_read_in_large_type_and_outlives_another_view(projector, lab):
    projector.keyboard.press("ArrowRight")
    expect(projector.get_by_text("Read by first-steps")).to_be_visible()
    expect_answer(projector, "nothing yet")
    steady_canvas(projector)

    draw(projector, SEVEN)
    expect_answer(projector, "7")
    expect(projector.locator(".st-key-undo_on_stage button")).to_be_enabled()  # the server knows it
    projector.keyboard.press("ArrowRight")
    expect(projector.get_by_role("heading", name="From the room")).to_be_visible()
    projector.keyboard.press("ArrowLeft")
    expect(projector.get_by_role("heading", name="From the room")).to_be_hidden()

    expect(projector.locator(".large .digit")).to_be_visible()
    expect_answer(projector, "7")
    assert projector.locator(".large .digit").evaluate("node => node.clientHeight") > 300
    board = projector.locator("[class*=st-key-canvas_]").bounding_box()
    assert board is not None
    above = projector.evaluate(ELEMENT_AT, [board["x"] + board["width"] / 2, board["y"] - 9])
    assert "canvas_" not in above, "its toolbar covers what is above it"


def test_all_of_a_view_is_in_sight_of_a_projector_without_a_menu(projector, lab):
    expect(projector.locator(".st-key-accuracy_chart .main-svg").first).to_be_in_viewport(
        ratio=0.99
    )
    for part in projector.locator(MENU_LINK).all():
        expect(part).to_be_hidden()

    projector.get_by_role("button", name="Leave").click()

    expect(projector.get_by_role("link", name="Compare")).to_be_visible()
    assert projector.evaluate(TYPE_PX) == 16


def test_a_newer_run_that_trains_takes_the_place_of_the_shown_one(projector, lab):
    trained(lab, RunConfig(hidden_units=(4,), epochs=1), "just-now")

    expect(projector.get_by_role("heading", name="just-now")).to_be_visible()
