"""The scripts of the page's own components, called as Streamlit calls them.

Where a component's data change while its script still loads, Streamlit calls it for both, and then
cleans up after the first call, though the component stays on the page.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

PARTS = Path(__file__).parents[2] / "pages" / "parts"
# Calls a script with each of the data, and cleans up after all calls but the last.
CALL = """async ([script, html, calls]) => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }))
    const { default: component } = await import(address)
    const parentElement = document.createElement("div")
    parentElement.innerHTML = html
    document.body.append(parentElement)
    window.told = []
    const setStateValue = (name, value) => told.push([name, value])
    const ends = calls.map((data) => component({ data, parentElement, setStateValue }))
    window.end = ends.pop()
    ends.forEach((end) => end?.())
}"""
LIGHT = "run => window.dispatchEvent(new CustomEvent('digit-lab:light', { detail: { run } }))"


@pytest.fixture
def call(page: Page, lab):
    """Call the script of a component several times over on a page of the lab."""
    page.goto("/lessons")
    page.get_by_role("heading", level=2).first.wait_for()

    def call(name: str, html: str, *calls: object) -> None:
        script = (PARTS / f"{name}.js").read_text(encoding="utf-8")
        page.evaluate(CALL, [script, html, list(calls)])

    return call


def test_a_chart_stays(page, call):
    figure = '{"data": [{"y": [%d, 2]}], "layout": {"height": 200}}'
    calls = [{"figure": figure % y, "alt": "a line", "version": "0"} for y in (1, 3)]

    call("figure", "<div role='img' id='chart'></div>", *calls)

    page.locator("#chart .main-svg").first.wait_for()
    assert page.evaluate("chart.data[0].y") == [3, 2]


def test_the_digit_keys_still_press_buttons(page, call):
    html = "<div class='st-key-four'><button onclick='told.push(this.id)' id='four'></button></div>"
    call("digit_keys", html, {"buttons": {"4": "one"}}, {"buttons": {"4": "four"}})

    page.keyboard.press("4")
    page.evaluate("end()")
    page.keyboard.press("4")

    assert page.evaluate("told") == ["four"]


def test_the_room_is_still_told(page, call):
    call("room", "<div></div>", {"steps": [100, 300]}, {"steps": [100, 300]})
    page.evaluate("document.body.lastElementChild.style.width = '150px'")

    page.wait_for_function("told.at(-1)?.[1] === 100")
    assert page.evaluate("told[0]") == ["room", 300]


def test_the_rows_of_the_table_still_light_up(page, call):
    row = {"run": "r1", "name": "mine", "color": 0, "cells": {}, "tones": {}}
    facts = {"columns": [], "sort": {}, "ticked": [], "ticks": 0, "rows": [row]}
    call("run_table", "<table><thead></thead><tbody></tbody></table>", facts, facts)

    page.evaluate(LIGHT, "r1")

    assert page.locator("tr.lit[data-run=r1]").count() == 1
