"""Every page with no run, one run and ten thousand, light and dark, wide and narrow."""

import re
from collections.abc import Iterator

import pytest
from distributed import LocalCluster
from playwright.sync_api import Browser, Page, expect

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from tests.app.runs import many, trained
from tests.browser.conftest import empty, expect_pictures, noted_problems, open_tab
from tests.browser.real_lab import Server
from tests.browser.test_draw_page import ANSWER, SEVEN, draw, expect_answer
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

MENU = ("/", "/draw", "/compare", "/sweep", "/lessons", "/diagnose")
PAGES = (*MENU, "/help", "/presenter", "/board")  # the last one is looked at more closely
WIDE, PHONE = ("light", 1280), ("dark", 390)


@pytest.fixture(scope="module")
def own_server(tmp_path_factory) -> Iterator[Server]:
    """A lab whose runs may all be deleted; nothing is trained in it, so it has no workers."""
    home = tmp_path_factory.mktemp("every-page")
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as nobody:
        server = Server(home, scheduler=nobody.scheduler_address)
        trained(RunStore(server.settings), RunConfig(epochs=2), "the-one", weights=True)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def store(own_server: Server) -> RunStore:
    """Its store, once its engine is ready."""
    store = RunStore(own_server.settings)
    wait_until(lambda: read_service(store.database).state == "ready")
    assert [run.name for run in store.recent()] == ["the-one"]
    return store


@pytest.fixture(scope="module")
def own_tab(chromium: Browser, own_server: Server) -> Iterator[Page]:
    with open_tab(chromium, own_server) as tab:
        yield tab


@pytest.fixture
def window(own_tab: Page, request) -> Iterator[Page]:
    scheme, width = request.param
    own_tab.emulate_media(color_scheme=scheme)
    own_tab.set_viewport_size({"width": width, "height": 900})
    with noted_problems(own_tab) as problems:
        yield own_tab
        empty(own_tab)
    assert problems == []


# Where the headings, the tabs and the charts are, and for how long they have been there, in ms.
HELD_STILL = """() => {
    const parts = document.querySelectorAll('h2, [data-testid=stTabs], .js-plotly-plot')
    const places = JSON.stringify([...parts].map(part => part.getBoundingClientRect().top))
    if (window.places !== places) [window.places, window.since] = [places, performance.now()]
    return performance.now() - window.since
}"""


def expect_calm(page: Page, path: str) -> None:
    """Open a page; it must stand without an exception, fit the window, and come to rest."""
    page.goto(path)
    expect(page.locator("h2").first).to_be_visible()
    page.wait_for_function(f"({HELD_STILL})() > 1_000")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect_pictures(page)
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("window", [WIDE, PHONE], indirect=True)
def test_one_run(window, store):
    for path in PAGES:
        expect_calm(window, path)
    expect(window.get_by_text("Test error").first).to_be_visible()


@pytest.mark.parametrize("window", [PHONE], indirect=True)
def test_ten_thousand_runs(window, store):
    many(store, 10_000)
    for path in PAGES:
        expect_calm(window, path)
    window.goto("/compare")
    expect(window.get_by_text(re.compile(r"^9,\d+ configurations"))).to_be_visible()
    expect(window.locator(".st-key-run_table tbody tr")).to_have_count(10)


@pytest.mark.parametrize("window", [WIDE, PHONE], indirect=True)
def test_no_run(window, store):
    with store.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM runs")
    for path in PAGES:
        expect_calm(window, path)
    expect(window.get_by_text("Begin one on the Train page")).to_be_visible()


@pytest.mark.parametrize("window", [WIDE, PHONE], indirect=True)
def test_a_first_drawing_is_read_by_the_starter_in_sight(window, store):
    window.goto("/draw")
    expect(window.get_by_text("comes with the lab").first).to_be_visible()
    expect_answer(window, "nothing yet")

    draw(window, SEVEN)

    expect_answer(window, "7")
    expect(window.locator(ANSWER).last).to_be_in_viewport(ratio=0.8)
