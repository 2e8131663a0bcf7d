"""A lab that others reach: each route and both WebSockets without a key, and a class that comes in.

The server listens on all addresses; its own is asked for by 127.0.0.1, which makes no difference.
"""

import http.client
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from mnist_core.access.room_keys import RoomKeys, renew_key, room_keys
from mnist_core.access.visitor_cookie import admit, cookie_name
from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from tests.app.runs import trained
from tests.browser.conftest import PATIENCE_MS
from tests.browser.real_lab import Server

ROUTES = (
    "/",
    "/draw",
    "/share",
    "/_stcore/health",
    "/_stcore/host-config",
    "/lab/plotly.min.js",
    "/lab/networks/starter/weights",
    "/draw/lab/networks/starter/weights",
    "/media/a.png",
    "/static/js/index.js",
    "/component/a/b.html",
)
SOCKETS = ("/_stcore/stream", "/lab/live")


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Iterator[Server]:
    server = Server(
        tmp_path_factory.mktemp("room"), workers=1, options=["--server.address=0.0.0.0"]
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def keys(room: Server) -> RoomKeys:
    return room_keys(room.settings.home)


@pytest.fixture
def visitor(chromium: Browser, room: Server) -> Iterator[Page]:
    """A browser that was never here."""
    with chromium.new_context(base_url=room.url) as context:
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()


def asked(server: Server, path: str, **headers: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")


def handshake(server: Server, path: str, origin: str, cookie: str = "") -> int:
    """Open a WebSocket, and give the status with which it is answered."""
    address = f"ws://127.0.0.1:{server.port}{path}"
    try:
        with connect(address, origin=Origin(origin), additional_headers={"Cookie": cookie}):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def cookie(keys: RoomKeys) -> str:
    return f"{cookie_name(keys)}={admit(keys, 'member', {})}"


def run_file(server: Server) -> str:
    store = RunStore(server.settings)
    runs = store.recent() or [trained(store, RunConfig(epochs=1), "amber-otter", weights=True)]
    return f"/lab/runs/{runs[0].id}/csv"


def test_a_lab_listens_on_loopback_unless_it_is_told_otherwise(server):
    connections = psutil.Process(server.pid).net_connections("tcp")
    listening = {each.laddr.ip for each in connections if each.status == psutil.CONN_LISTEN}

    assert listening == {"127.0.0.1"}


def test_a_lab_alone_answers_its_own_pages_and_no_others(server):
    for path in ROUTES:
        assert asked(server, path)[0] != 403, path
        for foreign in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            assert asked(server, path, **foreign)[0] == 403, path
    for path in SOCKETS:
        assert handshake(server, path, server.url) == 101
        assert handshake(server, path, "http://evil.example") == 403


def test_a_room_gives_nobody_anything_without_its_key(room, keys):
    for path in (*ROUTES, run_file(room)):
        assert asked(room, path) == (403, asked(room, "/")[1]), path
        assert asked(room, path, Cookie=cookie(keys))[0] != 403, path
        assert asked(room, path, Cookie=cookie(keys)[:-1])[0] == 403, path
        assert asked(room, path, Cookie=cookie(keys), Host="evil.example")[0] == 403, path
    for path in SOCKETS:
        assert handshake(room, path, room.url, cookie(keys)) == 101
        assert handshake(room, path, room.url) == 403
        assert handshake(room, path, "http://evil.example", cookie(keys)) == 403


def test_a_class_comes_in_by_typing_the_key(visitor, keys):
    visitor.goto("/draw?run=starter")
    expect(visitor.get_by_text("This lab asks for a key")).to_be_visible()

    visitor.get_by_label("Key").fill("nonsense")
    visitor.get_by_role("button", name="Open").click()
    expect(visitor.get_by_text("does not open the lab")).to_be_visible()
    visitor.get_by_label("Key").fill(keys.room.replace("-", " ").upper())
    visitor.get_by_role("button", name="Open").click()

    expect(visitor.get_by_text("comes with the lab").first).to_be_visible()
    assert "key" not in urlsplit(visitor.url).query
    assert "run=starter" in visitor.url


def test_the_code_on_the_page_is_for_the_room_and_the_teachers_link_is_not_in_sight(visitor, keys):
    visitor.goto(f"/share?key={keys.teacher}")

    expect(visitor.get_by_text(keys.room, exact=True).first).to_be_visible()
    expect(visitor.get_by_alt_text("The code of")).to_be_visible()
    expect(visitor.get_by_text(keys.teacher)).to_be_hidden()
    visitor.get_by_text("For the teacher").click()
    expect(visitor.get_by_text(keys.teacher)).to_be_visible()


def test_a_new_key_shuts_out_an_open_page_which_then_asks_for_it(visitor, room, keys):
    visitor.goto(f"/compare?key={room_keys(room.settings.home).room}")
    expect(visitor.get_by_role("heading", name="Compare")).to_be_visible()
    visitor.wait_for_function("window.digitLabFeeds")  # it is told what changes, and its end

    new = renew_key(room.settings.home, "member")

    expect(visitor.get_by_text("This lab asks for a key")).to_be_visible()
    visitor.get_by_label("Key").fill(new.room)
    visitor.get_by_role("button", name="Open").click()
    expect(visitor.get_by_role("heading").first).to_be_visible()
