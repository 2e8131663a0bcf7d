"""Who gets in where people log in: asked as in test_access_control, with routes like the lab's."""

import asyncio
import time

import pytest
from starlette.requests import HTTPConnection
from starlette.routing import Route, WebSocketRoute

from mnist_core.access.access_control import AccessControl
from mnist_core.access.gate import gate_of
from mnist_core.access.login import Account, Login
from mnist_core.access.login_cookie import account_in, answer_ticket, login_cookie_name, signed
from mnist_core.access.person import OWNER, Person
from mnist_core.access.reach import Reach, ServerOptions
from mnist_core.access.refusal import LOG_IN, OTHER_SITE
from mnist_core.access.room_keys import room_keys
from mnist_core.access.tickets import TICKETS
from mnist_core.errors import ConfigError
from tests.core.access.test_access_control import (
    ALONE,
    HOST,
    ROOM,
    Answer,
    admit_directly,
    ask,
    cookie_of,
    inside,
)

LOGIN = Login(("default",), "http://localhost:8501/", frozenset({"chips@school.example"}))
ANNA, CHIPS = Account("anna", "anna@school.example"), Account("chips", "chips@school.example")
HERE = {"host": "localhost:8501", "origin": "http://localhost:8501"}
ROUTES = (
    Route("/{prefix:path}lab/runs/{run_id}/{name}", inside),
    WebSocketRoute("/{prefix:path}lab/live", inside),
)
DATA = (
    "/lab/runs/a/npz",
    "/draw/lab/runs/a/npz",
    "/xlab/runs/a/npz",
    "/media/a.png",
    "/_stcore/upload_file/a/b",
)
PAGES = (
    "/",
    "/draw",
    "/draw?key=wrong",
    "/_stcore/health",
    "/static/js/a.js",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback?code=a&state=b",
    "/lab/ticket",
)


def control(home, *, sockets=ALONE, base="", login=lambda: LOGIN) -> AccessControl:
    options = ServerOptions(base_path=base)
    return AccessControl(
        inside,
        lambda: options,
        lambda reach: gate_of(reach, home, login(), ROUTES),
        lambda: sockets,
    )


@pytest.fixture
def school(tmp_path):
    return control(tmp_path)


def cookie(home, account=ANNA) -> str:
    keys = room_keys(home)
    return f"{login_cookie_name(keys)}={signed(keys, account)}"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("path", DATA)
def test_data_is_for_whoever_has_logged_in(school, tmp_path, path, method):
    refused = ask(school, path, method=method, **HERE)

    assert (refused.status, refused.text) == (403, LOG_IN)
    assert ask(school, path, method=method, **HERE, cookie=cookie(tmp_path)).text == "inside"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("sockets", [ALONE, ROOM])
def test_pages_and_the_way_to_a_login_are_for_everyone_and_ask_for_no_key(tmp_path, path, sockets):
    assert ask(control(tmp_path, sockets=sockets), path, host="localhost:8501").text == "inside"


def test_the_labs_own_socket_is_for_whoever_has_logged_in(school, tmp_path):
    assert ask(school, "/lab/live", "websocket", **HERE).status == 403
    assert ask(school, "/lab/live", "websocket", **HERE, cookie=cookie(tmp_path)).status == 101
    assert ask(school, "/_stcore/stream", "websocket", **HERE).status == 101


@pytest.mark.parametrize("path", [*PAGES, *DATA])
def test_a_page_elsewhere_gets_nothing_with_a_login_either(school, tmp_path, path):
    foreign = {"host": "localhost:8501", "origin": "http://evil.example"}

    assert ask(school, path, **foreign, cookie=cookie(tmp_path)).text == OTHER_SITE
    assert ask(school, path, host="evil.example", cookie=cookie(tmp_path)).status == 403


@pytest.mark.parametrize("base", ["lab", "media", "a/b"])
def test_a_login_is_offered_below_any_path_and_data_is_not(tmp_path, base):
    school = control(tmp_path, base=base)

    assert ask(school, f"/{base}/draw", **HERE).text == "inside"
    assert ask(school, f"/{base}/media/a.png", **HERE).status == 403
    assert ask(school, f"/{base}/lab/runs/a/npz", **HERE).status == 403


def test_a_key_opens_nothing_where_people_log_in(tmp_path):
    school = control(tmp_path, sockets=ROOM)
    link = f"/lab/runs/a/npz?key={room_keys(tmp_path).teacher}"

    assert ask(school, link, host=HOST).status == 403
    assert ask(school, "/lab/runs/a/npz", host=HOST, cookie=admit_directly(tmp_path)).status == 403


