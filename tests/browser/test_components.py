"""The scripts of the page's own components, called as Streamlit calls them.

Where a component's data change while its script still loads, Streamlit calls it for both, and then
cleans up after the first call, though the component stays on the page.
"""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mnist_core.web.messages import (
    Activity,
    Charts,
    Hints,
    ListedRow,
    ListedRows,
    Mark,
    Numbers,
    Problem,
    Text,
    Tile,
    Update,
    Weights,
)
from parts.shared import tiles

PARTS = Path(__file__).parents[2] / "pages" / "parts"
JOINED = {
    "figure": ("figure", "figure_keys", "figure_numbers", "live", "asking"),
    "page_width": ("page_width", "asking"),
    "run_table": ("run_table", "run_row", "live", "asking"),
    **{
        name: (name, "live", "asking")
        for name in ("tiles", "run_progress", "run_log", "follow_page")
    },
}
# Calls a script with each of the data, and cleans up after all calls but the last.
CALL = """async ([script, html, calls]) => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }))
    const { default: component } = await import(address)
    const parentElement = document.createElement("div")
    parentElement.innerHTML = html
    document.body.append(parentElement)
    window.told = []
    const setStateValue = (name, value) => told.push([name, value]), setTriggerValue = setStateValue
    window.call = (data) => component({ data, parentElement, setStateValue, setTriggerValue })
    const ends = calls.map(call)
    window.end = ends.pop()
    ends.forEach((end) => end?.())
}"""
LIGHT = "run => window.dispatchEvent(new CustomEvent('digit-lab:light', { detail: { run } }))"


@pytest.fixture
def call(page: Page, lab):
    """Call the script of a component several times over, on an empty page of the lab's address."""
    page.goto("/_stcore/health")
    # Later it would take the place of what a test changes.
    page.add_script_tag(url="/lab/plotly.min.js")

    def call(name: str, html: str, *calls: object) -> None:
        files = [next(PARTS.rglob(f"{each}.js")) for each in JOINED.get(name, (name,))]
        script = "\n".join(file.read_text(encoding="utf-8") for file in files)
        page.evaluate(CALL, [script, html, list(calls)])

    return call


def test_a_chart_stays(page, call):
    figure = '{"data": [{"y": [%d, 2]}], "layout": {"height": 200}}'
    calls = [{"figure": figure % y, "alt": "a line", "version": "0"} for y in (1, 3)]

    call("figure", "<div role='img' id='chart'></div>", *calls)

    page.locator("#chart .main-svg").first.wait_for()
    assert page.evaluate("chart.data[0].y") == [3, 2]


def test_a_chart_that_goes_while_it_is_drawn_is_taken_down_once_it_is_drawn(page, call):
    facts = {"figure": '{"data": [], "layout": {"height": 200}}', "alt": "", "version": "0"}
    call("figure", "<div role='img' id='chart'></div>", facts)
    page.locator("#chart .main-svg").first.wait_for()

    page.evaluate(
        """facts => {
            const { react, purge } = Plotly
            Plotly.react = (...drawing) => react(...drawing).then(() => new Promise(
                (drawn) => setTimeout(() => { told.push("drawn"); drawn() }, 100)))
            Plotly.purge = (node) => { told.push("taken down"); purge(node) }
            const end = call({ ...facts, figure: facts.figure.replace("200", "250") })
            setTimeout(end, 20)
        }""",
        facts,
    )

    page.wait_for_function("told.includes('taken down')")
    assert page.evaluate("told") == ["drawn", "taken down"]


GRID = """{"data": [{"type": "heatmap", "x": [0, 1, 2], "y": [0, 1, 2],
    "z": [[1, 2, 3], [4, 5, 6], [7, 8, 9]]}], "layout": {"height": 300,
    "xaxis": {"title": {"text": "Answer"}}, "yaxis": {"title": {"text": "True digit"}}}}"""


def test_tab_comes_to_a_chart_and_shows_where_it_is(page, call):
    facts = {"figure": GRID, "alt": "a grid", "version": "0"}
    call("figure", "<button>before</button><div role='img' id='chart'></div>", facts)
    page.locator("#chart .main-svg").first.wait_for()
    chart = page.get_by_role("img", name="a grid")

    page.get_by_role("button", name="before").focus()
    page.keyboard.press("Tab")

    expect(chart).to_be_focused()
    expect(chart).to_have_css("outline-style", "solid")
    page.keyboard.press("ArrowRight")
    expect(chart).to_have_accessible_name("a grid")


