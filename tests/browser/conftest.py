"""A real server with its engine, and a real Chromium; one of each for all browser tests.

They end with the last of these tests in a process: Playwright's event loop runs for as long as it
is open, and others need one of their own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect

from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from tests.browser.real_lab import FIRST_STEPS, Server, open_chromium
from tests.waiting import PATIENCE_S, wait_until

LATE_DOWNLOAD = "Client Error: Download Button source error - 404"
# Streamlit asks below the page's own path first, and then at the root, on every deep link.
NOT_OURS = ("_stcore/health", "_stcore/host-config")
PICTURES = "/media/"
BROKEN_PICTURES = """() => [...document.images]
    .filter(image => image.complete && image.naturalWidth === 0 && image.src.includes('/media/'))
    .map(image => image.src)"""
PATIENCE_MS = 1000 * PATIENCE_S
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("browser-lab"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="package")
def lab(server: Server) -> RunStore:
    """The server's store, once its engine is ready and has trained a first run."""
    store = RunStore(server.settings)
    store.create(FIRST_STEPS, "first-steps")
    wait_until(lambda: read_service(store.database).state == "ready")
    wait_until(lambda: [run.state for run in store.recent()] == ["finished"])
    return store


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def idle(lab: RunStore) -> Iterator[None]:
    """Leave no run behind that would take the processor from the next test, or its reader."""
    yield
    for run in lab.recent():
        if run.name != "first-steps":
            lab.delete(run.id)


@pytest.fixture(scope="package")
def tab(chromium: Browser, server: Server) -> Iterator[Page]:
    """The tab that the browser tests share."""
    with open_tab(chromium, server) as tab:
        yield tab


@pytest.fixture
def page(tab: Page, idle: None) -> Iterator[Page]:
    """An empty tab of 1280 by 900 that remembers nothing.

    It must end without an exception box and without a console error.
    """
    tab.set_viewport_size({"width": 1280, "height": 900})
    with noted_problems(tab) as problems:
        yield tab
        try:
            expect(tab.get_by_test_id("stException")).to_have_count(0)
            expect_pictures(tab)
        finally:
            empty(tab)
    assert problems == []


@contextmanager
def open_tab(chromium: Browser, server: Server) -> Iterator[Page]:
    """Open a visitor's tab: a page takes a third in it of what it takes in a new one each time."""
    with chromium.new_context(base_url=server.url) as visitor:
        visitor.set_default_timeout(PATIENCE_MS)
        yield visitor.new_page()


@contextmanager
def noted_problems(page: Page) -> Iterator[list[str]]:
    """Note what goes wrong in a tab's console meanwhile."""
    problems: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        problems.extend(console_problem(message))

    def note_error(error: Error) -> None:
        problems.append(str(error))

    page.on("console", note_message)
    page.on("pageerror", note_error)
    yield problems
    page.remove_listener("console", note_message)
    page.remove_listener("pageerror", note_error)


def empty(page: Page) -> None:
    """Leave the lab, and forget what the browser keeps, such as that the sidebar was closed."""
    visitor = page.context
    for other in visitor.pages:
        if other != page:
            other.close()
    page.evaluate("localStorage.clear()")
    page.goto("/_stcore/health")  # of the same site, so that the process with its scripts stays
    visitor.clear_permissions()
    visitor.clear_cookies()


def expect_pictures(page: Page) -> None:
    """Wait until no picture that stands on the page is a broken one."""
    page.wait_for_function(f"({BROKEN_PICTURES})().length === 0")


def console_problem(message: ConsoleMessage) -> list[str]:
    """Give what is wrong in a message to the console, unless it is no error or not ours.

    A picture or a download of an earlier run of the script is gone from the server once the next
    run has ended, and a slow browser may still ask for it; whether the pictures that stand are
    there is looked at apart, and downloads have tests of their own.
    """
    ours = not any(part in message.location.get("url", "") for part in (*NOT_OURS, PICTURES))
    ours = ours and not message.text.startswith(LATE_DOWNLOAD)
    return [f"{message.text} {message.location}"] if message.type == "error" and ours else []
