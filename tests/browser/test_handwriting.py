"""The personal set in a real browser: written with the mouse, named with a key or a click."""

import re

import pytest
from playwright.sync_api import expect

from mnist_core.store.drawing_rows import count_drawings, delete_drawings, read_drawings
from tests.browser.charts import click_picture
from tests.browser.test_draw_page import (
    ONE,
    SEVEN,
    board_of,
    draw,
    expect_answer,
    expect_new_board,
    open_draw,
    read_from,
)
from tests.waiting import wait_until

pytestmark = pytest.mark.keras


@pytest.fixture(autouse=True)
def _empty_set(lab):
    yield
    delete_drawings(lab, [drawing.id for drawing in read_drawings(lab)])


def test_drawings_are_named_outlive_a_reload_and_are_deleted(page, lab):
    open_draw(page, lab)
    draw(page, SEVEN)
    expect_answer(page, "7, ")
    board = board_of(page)
    page.get_by_role("button", name="Yes, a 7").click()
    expect(page.get_by_text("Kept as 7 · 1 drawing")).to_be_visible()
    expect_new_board(page, board)
    expect_answer(page, "nothing yet")

    draw(page, ONE)
    page.keyboard.press("4")  # at once: the button is not enabled yet
    expect(page.get_by_text("Kept as 4 · 2 drawings")).to_be_visible()
    assert [drawing.label for drawing in read_drawings(lab)] == [4, 7]

    page.reload()
    page.get_by_role("tab", name="My handwriting · 2").click()
    click_picture(page, "my_drawings", 0)
    expect(page.get_by_text("1 drawing ticked")).to_be_visible()
    page.get_by_role("button", name="Delete ticked").click()

    expect(page.get_by_role("tab", name=re.compile("My handwriting · 1"))).to_be_visible()
    assert [drawing.label for drawing in read_drawings(lab)] == [7]
    page.get_by_role("button", name="Undo delete").click()
    expect(page.get_by_role("tab", name="My handwriting · 2")).to_be_visible()
    assert [drawing.label for drawing in read_drawings(lab)] == [4, 7]


def test_undo_takes_a_kept_drawing_out_of_the_set_and_back_to_the_canvas(page, lab):
    open_draw(page, lab)
    draw(page, SEVEN)
    expect_answer(page, "7, ")
    board = board_of(page)
    page.locator(".st-key-keep_2 button").click()
    expect(page.get_by_text("Kept as 2 · 1 drawing")).to_be_visible()
    expect_new_board(page, board)

    page.get_by_role("button", name="Undo keep").click()

    expect_answer(page, "7, ")
    expect(page.get_by_text("Kept as 2")).to_have_count(0)
    assert count_drawings(lab) == 0


def test_an_uploaded_picture_is_kept_and_the_field_is_ready_for_the_next(page, lab):
    open_draw(page, lab)
    strokes = b'{"strokes": [[[60, 60], [180, 60], [110, 220]]]}'
    read_from(page, "File")
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.json", "mimeType": "application/json", "buffer": strokes}
    )
    expect(page.get_by_text("Reading mine.json")).to_be_visible()
    page.locator(".st-key-keep_2 button").click()

    expect(page.get_by_text("Kept as 2 · 1 drawing")).to_be_visible()
    expect_answer(page, "nothing yet")
    expect(page.get_by_text("mine.json")).to_have_count(0)
    expect(page.locator("input[type=file]")).to_have_count(1)
    read_from(page, "Draw")
    board_of(page)
    draw(page, ONE)
    expect_answer(page, "1, ")
    wait_until(lambda: count_drawings(lab) == 1)
