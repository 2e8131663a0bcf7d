"""The Compare page in a real browser: ticks, hovering, the menu of a run, repeats that train."""

import csv
import re
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from mnist_core.config import RunConfig
from tests.app.runs import trained
from tests.browser.charts import BELOW_THE_HEADING, opacities, show
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

SMALL = RunConfig(hidden_units=(16,), epochs=2, train_size=2_000)
LARGE = RunConfig(hidden_units=(64,), optimizer="sgd", epochs=3, train_size=2_000)


@pytest.fixture
def two(lab):
    """Two ended runs of known names, gone again after the test."""
    pair = (
        trained(lab, SMALL, "small-one", error=0.06),
        trained(lab, LARGE, "large-one", error=0.04),
    )
    yield pair
    for run in lab.recent():
        if run.name != "first-steps":
            lab.delete(run.id)


def open_compare(page: Page, runs) -> None:
    page.goto(f"/compare?ticked={','.join(run.id for run in runs)}")
    expect(row(page, runs[0].name)).to_be_visible()
    show(page, "compare_curves")
    page.mouse.wheel(0, -5_000)


def row(page: Page, name: str):
    return page.locator(".st-key-run_table tbody tr", has_text=name)


def names(page: Page) -> list[str]:
    return page.locator(".st-key-run_table tbody .name").all_inner_texts()


def epochs_shown(page: Page, name: str) -> int:
    said = re.search(r"(\d+) of 60", " ".join(row(page, name).all_inner_texts()))
    return int(said[1]) if said else 0


def is_faded(page: Page, key: str, run_id: str) -> bool:
    return opacities(page, key).get(run_id) == "0.15"


def menu(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"More about {name}").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_pointing_at_a_row_lights_its_run_up_in_every_chart(page, lab, two):
    open_compare(page, two)
    expect(page.locator(".st-key-cost_chart .main-svg").first).to_be_attached()

    row(page, "small-one").hover()

    lit, faded = two[0].id, two[1].id
    for key in ("compare_curves", "final_errors", "cost_chart"):
        wait_until(partial(is_faded, page, key, faded))
        assert opacities(page, key)[lit] in ("", "1")
    page.mouse.move(5, 5)
    wait_until(lambda: opacities(page, "compare_curves")[faded] in ("", "1"))


def test_pointing_at_a_curve_lights_its_row_up(page, lab, two):
    open_compare(page, two)
    show(page, "final_errors")
    dot = page.locator(".st-key-final_errors g.trace .point").first
    dot.hover(force=True)

    expect(page.locator(".st-key-run_table tr.lit")).to_have_count(1)


def test_quick_ticks_are_all_taken_and_outlive_a_reload(page, lab, two):
    open_compare(page, two[:1])
    for name in ("large-one", "first-steps"):
        page.get_by_role("checkbox", name=f"Tick {name}").click()

    page.wait_for_function("location.search.split('%2C').length === 3")
    page.reload()
    expect(row(page, "small-one")).to_be_visible()
    for name in ("small-one", "large-one", "first-steps"):
        expect(page.get_by_role("checkbox", name=f"Tick {name}")).to_be_checked()


def test_a_click_on_a_heading_sorts_and_a_second_one_turns_it_round(page, lab, two):
    open_compare(page, two)
    heading = page.locator(".st-key-run_table th button", has_text="Test error")

    heading.click()
    wait_until(lambda: names(page)[0] == "first-steps" or names(page)[0] == "large-one")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Test error")
    best_first = names(page)
    heading.click()

    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Test error")
    assert names(page) == best_first[::-1]


def test_a_run_is_renamed_noted_and_pinned_from_its_menu(page, lab, two):
    open_compare(page, two)
    menu(page, "small-one")
    page.get_by_role("textbox", name="Name").fill("tiny-one")
    page.get_by_role("textbox", name="Notes").fill("for the lecture")
    page.get_by_role("button", name="Save").click()

    expect(row(page, "tiny-one")).to_contain_text("for the lecture")
    expect(page.get_by_role("dialog")).to_have_count(0)
    menu(page, "tiny-one")
    page.get_by_role("button", name="Pin as baseline").click()

    expect(row(page, "tiny-one")).to_contain_text("baseline")
    expect(row(page, "large-one")).to_contain_text("−2.00")
    assert f"baseline={two[0].id}" in page.url


def test_a_run_is_deleted_only_after_a_question(page, lab, two):
    open_compare(page, two)
    menu(page, "small-one")
    page.get_by_role("dialog").get_by_text("Delete", exact=True).click()
    assert lab.exists(two[0].id)

    page.get_by_role("button", name="Yes, delete this run").click()

    expect(row(page, "small-one")).to_have_count(0)
    assert not lab.exists(two[0].id)


