"""The Train page in a real browser, on a real server, with real training."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.waiting import wait_until

pytestmark = pytest.mark.keras

QUICK = "?hidden_units=64&epochs=15&batch_size=10&train_size=20000"
LONG = "?hidden_units=784,784&epochs=60&batch_size=200"
BEGUN = re.compile(r"Epoch \d+ of 60")
READ_CHART = "() => document.querySelector('.st-key-loss_chart .js-plotly-plot')"


def open_page(page: Page, path: str) -> None:
    page.goto(path)
    expect(button(page, "Train")).to_be_visible()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def in_page(page: Page, name: str):
    return page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True)


def in_sidebar(page: Page, name: str):
    return page.get_by_test_id("stSidebar").get_by_role("button", name=name, exact=True)


def start(page: Page, lab, path: str):
    """Open a link, press Train and give the run."""
    before = lab.newest().id
    open_page(page, path)
    button(page, "Train").click()
    wait_until(lambda: lab.newest().id != before)
    run = lab.newest()
    expect(page.get_by_role("heading", name=run.name)).to_be_visible()
    return run


def points(page: Page) -> int:
    """Count the epochs in the loss chart; a chart that has not been drawn yet has none."""
    read = "chart => chart?.data?.[0].x.filter(x => x !== null).length ?? 0"
    return page.evaluate(f"({read})(({READ_CHART})())")


def test_a_run_trains_live_to_its_error(page, lab):
    run = start(page, lab, QUICK)

    expect(page.get_by_text(re.compile(r"Epoch \d+ of 15 · \d+%"))).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"Finished after 15 epochs · Test error: \d"))
    ).to_be_visible()
    wait_until(lambda: points(page) == 15)
    assert f"run={run.id}" in page.url
    assert "hidden_units=64" in page.url
    expect(button(page, "Pause")).to_have_count(0)
    page.get_by_role("tab", name="Epoch log").click()
    error = lab.read(run.id).test_error_percent
    expect(page.get_by_text(f"Error: {error:.2f}%").last).to_be_visible()
    expect(page.get_by_text("Epoch 15/15")).to_be_visible()


def test_zoom_and_a_hidden_series_survive_the_next_epochs(page, lab):
    start(page, lab, QUICK.replace("epochs=15", "epochs=100"))
    wait_until(lambda: points(page) >= 2)
    plot = page.locator(".st-key-loss_chart .nsewdrag").first.bounding_box()
    middle = plot["y"] + plot["height"] / 2
    page.mouse.move(plot["x"] + 10, middle)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] / 2, middle, steps=5)
    page.mouse.up()
    page.locator(".st-key-loss_chart .legendtoggle").nth(1).click()
    wait_until(lambda: page.evaluate(f"({READ_CHART})().data[1].visible") == "legendonly")
    zoomed = page.evaluate(f"window.watched = ({READ_CHART})(), watched.layout.xaxis.range")
    seen = points(page)

    wait_until(lambda: points(page) > seen + 2)

    assert zoomed[1] < 60
    assert page.evaluate(f"window.watched === ({READ_CHART})()")
    assert page.evaluate("window.watched.layout.xaxis.range") == zoomed
    assert page.evaluate("window.watched.data[1].visible") == "legendonly"


def test_a_reload_and_clicks_elsewhere_lose_nothing(page, lab):
    run = start(page, lab, LONG)
    expect(page.get_by_text(BEGUN)).to_be_visible()
    settings = page.url

    page.reload()
    expect(page.get_by_role("heading", name=run.name)).to_be_visible()
    assert page.url == settings
    expect(page.get_by_role("spinbutton", name="Neurons in layer 2")).to_have_value("784")
    batch_size = page.get_by_role("spinbutton", name="Batch size")
    batch_size.fill("64")
    batch_size.press("Enter")
    page.wait_for_url(re.compile("batch_size=64"))
    page.get_by_role("link", name="Draw").click()
    expect(page.get_by_role("heading", name="Draw a digit")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    expect(page.get_by_role("heading", name=run.name)).to_be_visible()
    expect(batch_size).to_have_value("64")

    assert lab.read(run.id).state == "training"


def test_pause_resume_and_stop_are_one_click_each(page, lab):
    run = start(page, lab, LONG)
    expect(page.get_by_text(BEGUN)).to_be_visible()

    button(page, "Pause").click()
    expect(page.get_by_text(re.compile("paused"))).not_to_have_count(0)
    expect(button(page, "Resume")).to_be_visible()
    button(page, "Resume").click()
    expect(button(page, "Pause")).to_be_enabled()
    button(page, "Stop").click()
    expect(page.get_by_text(re.compile(r"Stopped .* Test error: "))).to_be_visible()

    assert lab.read(run.id).test_accuracy > 0.3
    expect(button(page, "Train 5 more epochs")).to_be_visible()


def test_two_tabs_see_the_same_run(page, lab):
    run = start(page, lab, LONG)
    expect(page.get_by_text(BEGUN)).to_be_visible()
    second = page.context.new_page()
    second.goto(f"/?run={run.id}")
    expect(second.get_by_role("heading", name=run.name)).to_be_visible()

    button(second, "Stop").click()

    expect(page.get_by_text(re.compile(r"Stopped .* Test error: "))).to_be_visible()


def test_the_layout_does_not_jump_while_it_trains(page, lab):
    run = start(page, lab, LONG)
    expect(page.get_by_text(BEGUN)).to_be_visible()
    top = "() => document.querySelector('[data-testid=stTabs]').getBoundingClientRect().top"
    first = page.evaluate(top)

    wait_until(lambda: lab.read(run.id).epochs_done >= 1)
    expect(page.get_by_text(re.compile(r"Epoch ([2-9]|\d\d) of 60"))).to_be_visible()

    assert page.evaluate(top) == first


def test_a_phone_finds_the_settings_and_sees_the_run_after_train(page, lab):
    before = lab.newest().id
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(QUICK.replace("?", "/?"))
    expect(page.get_by_role("heading", name="A new network")).to_be_visible()
    expect(in_page(page, "Train")).to_be_in_viewport()
    expect(in_sidebar(page, "Train")).not_to_be_in_viewport()

    button(page, "Settings").click()
    in_sidebar(page, "Train").click()

    wait_until(lambda: lab.newest().id != before)
    expect(page.get_by_role("heading", name=lab.newest().name)).to_be_in_viewport()
    expect(button(page, "Train")).not_to_be_in_viewport()
    expect(button(page, "Settings")).to_be_in_viewport()


def test_on_a_phone_train_stands_beside_the_settings_too(page, lab):
    before = lab.newest().id
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(QUICK.replace("?", "/?"))

    in_page(page, "Train").click()

    wait_until(lambda: lab.newest().id != before)
    expect(page.get_by_role("heading", name=lab.newest().name)).to_be_in_viewport()
    assert lab.newest().config.epochs == 15


def test_a_wide_window_has_train_at_the_top_and_needs_no_way_to_the_settings(page, lab):
    open_page(page, "/")

    assert button(page, "Train").bounding_box()["y"] < 200
    expect(button(page, "Settings")).to_have_count(0)


def focused(page: Page) -> str:
    """Give the key of what has the focus, as its place on the page has it."""
    key = "document.activeElement.closest('[class*=st-key-]')?.className ?? ''"
    return page.evaluate(key)


def test_train_is_among_the_first_stops_of_the_keyboard_and_keeps_the_focus(page, lab):
    open_page(page, QUICK.replace("?", "/?"))
    before = lab.newest().id
    for _ in range(10):
        page.keyboard.press("Tab")
        if "st-key-train" in focused(page).split():
            break
    assert "st-key-train" in focused(page).split()

    page.keyboard.press("Enter")

    wait_until(lambda: lab.newest().id != before)
    expect(page.get_by_role("heading", name=lab.newest().name)).to_be_visible()
    assert "st-key-train" in focused(page).split()


@pytest.mark.parametrize("allowed", [True, False])
def test_the_link_of_a_run_is_copied_or_else_shown_to_be_copied(page, lab, allowed):
    run = lab.newest()
    if allowed:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:  # as over http from another machine
        page = page.context.new_page()
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"/?run={run.id}&epochs=3")
    page.get_by_role("button", name="more_vert").click()
    button(page, "Share this run").click()

    link = page.get_by_role("textbox", name="The link")
    if allowed:
        expect(page.get_by_text("The link is copied.")).to_be_visible()
        expect(link).to_have_count(0)
        shared = page.evaluate("navigator.clipboard.readText()")
    else:
        expect(link).to_be_focused()
        shared = link.input_value()
        assert link.evaluate("field => field.selectionEnd - field.selectionStart") == len(shared)
    page.goto(shared)
    expect(page.get_by_role("heading", name=run.name)).to_be_visible()


def test_the_script_can_be_downloaded(page, lab):
    open_page(page, "/")
    page.get_by_role("tab", name="Keras script").click()

    with page.expect_download() as download:
        button(page, "Download").click()

    compile(download.value.path().read_text(), "script", "exec")
