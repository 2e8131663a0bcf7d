"""A lab where people log in, with a provider of identities that runs beside it."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from mnist_core.store.person_names import person_names
from mnist_core.store.run_store import RunStore
from tests.browser.conftest import PATIENCE_MS, noted_problems
from tests.browser.real_lab import Server, free_port
from tests.browser.test_room import asked, handshake, run_file
from tests.waiting import wait_until

PEOPLE = (
    {"sub": "7", "name": "Anna Bell", "email": "anna@school.example"},
    {"sub": "8", "name": "Mr Chips", "email": "Chips@school.example"},
)
SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "a text that a test may know, long enough"
client_id = "digit-lab"
client_secret = "another"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[digit_lab]
teachers = ["chips@school.example"]
"""
DATA = (
    "/lab/plotly.min.js",
    "/lab/networks/starter/weights",
    "/draw/lab/networks/starter/weights",
    "/xlab/networks/starter/weights",
    "/media/a.png",
    "/_stcore/upload_file/a/b",
)
PROVIDERS_LOOKS = re.compile("cdn.jsdelivr.net|favicon.ico")  # there is no network


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    port = free_port()
    people = [word for each in PEOPLE for word in ("--user-claims", json.dumps(each))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people]
    )
    url = f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(f"{url}/.well-known/openid-configuration"))
    yield url
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, provider: str) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("school")
    secrets = home / "secrets.toml"
    secrets.write_text(SECRETS.format(provider=provider), "utf-8")
    server = Server(home, workers=1, options=[f"--secrets.files={secrets}"])
    server.start()
    yield server
    server.stop()


@pytest.fixture
def visitor(chromium: Browser, school: Server) -> Iterator[Page]:
    """A browser that was never here, in which nothing goes wrong."""
    with chromium.new_context(base_url=school.url) as context:
        context.set_default_timeout(PATIENCE_MS)
        context.route(PROVIDERS_LOOKS, lambda route: route.fulfill(body=""))
        page = context.new_page()
        with noted_problems(page) as problems:
            yield page
            expect(page.get_by_test_id("stException")).to_have_count(0)
    assert problems == []


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def log_in(page: Page, subject: str, path: str = "/") -> None:
    page.goto(path)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=subject, exact=True).click()
    expect(page.get_by_role("link", name="Lessons")).to_be_visible()


def address(page: Page) -> str:
    """Give the path and the query that a browser shows."""
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def expect_offer_alone(page: Page) -> None:
    expect(page.get_by_role("button")).to_have_text([re.compile("Log in$")])
    expect(page.get_by_role("link")).to_have_text(["Skip to main content"])  # Streamlit's
    expect(page.get_by_text("amber-otter")).to_have_count(0)


def cookies(page: Page) -> str:
    return "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())


def status(page: Page, path: str) -> int:
    """Give with what a file is answered to a browser."""
    return page.context.request.get(path).status


def test_without_login_there_is_no_data_and_pages_offer_a_login_alone(visitor, school):
    for path in (*DATA, run_file(school)):
        assert asked(school, path)[0] == 403, path
    assert handshake(school, "/lab/live", school.url) == 403
    assert handshake(school, "/_stcore/stream", school.url) == 101  # a page must offer the login
    assert handshake(school, "/_stcore/stream", "http://evil.example") == 403

    for path in ("/", "/draw", "/share", "/compare"):
        visitor.goto(path)
        expect_offer_alone(visitor)


def test_who_has_logged_in_gets_files_and_the_labs_socket_until_they_log_out(visitor, school):
    file = run_file(school)
    log_in(visitor, "7")
    visitor.goto("/compare")
    expect(visitor.get_by_text("amber-otter").first).to_be_visible()
    assert status(visitor, file) == 200
    assert handshake(school, "/lab/live", school.url, cookies(visitor)) == 101

    visitor.goto("/share")
    expect(visitor.get_by_text("You are logged in as Anna Bell.")).to_be_visible()
    visitor.get_by_role("button", name="Log out").click()
    visitor.get_by_role("button", name="End session").click()
    expect_offer_alone(visitor)
    assert status(visitor, file) == 403
    assert handshake(school, "/lab/live", school.url, cookies(visitor)) == 403


def test_a_link_opens_what_it_is_for_once_its_visitor_has_logged_in(visitor, school):
    run = run_file(school).split("/")[3]
    wanted = f"/draw?run={run}"
    log_in(visitor, "7", wanted)

    expect(visitor.get_by_text("amber-otter").first).to_be_visible()
    assert address(visitor) == wanted
    assert visitor.evaluate("Object.values(sessionStorage)") == []


def test_a_login_that_was_given_up_is_begun_again_for_the_same_page(visitor):
    visitor.goto("/lessons?lesson=dropout")
    visitor.get_by_role("button", name="Log in").click()
    expect(visitor.get_by_role("button", name="7", exact=True)).to_be_visible()
    log_in(visitor, "7")

    expect(visitor.get_by_role("heading", name="Dropout")).to_be_visible()
    assert address(visitor) == "/lessons?lesson=dropout"


def test_what_somebody_begins_is_theirs_and_they_see_a_teacher_stop_it(chromium, visitor, school):
    log_in(visitor, "7", "/?epochs=200")  # still trains when a slow machine has the teacher in
    visitor.get_by_role("button", name="Train", exact=True).click()
    expect(visitor.get_by_role("button", name="Stop")).to_be_visible()
    store = RunStore(school.settings)
    run = next(each for each in store.recent() if each.owner)
    assert person_names(store, [run.owner]) == {run.owner: "Anna Bell"}

    with chromium.new_context(base_url=school.url) as context:
        teacher = context.new_page()
        log_in(teacher, "8")
        teacher.goto(f"/?run={run.id}")
        expect(teacher.get_by_text("by Anna Bell")).to_be_visible()
        teacher.get_by_role("button", name="Stop").click()
        expect(visitor.get_by_role("button", name="Stop")).to_have_count(0)  # told by the socket
    assert store.read(run.id).state == "stopped"