def test_the_arrow_keys_move_over_a_chart_and_enter_clicks(page, call):
    facts = {"figure": GRID, "alt": "a grid", "version": "0", "clickable": True}
    call("figure", "<div role='img' id='chart'></div>", facts)
    page.locator("#chart .main-svg").first.wait_for()
    chart = page.locator("#chart")
    chart.focus()

    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)

    expect(chart).to_have_accessible_name("a grid. True digit 1, Answer 2")
    expect(chart.locator(".hoverlayer")).to_contain_text("z: 6")
    (told,) = page.evaluate("told")
    assert told[0] == "clicked"
    assert (told[1]["x"], told[1]["y"]) == (2, 1)
    chart.blur()
    expect(chart.locator(".hoverlayer")).to_have_text("")
    expect(chart).to_have_accessible_name("a grid")


CURVES = """{"data": [{"name": "Training", "x": [1, 2], "y": [0.5, 0.75]},
    {"name": "Validation", "x": [2], "y": [0.7]}, {"x": [1], "y": [9], "hoverinfo": "skip"}],
    "layout": {"height": 300, "xaxis": {"title": {"text": "Epoch"}},
    "yaxis": {"title": {"text": "Accuracy"}, "tickformat": ".0%"}}}"""


OWN = """{"data": [{"x": [9], "y": [0]}], "layout": {"height": 300, "meta": {"table": {
    "columns": ["Run", "Error (%)"], "rows": [["<b>far</b>", 30.63], ["new", null],
    ["all", 1238730]]}}}}"""
TWO_AXES = """{"data": [{"name": "Error", "x": [0.5], "y": [0.1]},
    {"name": "&lt;b&gt;x&lt;/b&gt; &amp; y", "x": [0.5], "y": [0.75], "yaxis": "y2"}],
    "layout": {"height": 300, "xaxis": {"title": {"text": "Threshold"}},
    "yaxis2": {"overlaying": "y", "tickformat": ".0%"}}}"""
PICTURE = """{"data": [{"type": "heatmap", "z": [[1]], "hoverinfo": "skip"}],
    "layout": {"height": 300, "xaxis": {"visible": false}, "yaxis": {"visible": false}}}"""


@pytest.mark.parametrize(
    ("figure", "rows"),
    [
        (OWN, ["Run Error (%)", "<b>far</b> 30.63", "new", "all 1238730"]),
        (TWO_AXES, ["Threshold Error <b>x</b> & y", "0.5 0.1 75%"]),
        (GRID, ["True digit \\ Answer 0 1 2", "0 1 2 3", "1 4 5 6", "2 7 8 9"]),
        (CURVES, ["Epoch Training Validation", "1 50%", "2 75% 70%"]),
    ],
)
def test_a_chart_gives_its_numbers_as_a_table_and_takes_them_away(page, call, figure, rows):
    facts = {"figure": figure, "alt": "a chart", "version": "0"}
    call("figure", "<div role='img' id='chart'></div>", facts)
    page.locator("#chart .main-svg").first.wait_for()

    page.get_by_role("button", name="Numbers of the chart: a chart").click()

    texts = page.get_by_role("dialog", name="Numbers: a chart").locator("tr").all_inner_texts()
    assert [" ".join(text.split()) for text in texts] == rows
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_picture_says_that_it_has_no_numbers(page, call):
    facts = {"figure": PICTURE, "alt": "a picture", "version": "0"}
    call("figure", "<div role='img' id='chart'></div>", facts)
    page.locator("#chart .main-svg").first.wait_for()

    page.get_by_role("button", name="Numbers of the chart").click()

    expect(page.get_by_role("dialog")).to_contain_text("It is a picture alone")
    expect(page.get_by_role("table")).to_have_count(0)


def test_the_digit_keys_still_press_buttons(page, call):
    html = "<div class='st-key-four'><button onclick='told.push(this.id)' id='four'></button></div>"
    call("digit_keys", html, {"buttons": {"4": "one"}}, {"buttons": {"4": "four"}})

    page.keyboard.press("4")
    page.evaluate("end()")
    page.keyboard.press("4")

    assert page.evaluate("told") == ["four"]


def test_the_page_width_is_still_reported(page, call):
    call("page_width", "<div></div>", {"steps": [100, 300]}, {"steps": [100, 300]})
    page.evaluate("document.body.lastElementChild.style.width = '150px'")

    page.wait_for_function("told.at(-1)?.[1] === 100")
    assert page.evaluate("told[0]") == ["width", 300]


def table(*rows: tuple[str, str]) -> dict[str, object]:
    """What the table of runs draws: their names, and the errors that they have reached."""
    columns = [{"key": "error", "title": "Error", "help": "", "number": True}]
    return {
        "columns": columns,
        "sort": {"by": "error", "descending": False},
        "ticked": [],
        "ticks": 0,
        "colors": {},
        "menu": True,
        "rows": [
            {"run": name, "name": name, "cells": {"error": [error, ""]}, "tones": {}}
            for name, error in rows
        ],
    }


TABLE = "<table><thead></thead><tbody></tbody></table>"


