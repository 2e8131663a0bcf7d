"""The Diagnose page in a real browser, with measurements made by the real worker."""

import re

import pytest
from playwright.sync_api import Page, expect

from mnist_core.config import RunConfig
from tests.browser.charts import BELOW_THE_HEADING, click_picture, click_point, show
from tests.browser.test_draw_page import (
    ANSWER,
    SEVEN,
    begin_anew,
    draw,
    draw_more,
    open_draw,
)
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

LONG = RunConfig(hidden_units=(784, 784), batch_size=200, epochs=60)


@pytest.fixture
def first(lab):
    """The run that every lab begins with."""
    return next(run for run in lab.recent() if run.name == "first-steps")


def open_diagnose(page: Page, run) -> None:
    page.goto(f"/diagnose?run={run.id}")
    show(page, "confusion")


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_a_cell_leads_to_its_digits_and_a_digit_to_the_canvas(page, lab, first):
    open_diagnose(page, first)
    click_point(page, "confusion", 9, 4)
    expect(page.get_by_text(re.compile(r"times a 4 was read as 9"))).to_be_visible()

    click_picture(page, "cell_digits", 0)
    expect(page.get_by_text(re.compile(r"True digit 4, answer 9"))).to_be_visible()
    page.get_by_role("button", name="Put it on the canvas").click()

    expect(page.locator(ANSWER).last).to_have_attribute("aria-label", re.compile("Answer: 9"))
    draw_more(page, [[(60, 272), (220, 272)]])
    begin_anew(page, "undo")
    expect(page.locator(ANSWER).last).to_have_attribute("aria-label", re.compile("Answer: 9"))
    begin_anew(page, "undo")
    expect(page.locator(ANSWER).last).to_have_attribute("aria-label", "Answer: nothing yet")


def test_a_cell_is_chosen_by_the_keyboard_too(page, lab, first):
    open_diagnose(page, first)
    matrix = page.locator(".st-key-confusion [role=img]")
    matrix.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)

    expect(page.get_by_text(re.compile("times a 1 was read correctly"))).to_be_visible()
    expect(matrix).to_be_focused()


def test_a_drawing_is_explained_with_the_most_similar_digits(page, lab, first):
    open_draw(page, lab)
    draw(page, SEVEN)
    expect(page.locator(ANSWER).last).to_have_attribute("aria-label", re.compile("Answer: 7"))

    page.get_by_role("button", name="Why this answer?").click()

    expect(page.get_by_role("tab", name="Why")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text(re.compile(r"The network reads 7"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"give the difference in logits"))).to_be_visible()
    similar = "chart => chart._fullData.flatMap(t => t.text ?? []).filter(t => t === 'a 7').length"
    show(page, "neighbours")
    wait_until(lambda: page.locator(".st-key-neighbours .js-plotly-plot").evaluate(similar) >= 6)


def test_measuring_does_not_wait_for_runs_that_train(page, lab, first, idle):
    endless = LONG.model_copy(update={"epochs": 500})
    runs = [lab.create(endless.model_copy(update={"seed": seed})) for seed in (1, 2, 3)]
    wait_until(lambda: sum(lab.read(run.id).progress is not None for run in runs) == 2)
    open_diagnose(page, first)

    open_tab(page, "Layers")

    expect(page.get_by_text("What the first layer looks for")).to_be_visible()
    show(page, "weight_norms")
    lines = "chart => chart._fullData.filter(trace => trace.x.length > 1).length"
    wait_until(lambda: page.locator(".st-key-weight_norms .js-plotly-plot").evaluate(lines) == 2)
    assert [lab.read(run.id).state for run in runs] == ["training", "training", "queued"]


def test_the_time_machine_plays_the_epochs(page, lab, first):
    open_diagnose(page, first)
    open_tab(page, "Epochs")
    expect(page.get_by_text("First layer after epoch 6")).to_be_visible()
    show(page, "epoch_confusion")

    page.get_by_role("button", name="Play").click()

    expect(page.get_by_text(re.compile("First layer after epoch [123]"))).to_be_visible()
    expect(page.get_by_text("First layer after epoch 6")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_enabled()


def test_a_hint_fills_the_form_of_the_next_run(page, lab, idle):
    run = lab.create(RunConfig(learning_rate=1e-6, epochs=3, train_size=5_000), "too-slow")
    wait_until(lambda: lab.read(run.id).state == "finished")
    open_diagnose(page, run)
    expect(page.get_by_text(re.compile("learning rate is far too low", re.I))).to_be_visible()

    page.get_by_role("button", name=re.compile("Next run: Learning rate")).click()

    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("")
    expect(page.get_by_role("spinbutton", name="Epochs")).to_have_value("3")


def test_nothing_above_the_tabs_moves_while_a_run_is_measured(page, lab, idle):
    run = lab.create(RunConfig(hidden_units=(32,), epochs=1, train_size=2_000), "fresh-one")
    wait_until(lambda: lab.read(run.id).state == "finished")
    page.goto(f"/diagnose?run={run.id}")
    expect(page.get_by_role("tab", name="Mistakes")).to_be_visible()
    expect(page.get_by_text("Most confused")).to_be_visible()
    before = page.evaluate(BELOW_THE_HEADING, "[data-testid=stTabs]")

    show(page, "confusion")

    assert page.evaluate(BELOW_THE_HEADING, "[data-testid=stTabs]") == before