def test_a_login_opens_nothing_where_a_key_is_asked(tmp_path):
    room = control(tmp_path, sockets=ROOM, login=lambda: None)

    assert ask(room, "/", host=HOST, cookie=cookie(tmp_path)).status == 403


@pytest.mark.parametrize(("account", "person"), [(ANNA, Person("anna")), (CHIPS, OWNER)])
def test_a_request_is_from_whom_the_cookie_names(tmp_path, account, person):
    asked = []

    async def notes(scope, receive, send):
        asked.append(scope["state"]["person"])
        await inside(scope, receive, send)

    gate = gate_of(Reach(ServerOptions(), ALONE), tmp_path, LOGIN, ROUTES)
    ask(
        AccessControl(notes, ServerOptions, lambda reach: gate, lambda: ALONE),
        "/lab/runs/a/npz",
        **HERE,
        cookie=cookie(tmp_path, account),
    )

    assert asked == [person]


def test_who_is_no_longer_a_teacher_is_none_with_the_same_cookie(tmp_path):
    gate = gate_of(
        Reach(ServerOptions(), ALONE), tmp_path, Login(("default",), "", frozenset()), ROUTES
    )
    request = connection(cookie=cookie(tmp_path, CHIPS))

    assert gate.person(request) == Person("chips")


def test_a_cookie_of_another_lab_or_one_that_was_changed_opens_nothing(school, tmp_path):
    name = login_cookie_name(room_keys(tmp_path))
    elsewhere = signed(room_keys(tmp_path / "elsewhere"), ANNA)

    for forged in (f"{name}={elsewhere}", cookie(tmp_path)[:-3] + "abc", f"{name}="):
        assert ask(school, "/lab/runs/a/npz", **HERE, cookie=forged).status == 403


def test_a_cookie_ends_after_thirty_days(school, tmp_path, monkeypatch):
    mine, now = cookie(tmp_path), time.time()

    def answered(after_days: float) -> int:
        monkeypatch.setattr(time, "time", lambda: now + after_days * 86_400)
        return ask(school, "/lab/runs/a/npz", **HERE, cookie=mine).status

    assert [answered(days) for days in (29.9, 30.1)] == [200, 403]


def test_whoever_logs_out_loses_the_labs_cookie(tmp_path):
    answer = ask(control(tmp_path, base="a"), "/a/auth/logout", **HERE)

    assert answer.text == "inside"
    assert answer.headers["set-cookie"].startswith(f'{login_cookie_name(room_keys(tmp_path))}=""')
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_a_setup_that_is_not_one_lets_nobody_in_and_says_why(tmp_path):
    def broken() -> Login:
        raise ConfigError("[auth] needs client_id")

    refused = ask(control(tmp_path, login=broken), "/", **HERE)

    assert (refused.status, refused.text) == (503, "[auth] needs client_id")


def connection(**headers: str) -> HTTPConnection:
    """Give a request as a server hands it on; ``headers`` have _ for -."""
    listed = [(name.replace("_", "-").encode(), each.encode()) for name, each in headers.items()]
    about = {"type": "http", "scheme": "https", "path": "/lab/ticket", "query_string": b""}
    return HTTPConnection({**about, "server": ("lab.example", 443), "headers": listed})


def test_a_ticket_is_exchanged_once_for_a_cookie_that_no_script_reads(tmp_path):
    request = connection(digit_lab_ticket=TICKETS.give(ANNA))

    answer, again = (answer_ticket(request, tmp_path) for _ in "ab")

    set_cookie = answer.headers["set-cookie"]
    name, _, value = cookie_of(Answer(204, dict(answer.headers), "")).partition("=")
    assert account_in(room_keys(tmp_path), {name: value}) == ANNA
    assert all(word in set_cookie.lower() for word in ("httponly", "samesite=lax", "secure"))
    assert (again.status_code, "set-cookie" in again.headers) == (403, False)


def test_an_open_connection_ends_where_the_secret_is_a_new_one(tmp_path):
    sent = []
    headers = {**HERE, "cookie": cookie(tmp_path)}
    scope = {**connection(**headers).scope, "type": "websocket", "path": "/lab/live"}

    async def talks(scope, receive, send):
        await send({"type": "websocket.accept"})
        next(tmp_path.glob("room-keys*")).unlink()
        await send({"type": "websocket.send", "text": "after"})

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    access = AccessControl(
        talks,
        ServerOptions,
        lambda reach: gate_of(reach, tmp_path, LOGIN, ROUTES),
        lambda: ALONE,
    )
    asyncio.run(access(scope, receive, send))

    assert [each["type"] for each in sent] == ["websocket.accept", "websocket.close"]
