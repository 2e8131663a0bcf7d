"""Every page for everyone: nothing grave that axe-core finds, and no stop of Tab's out of sight."""

from importlib.metadata import files
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_draw_page import SEVEN, draw, expect_answer
from tests.browser.test_every_page import HELD_STILL
from tests.core.test_contrast import THEME

pytestmark = pytest.mark.keras

AXE = next(
    Path(str(file.locate()))
    for file in files("axe-playwright-python") or ()
    if file.match("axe.min.js")
).read_text(encoding="utf-8")
# What axe calls serious or critical, in words; what it calls moderate or minor is left to eyes.
GRAVE = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => (
        [id, html, ...[...any, ...all, ...none].map(({ message }) => message)].join(" ")
    )))"""
COPIED = "document.documentElement.style.getPropertyValue('--digit-lab-text').trim()"
STALE = "[data-stale=true]"  # Streamlit draws faintly what the script has not drawn again yet
PAGES = ("/", "/compare", "/sweep", "/diagnose", "/lessons", "/share", "/presenter", "/board")
LOOKS = [(scheme, width) for width in (1280, 390) for scheme in ("light", "dark")]


@pytest.mark.parametrize("path", [*PAGES, "/help"])
def test_axe_finds_nothing_grave(page, lab, path):
    page.goto(path)
    expect(page.locator("h2").first).to_be_visible()

    assert grave_in_all_looks(page) == {}


def test_axe_finds_nothing_grave_on_a_page_that_reads_a_drawing(page, lab):
    page.goto("/draw")
    draw(page, SEVEN)
    expect_answer(page, "7")

    assert grave_in_all_looks(page) == {}


def test_axe_finds_nothing_grave_in_a_script_and_its_tabs(page, lab):
    page.goto(f"/?run={lab.recent()[0].id}")
    page.get_by_role("tab", name="Keras script").click()
    expect(page.locator("code .token").first).to_be_visible()

    assert grave_in_all_looks(page) == {}


def grave_in_all_looks(page: Page) -> dict[tuple[str, int], list[str]]:
    """Give what axe calls grave, light and dark, wide and narrow, where there is any."""
    page.evaluate(AXE)
    found = {}
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(f"{COPIED} === {THEME[scheme]['textColor']!r}")
        page.wait_for_function(f"({HELD_STILL})() > 700 && !document.querySelector({STALE!r})")
        if page.evaluate(GRAVE):  # what is mended in the frame follows a new width a moment later
            page.wait_for_timeout(3_000)
        found[scheme, width] = page.evaluate(GRAVE)
    page.emulate_media(color_scheme="null")
    return {look: grave for look, grave in found.items() if grave}


STOP = """() => {
    let stop = document.activeElement
    while (stop.shadowRoot?.activeElement) stop = stop.shadowRoot.activeElement
    const { left, right, width } = stop.getBoundingClientRect()
    return [Math.round(left), width > 0 && right > 0 && left < innerWidth]
}"""


def test_tab_comes_to_nothing_out_of_sight_in_a_narrow_window(page, lab):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/help")
    expect(page.get_by_role("heading", name="What is kept where")).to_be_visible()
    page.wait_for_function(f"{COPIED} !== ''")  # the frame's rules come a moment after the page

    stops = []
    for _ in range(20):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))

    assert [left for left, in_sight in stops if not in_sight] == []