def test_the_rows_of_the_table_still_light_up(page, call):
    call("run_table", TABLE, table(("mine", "3%")), table(("mine", "2%")))

    page.evaluate(LIGHT, "mine")

    assert page.locator("tr.lit[data-run=mine]").count() == 1


@pytest.mark.parametrize("name", ["Tick mine", "Tick other"])
def test_a_press_on_a_row_outlives_a_change_of_the_table(page, call, name):
    call("run_table", TABLE, table(("mine", "3%"), ("other", "4%")))
    page.get_by_role("checkbox", name=name).hover()
    page.mouse.down()
    page.evaluate("data => void call(data)", table(("mine", "2%"), ("other", "4%")))
    page.mouse.up()

    assert page.get_by_role("checkbox", name=name).is_checked()
    assert page.locator("tr[data-run=mine]").inner_text().strip().startswith("2%")


def test_rows_that_go_come_and_change_places_stand_in_their_order(page, call):
    first = table(("a", "1%"), ("b", "2%"), ("c", "3%"))
    call("run_table", TABLE, first, table(("c", "3%"), ("d", "4%"), ("a", "5%")))

    rows = page.locator("tbody tr[data-run]").all_inner_texts()
    assert [row.split()[0] for row in rows] == ["3%", "4%", "5%"]


UPDATE = {"feed": "a", "version": "1", "made_at": 1.0}
NUMBERS = {
    "page": "training",
    "text": "Epoch 2 of 3 · 50%",
    "share": 0.5,
    "failed": False,
    "note": "",
    "tiles": [{"label": "Epoch", "value": "2 of 3", "note": "1 left", "trend": "", "help": ""}],
}
PROGRESS = """<span class="text"></span><span class="link" hidden></span>
<div class="bar" role="progressbar"><div></div></div><div class="note" hidden></div>"""


def test_a_component_paints_the_later_of_two_states(page, call):
    later = {**UPDATE, "version": "2", "made_at": 2.0, "state": {**NUMBERS, "text": "later"}}
    calls = [{"feed": "a", "update": each} for each in (later, {**UPDATE, "state": NUMBERS})]

    call("run_progress", PROGRESS, *calls)

    expect(page.locator(".text")).to_have_text("later")


def test_a_page_whose_script_drew_something_else_runs_it_again_once(page, call):
    update = {**UPDATE, "state": NUMBERS}
    calls = [{"feed": "a", "update": update, "page": each} for each in ("queued", "queued")]

    call("run_progress", PROGRESS, *calls)

    page.wait_for_function("told.length")
    page.evaluate("() => new Promise((then) => setTimeout(then, 100))")
    assert page.evaluate("told") == [["page", "1"]]


def test_a_page_that_shows_what_is_true_is_left_alone(page, call):
    call(
        "run_progress",
        PROGRESS,
        {"feed": "a", "update": {**UPDATE, "state": NUMBERS}, "page": "training"},
    )

    page.evaluate("() => new Promise((then) => setTimeout(then, 100))")
    assert page.evaluate("told") == []


def test_every_field_of_a_message_is_read_by_a_script():
    scripts = "\n".join(file.read_text(encoding="utf-8") for file in PARTS.rglob("*.js"))
    fields = {
        name
        for state in (
            Numbers,
            Tile,
            Charts,
            Hints,
            Text,
            Activity,
            ListedRow,
            ListedRows,
            Weights,
            Mark,
            Update,
            Problem,
        )
        for name in state.model_fields
    }

    assert [name for name in fields if f".{name}" not in scripts] == []


def test_what_no_longer_follows_a_feed_is_not_painted_by_it(page, call):
    followed = table(("a", "1%"))
    update = {**UPDATE, "state": {"rows": followed["rows"], "page": ""}}
    call("run_table", TABLE, {**followed, "feed": "a", "update": update}, table(("b", "2%")))

    page.evaluate(
        """() => digitLabFeeds.add(
            { feed: "a", component: { data: {} }, link: () => {}, take: () => {} },
            { feed: "a", version: "2", made_at: 9, state: { rows: [], page: "" } },
        )"""
    )

    assert page.locator("tbody tr[data-run]").all_inner_texts()[0].split()[0] == "2%"


@pytest.mark.parametrize(
    ("width", "rows"),
    [(300, [1, 1, 1, 1]), (400, [2, 2]), (600, [2, 2]), (720, [2, 2]), (760, [4])],
)
def test_four_numbers_never_stand_three_and_one(page, lab, width, rows):
    page.goto("/_stcore/health")
    style = (PARTS / "shared" / "tiles.css").read_text(encoding="utf-8")
    inner = "<div class='tiles'>"
    four = tiles.HTML.replace(inner, inner + 4 * "<div class='tile'>1</div>")
    page.set_content(f"<style>{style}</style><div style='width: {width}px'>{four}</div>")

    tops = page.locator(".tile").evaluate_all("all => all.map((each) => each.offsetTop)")

    assert list(Counter(tops).values()) == rows
