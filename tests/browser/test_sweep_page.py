"""The Sweep page in a real browser: a sweep from its first trial to what one does with its best."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from mnist_core.config import RunConfig
from mnist_core.store.tables import SweepTrialRow
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import pause_sweep
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, recent_sweeps, sweep_trials
from tests.browser.charts import click_point, show
from tests.sweep_samples import add_sample_trials
from tests.waiting import wait_until

pytestmark = pytest.mark.keras


@pytest.fixture
def sweeps(lab):
    """The record; sweeps and their runs are deleted in the end."""
    yield lab
    for sweep in recent_sweeps(lab):
        delete_sweep(lab, sweep.id, with_runs=True)


def button(page: Page | Locator, name: str):
    return page.get_by_role("button", name=name, exact=True)


def number(page: Page, label: str):
    return page.locator(".st-key-sweep_numbers .tile", has_text=label)


def rows(page: Page) -> Locator:
    return page.locator(".st-key-trials tbody tr")


def names(page: Page) -> list[str]:
    return page.locator(".st-key-trials .col-trial").all_inner_texts()


def pick_first_row(page: Page) -> None:
    rows(page).first.get_by_role("checkbox").check()
    expect(page.get_by_text(re.compile(r"trial \d+ selected"))).to_be_visible()


def ended(lab, sweep_id: str) -> int:
    return sum(trial.state != "training" for trial in sweep_trials(lab, sweep_id))


def made_up(lab, count: int, *, training: int = 0):
    """Write a sweep with made-up trials; it is paused, so that no worker trains any."""
    varied = ("learning_rate=1e-4..1e-1:log", "neurons=16..64:log", "dropout=0..0.5")
    plan = make_plan(
        base=RunConfig(epochs=3), dimensions=map(parse_dimension, varied), trials=count + 1
    )
    sweep = create_sweep(lab, plan, "made up")
    pause_sweep(lab, sweep.id)
    return sweep, add_sample_trials(lab, sweep.id, count, training=training)


def end_trial(lab, sweep_id: str, trial, error: float) -> None:
    """Write that a made-up trial has come to its end."""
    ended = update(SweepTrialRow).filter_by(sweep_id=sweep_id, number=trial.number)
    with lab.database.begin() as connection:
        connection.execute(ended.values(state="finished", error=error, ended_at=time.time()))


def test_a_sweep_runs_live_through_clicks_a_pause_and_a_reload_to_its_best(page, sweeps):
    page.goto("/sweep")
    button(page, "Start a small sweep").click()
    expect(page.get_by_role("heading", name="first sweep")).to_be_visible()
    sweep = recent_sweeps(sweeps, 1)[0]
    progress = page.locator(".st-key-sweep_progress .text")
    wait_until(lambda: ended(sweeps, sweep.id) >= 1)
    button(page, "Pause").click()
    expect(button(page, "Resume")).to_be_visible()
    expect(progress).to_contain_text(re.compile(r"[1-9]\d* of 12 trials · paused"))
    expect(number(page, "Best validation error")).to_contain_text("%")
    show(page, "best_so_far")
    wait_until(lambda: all(t.state != "training" for t in sweep_trials(sweeps, sweep.id)))
    rested = ended(sweeps, sweep.id)
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="Sweep").click()  # another link names a run
    expect(page.get_by_role("heading", name="first sweep")).to_be_visible()
    page.reload()
    assert ended(sweeps, sweep.id) == rested < 12

    button(page, "Resume").click()
    expect(progress).to_contain_text("Finished · 12 trials ended")
    assert [t.number for t in sweep_trials(sweeps, sweep.id)] == list(range(12))
    best = min(
        (trial for trial in sweep_trials(sweeps, sweep.id) if trial.state == "finished"),
        key=lambda trial: (trial.error, trial.number),
    )
    expect(number(page, "Best validation error")).to_contain_text(f"{best.error:.2f}%")

    expect(button(page, "Stop")).to_have_count(0)
    pick_first_row(page)
    button(page, "Open in Train").click()

    expect(page.get_by_role("heading", name=sweeps.read(best.run_id).name)).to_be_visible()
    assert f"run={best.run_id}" in page.url


def test_rows_follow_the_sweep_without_a_script_and_keep_what_is_picked(page, sweeps):
    sweep, trials = made_up(sweeps, 60, training=3)
    best = min((t for t in trials if t.state == "finished"), key=lambda t: t.error or 100)
    page.goto(f"/sweep?sweep={sweep.id}")
    expect(rows(page)).to_have_count(20)
    pick_first_row(page)
    page.mouse.move(5, 5)  # away from the rows
    rows(page).first.evaluate("row => window.row = row")

    end_trial(sweeps, sweep.id, trials[-1], 0.25)

    expect(rows(page).first).to_contain_text("0.25%")
    assert page.evaluate("row.isConnected && row.rowIndex") == 2  # moved, and not made again
    expect(page.get_by_text(f"trial {best.number + 1} selected")).to_be_visible()
    expect(rows(page).nth(1).get_by_role("checkbox")).to_be_checked()
    button(page, "Open in Train").click()
    expect(page.get_by_role("heading", name=sweeps.read(best.run_id).name)).to_be_visible()


def test_the_menu_that_has_extended_a_sweep_closes_and_opens_anew(page, sweeps):
    sweep, _ = made_up(sweeps, 4)
    page.goto(f"/sweep?sweep={sweep.id}")
    extend = button(page, "Extend the sweep")
    for planned in (5 + 12, 5 + 24):
        page.get_by_test_id("stPopoverButton").filter(has_text="Extend").click()
        extend.click()

        expect(extend).to_be_hidden()
        wait_until(lambda: recent_sweeps(sweeps, 1)[0].trials == planned)  # noqa: B023 - asked now
        expect(page.locator(".st-key-sweep_progress .text")).to_contain_text(f"of {planned} trials")


def test_a_row_under_the_pointer_stays_until_the_pointer_has_left(page, sweeps):
    sweep, trials = made_up(sweeps, 60, training=2)
    page.goto(f"/sweep?sweep={sweep.id}")
    expect(rows(page)).to_have_count(20)
    before = names(page)
    rows(page).nth(2).hover()

    end_trial(sweeps, sweep.id, trials[-1], 0.25)
    expect(number(page, "Best validation error")).to_contain_text("0.25%")

    expect(rows(page).nth(19)).to_contain_text("0.25%")  # where the last row was
    assert names(page)[:-1] == before[:-1]
    page.mouse.move(5, 5)
    expect(rows(page).first).to_contain_text("0.25%")


def test_a_click_on_a_head_sorts_all_trials_and_pages_turn(page, sweeps):
    sweep, trials = made_up(sweeps, 60)
    page.goto(f"/sweep?sweep={sweep.id}")
    page.locator(".st-key-trials th button", has_text="Parameters").click()
    largest = max(trial.parameters or 0 for trial in trials)
    expect(rows(page).first).to_contain_text(f"{largest:,}")

    page.get_by_role("button", name="Page 3").click()

    least = min(trial.parameters or 0 for trial in trials if trial.parameters)
    expect(rows(page).last).to_contain_text(f"{least:,}")


def test_numbers_and_charts_move_without_the_page_s_script(page, sweeps):
    sweep, trials = made_up(sweeps, 20, training=1)
    page.goto(f"/sweep?sweep={sweep.id}")
    expect(number(page, "Training now")).to_contain_text("1")
    chart = ".st-key-best_so_far .js-plotly-plot"
    page.wait_for_selector(f"{chart} .main-svg")
    page.evaluate(f"window.chart = document.querySelector('{chart}')")

    end_trial(sweeps, sweep.id, trials[-1], 0.25)

    expect(number(page, "Best validation error")).to_contain_text("0.25%")
    page.wait_for_function("chart.layout.title.text.includes('0.25%')")
    assert page.evaluate("chart.isConnected")


def test_the_best_is_trained_again_on_several_seeds(page, sweeps):
    sweep, _ = made_up(sweeps, 12)
    before = sweeps.count()
    page.goto(f"/sweep?sweep={sweep.id}")
    button(page, "Train the best again, longer, on several seeds").click()
    page.get_by_label("Epochs", exact=True).last.fill("2")
    page.get_by_label("Seeds", exact=True).last.fill("2")
    page.get_by_label("Seeds", exact=True).last.press("Tab")

    button(page, "Train the best again").click()

    expect(page.get_by_role("heading", name="Compare")).to_be_visible()
    assert sweeps.count() == before + 2
    assert "ticked=" in page.url


def test_narrowing_fills_the_form_of_a_new_sweep(page, sweeps):
    sweep, _ = made_up(sweeps, 12)
    page.goto(f"/sweep?sweep={sweep.id}")

    button(page, "Narrow around the best").click()

    expect(page.get_by_role("heading", name="New sweep")).to_be_visible()
    page.wait_for_url(re.compile("vary=learning_rate"))
    varied = parse_qs(urlsplit(page.url).query)["vary"]
    rate = next(d for d in map(parse_dimension, varied) if d.field == "learning_rate")
    low, high = rate.low or 0.0, rate.high or 0.0
    assert 1e-4 <= low < high <= 1e-1
    assert high / low < 1e3
    expect(page.get_by_label("From", exact=True).first).to_have_value(f"{low:g}")
    expect(page.get_by_label("To", exact=True).first).to_have_value(f"{high:g}")


def test_a_thousand_trials_open_and_a_click_on_one_picks_it(page, sweeps):
    sweep, trials = made_up(sweeps, 1_000)
    best = min((t for t in trials if t.state == "finished"), key=lambda t: t.error or 100)
    page.goto(f"/sweep?sweep={sweep.id}")
    expect(number(page, "Finished")).to_contain_text("of 1,001")

    click_point(page, "best_so_far", best.number + 1, best.error or 0.0)

    expect(page.get_by_text(f"trial {best.number + 1} selected")).to_be_visible()
    expect(button(page, "Open in Diagnose")).to_be_enabled()
    ticked = page.locator(".st-key-trials tbody tr", has=page.locator("input:checked"))
    expect(ticked).to_contain_text(f"{best.error:.2f}%")