def test_a_run_again_with_five_seeds_becomes_a_mean_with_its_deviation(page, lab, two):
    run = lab.create(SMALL.model_copy(update={"batch_size": 500, "epochs": 1}), "seeded")
    wait_until(lambda: lab.read(run.id).state == "finished")
    open_compare(page, [run])
    menu(page, "seeded")
    page.get_by_role("button", name="Repeat with 5 seeds").click()

    expect(row(page, "seeded · 6 seeds")).to_be_visible()
    expect(row(page, "seeded · 6 seeds")).to_contain_text(re.compile(r"\d+\.\d\d ± \d+\.\d\d%"))
    wait_until(lambda: all(each.state == "finished" for each in lab.recent()))
    expect(row(page, "seeded · 6 seeds")).to_contain_text("finished")
    band = "chart => chart.data.some(trace => trace.fill === 'toself' || trace.fill === 'tonexty')"
    wait_until(lambda: page.locator(".st-key-compare_curves .js-plotly-plot").evaluate(band))


def test_no_column_of_the_table_is_cut_off_at_any_width(page, lab, two):
    lab.rename(two[0].id, "small-one with a name of some length, and a bit more of it")
    lab.annotate(two[0].id, "noted at some length")
    open_compare(page, two)
    line, table = row(page, "small-one"), page.locator(".st-key-run_table .scroll")

    for width in (1280, 1024, 768, 600, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for text in ("small-one", "784-16-10", "6.00%", "finished"):
            expect(line.get_by_text(text).locator("visible=true").first).to_be_visible()
        fits = "each => each.scrollWidth <= each.clientWidth"
        wait_until(partial(table.evaluate, fits))


def test_a_finger_hits_what_the_table_offers(page, lab, two):
    page.set_viewport_size({"width": 390, "height": 844})
    open_compare(page, two)
    targets = page.locator(".st-key-run_table").locator("input, button")

    assert targets.count() >= 8  # a box and a menu in each of three rows, a box and headings above
    for target in targets.all():
        if target.is_visible():
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24


def test_a_new_tag_is_typed_shown_in_the_table_and_found(page, lab, two):
    open_compare(page, two)
    menu(page, "small-one")
    field = page.get_by_role("dialog").get_by_role("combobox", name="Tags")
    field.fill("homework")
    field.press("Enter")
    field.press("Tab")  # closes the list of tags, which covers what is below it
    page.get_by_role("button", name="Save").click()

    expect(row(page, "small-one")).to_contain_text("homework")
    page.get_by_role("textbox", name="Find runs").fill("tag=homework")
    page.get_by_role("textbox", name="Find runs").press("Enter")
    expect(row(page, "large-one")).to_have_count(0)
    expect(row(page, "small-one")).to_be_visible()


def test_the_csv_has_every_run_of_the_list(page, lab, two):
    open_compare(page, two)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()

    with open(download.value.path(), newline="", encoding="utf-8-sig") as file:
        rows = {line["name"]: line for line in csv.DictReader(file)}
    assert {"small-one", "large-one", "first-steps"} <= set(rows)
    assert float(rows["large-one"]["test_error_percent"]) == pytest.approx(4)


def test_the_list_follows_a_run_that_trains_and_nothing_jumps(page, lab, two):
    run = lab.create(RunConfig(hidden_units=(784,), batch_size=200, epochs=60), "busy-one")
    open_compare(page, [*two, run])
    expect(row(page, "busy-one")).to_contain_text(re.compile(r"\d+ of 60"))
    expect(row(page, "busy-one")).to_contain_text(re.compile(r"[1-9]\d* of 60"))
    page.wait_for_function(
        """run => document.querySelector('.st-key-compare_curves .js-plotly-plot')
            ._fullData.some(trace => trace.meta?.run === run && trace.x.length > 0)""",
        arg=run.id,
    )
    first = page.evaluate(BELOW_THE_HEADING, ".st-key-parallel")
    seen = lab.read(run.id).epochs_done

    wait_until(lambda: lab.read(run.id).epochs_done > seen + 1)
    wait_until(lambda: epochs_shown(page, "busy-one") > seen + 1)

    assert page.evaluate(BELOW_THE_HEADING, ".st-key-parallel") == first


def test_the_list_stays_as_it_was_sorted_searched_and_turned_while_a_run_trains(page, lab, two):
    others = [trained(lab, SMALL, f"other-{n}", error=0.02 + n / 100) for n in range(12)]
    run = lab.create(RunConfig(hidden_units=(784,), batch_size=200, epochs=60), "busy-one")
    open_compare(page, [run])
    apart = page.get_by_text("Seeds together")
    apart.click()
    expect(row(page, others[-1].name)).to_be_visible()

    def stays(shown: list[str]) -> bool:
        page.wait_for_timeout(2_500)  # some epochs of the run end
        return names(page) == shown

    page.get_by_role("button", name="Page 2").click()
    expect(row(page, "busy-one")).to_have_count(0)
    second = names(page)
    assert stays(second)

    page.get_by_role("textbox", name="Find runs").fill("large-one")
    page.get_by_role("textbox", name="Find runs").press("Enter")
    expect(row(page, "busy-one")).to_have_count(0)
    wait_until(lambda: names(page) == ["large-one"])
    assert stays(["large-one"])


def test_a_heading_keeps_the_focus_so_that_a_second_press_turns_the_order_round(page, lab, two):
    open_compare(page, two)
    page.locator(".st-key-run_table th button", has_text="Test error").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Test error")

    page.keyboard.press("Enter")

    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Test error")
