"""Numbers on the Draw page in a real browser: a mouse writes one, boxes and digits appear."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.canvas import steady_canvas
from tests.browser.test_draw_page import read_from
from tests.core.multidigit.number_cases import HANDS, pictured, written_number

pytestmark = pytest.mark.keras

ANSWER = "[role=img][aria-label^='Number:']"
BOXES = "[role=img][aria-label^='Digits in boxes:']"


def open_number(page: Page) -> None:
    page.goto("/draw")
    expect(page.locator("canvas").first).to_be_visible()
    page.get_by_text("A number", exact=True).click()
    expect(page.get_by_role("heading", name="Draw a number")).to_be_visible()
    expect(page.locator("[class*=st-key-number_canvas_] canvas").last).to_be_visible()


def write(page: Page, text: str, kind: str) -> None:
    """Write a number with the mouse, fitted to the canvas."""
    box = steady_canvas(page)
    size = round(box["width"]), round(box["height"])
    strokes = written_number(text, HANDS[kind], np.random.default_rng(4), size)
    for line in strokes.lines:
        points: list[list[float]] = line[:: max(1, len(line) // 12)].tolist()
        (x, y), *others = [*points, line[-1].tolist()]
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x_next, y_next in others:
            page.mouse.move(box["x"] + x_next, box["y"] + y_next)
        page.mouse.up()


def expect_number(page: Page, number: str) -> None:
    label = re.compile(f"^Number: {number}$")
    expect(page.locator(ANSWER).last).to_have_attribute("aria-label", label)


def test_a_written_number_is_read_cleared_and_read_from_a_picture(page, lab, tmp_path):
    open_number(page)
    expect_number(page, "nothing yet")

    write(page, "2024", "close")

    expect_number(page, "2024")
    expect(page.locator(BOXES)).to_have_attribute("aria-label", "Digits in boxes: 4")
    page.get_by_role("link", name="Train").click()
    page.get_by_role("link", name="Draw").click()
    expect_number(page, "2024")
    page.locator(".st-key-clear_number button").click()
    expect_number(page, "nothing yet")
    strokes = written_number("802", HANDS["apart"], np.random.default_rng(5), (900, 400))
    picture = (255 * (1 - 0.9 * pictured(strokes, 14))).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "paper.png")
    read_from(page, "File")
    page.locator("input[type=file]").set_input_files(tmp_path / "paper.png")
    expect_number(page, "802")
