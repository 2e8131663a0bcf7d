"""The lab's tasks by keyboard alone: a run is trained, a digit read, runs compared, one deleted."""

import pytest
from playwright.sync_api import Page, expect

from mnist_core.config import RunConfig
from mnist_core.sweeps.sweep_store import delete_sweep, recent_sweeps
from tests.app.runs import trained
from tests.browser.test_draw_page import expect_answer
from tests.browser.test_sweep_page import made_up
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

MOST_STOPS = 120
# Where the keys are: what a screen reader would call it, and whether it can be seen.
STOP = """() => {
    let stop = document.activeElement
    if (stop === document.body) return ["the page's end or beginning", true]
    while (stop.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
    const { left, right, top, bottom } = stop.getBoundingClientRect()
    const name = stop.ariaLabel || stop.labels?.[0]?.innerText || stop.innerText || stop.tagName
    const seen = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight
    return [name.replaceAll("\\n", " "), seen]
}"""
TABLE = ".digit-lab-table-of-numbers"


def go_to(page: Page, name: str, *, key: str = "Tab") -> None:
    """Press Tab until the keys are at what has this in its name; every stop must be in sight."""
    passed: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop, seen = page.evaluate(STOP)
        assert seen, f"{stop} is out of sight, after {passed[-3:]}"
        if name in stop:
            return
        passed.append(stop)
    raise AssertionError(f"Tab never came to {name}, but to {passed}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def write_a_seven(page: Page) -> None:
    """Write with the pen under the keys, which begins in the middle."""
    press(page, *["Home"] * 6, "Space", *["ArrowRight"] * 12, *["End"] * 6, *["ArrowDown"] * 7)
    press(page, "Space")


def test_a_run_is_trained_looked_at_compared_and_deleted_with_keys_alone(page, lab):
    page.goto("/?hidden_units=16&train_size=500&epochs=3")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    go_to(page, "Epochs")
    press(page, "ArrowDown", "Enter")
    expect(page.get_by_label("Epochs", exact=True)).to_have_value("2")
    go_to(page, "Train", key="Shift+Tab")
    press(page, "Enter")
    expect(page.get_by_text("Finished after 2 epochs")).to_be_visible()
    run = lab.recent()[0]

    go_to(page, "Numbers of the chart: loss by epoch")
    press(page, "Enter")
    expect(page.locator(f"{TABLE} td").first).to_have_text("1")
    assert page.locator(f"{TABLE} th").all_inner_texts() == ["Epoch", "Training", "Validation"]
    assert page.locator(f"{TABLE} tr").count() == 1 + 2
    press(page, "Escape")
    expect(page.locator(TABLE)).to_have_count(0)

    go_to(page, "Compare")
    press(page, "Enter")
    expect(page.get_by_role("checkbox", name="Tick first-steps")).to_be_visible()
    for name in (run.name, "first-steps"):
        box = page.get_by_role("checkbox", name=f"Tick {name}")
        if not box.is_checked():
            go_to(page, f"Tick {name}")
            press(page, "Space")
        expect(box).to_be_checked()
    expect(page.locator(".st-key-final_errors .main-svg").first).to_be_visible()

    go_to(page, f"More about {run.name}", key="Shift+Tab")
    press(page, "Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    go_to(page, "Delete")
    press(page, "Enter")
    go_to(page, "Yes, delete this run")
    press(page, "Enter")
    wait_until(lambda: [each.name for each in lab.recent()] == ["first-steps"])


def test_a_digit_is_written_read_kept_and_written_again_with_keys_alone(page, lab):
    page.goto("/draw")
    expect_answer(page, "nothing yet")
    go_to(page, "Canvas.")
    write_a_seven(page)
    expect_answer(page, "7")
    expect(page.get_by_role("status").filter(has_text="The network reads 7")).to_have_count(1)
    expect(page.get_by_role("button", name="Yes, a 7")).to_be_enabled()

    press(page, "7")

    expect(page.get_by_text("Kept as 7").first).to_be_visible()
    expect_answer(page, "nothing yet")
    page.wait_for_function("document.activeElement.ariaLabel?.startsWith('Canvas')")
    write_a_seven(page)
    expect_answer(page, "7")


def test_the_keys_leave_the_canvas_and_a_pen_that_was_down_is_lifted(page, lab):
    page.goto("/draw")
    expect_answer(page, "nothing yet")
    go_to(page, "Canvas.")
    pen = page.locator(".digit-lab-pen")
    expect(pen).to_be_visible()
    press(page, "Space", *["ArrowDown"] * 8)
    expect(pen.locator(".down")).to_have_count(1)
    said = page.locator(".digit-lab-pen-said")
    expect(said).to_have_text("Pen down, 14 from the left, 22 from the top")

    press(page, "Tab")

    expect(pen).to_be_hidden()
    expect(said).to_have_text("Pen up, 14 from the left, 22 from the top")
    expect(page.get_by_role("button", name="Clear")).to_be_focused()
    expect(page.get_by_role("button", name="Undo").last).to_be_enabled()


def test_a_menu_that_keys_open_has_a_name_and_takes_the_keys(page, lab):
    page.goto(f"/?run={lab.recent()[0].id}")
    expect(page.get_by_text("Finished after 6 epochs")).to_be_visible()
    menu = page.get_by_test_id("stMain").get_by_test_id("stPopoverButton")
    menu.filter(visible=True).focus()
    press(page, "Enter")

    expect(page.get_by_role("dialog", name="More", exact=True)).to_be_visible()
    expect(page.get_by_label("Open run", exact=True)).to_be_focused()

    press(page, "Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(menu.filter(visible=True)).to_be_focused()


def test_a_button_that_is_taken_away_leaves_the_keys_to_the_one_in_its_place(page, lab):
    page.goto("/?hidden_units=16&batch_size=1&epochs=100")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_role("button", name="Pause").focus()
    press(page, "Enter")

    expect(page.get_by_role("button", name="Resume")).to_be_focused()


def test_keys_are_at_the_heading_of_what_has_taken_the_place_of_all(page, lab):
    sweep, _ = made_up(lab, 2)
    page.goto(f"/sweep?sweep={sweep.id}")
    new = page.get_by_role("button", name="New sweep")
    expect(new).to_be_visible()
    new.focus()
    press(page, "Enter")

    expect(page.get_by_role("heading", name="New sweep")).to_be_focused()
    delete_sweep(lab, sweep.id, with_runs=True)


def test_the_next_lessons_heading_has_the_keys_that_asked_for_it(page, lab):
    page.goto("/lessons")
    following = page.get_by_role("button", name="2 · One more layer")
    expect(following).to_be_visible()
    following.focus()
    press(page, "Enter")

    heading = page.get_by_test_id("stMain").get_by_role("heading", level=2).first
    expect(heading).to_contain_text("One more layer")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()


def test_the_menu_in_which_a_sweep_was_deleted_is_not_open_at_the_next_one(page, lab):
    kept, _ = made_up(lab, 2)
    deleted, _ = made_up(lab, 3)
    page.goto(f"/sweep?sweep={deleted.id}")
    page.locator("[class*=st-key-more_menu] button").first.focus()
    press(page, "Enter")
    page.get_by_role("button", name="Delete", exact=True).focus()
    press(page, "Enter")
    page.get_by_role("button", name="Yes, delete it").focus()
    press(page, "Enter")

    wait_until(lambda: [each.id for each in recent_sweeps(lab)] == [kept.id])
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    delete_sweep(lab, kept.id, with_runs=True)


@pytest.mark.parametrize("closes", ["Enter", "Escape"])
def test_keys_that_opened_a_run_are_at_its_row_again_once_its_dialog_is_closed(page, lab, closes):
    for neurons in (11, 12, 13):
        trained(lab, RunConfig(epochs=1, hidden_units=(neurons,)), f"with-{neurons}")
    page.goto("/compare")
    row = page.get_by_role("button", name="More about with-12")
    expect(row).to_be_visible()
    page.get_by_role("checkbox", name="Tick with-12").focus()
    press(page, "Tab", "Enter")
    page.get_by_role("dialog").get_by_label("Name", exact=True).focus()
    press(page, closes)

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()


def test_tab_leaves_a_menu_to_its_button(page, lab):
    page.goto(f"/compare?ticked={lab.find('first-steps').id}")
    menu = page.get_by_role("button", name="Delete ticked")
    expect(menu).to_be_enabled()
    menu.focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Yes, delete 1 run")).to_be_focused()

    press(page, "Tab")

    expect(page.get_by_role("button", name="Yes, delete 1 run")).to_have_count(0)
    expect(menu).to_be_focused()


def test_keys_stay_at_a_row_that_moves_for_its_new_name(page, lab):
    for neurons in (11, 12, 13):
        trained(lab, RunConfig(epochs=1, hidden_units=(neurons,)), f"with-{neurons}")
    page.goto("/compare")
    by_name = page.get_by_role("columnheader", name="Run").get_by_role("button")
    rows = page.get_by_role("button", name="More about")
    expect(rows.first).to_be_visible()
    by_name.click()
    expect(rows.nth(1)).to_have_accessible_name("More about with-11")
    page.get_by_role("checkbox", name="Tick with-11").focus()
    press(page, "Tab", "Enter")
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("with-14")
    press(page, "Enter")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(rows.last).to_have_accessible_name("More about with-14")
    page.wait_for_timeout(1000)
    expect(rows.last).to_be_focused()
