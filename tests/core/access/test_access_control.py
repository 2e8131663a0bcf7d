"""Who gets in: asked with requests as a server hands them on, in a lab alone and in one for others.

Whatever passes is answered "inside" by an app of the test's own.
"""

import asyncio
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import pytest

from mnist_core.access.access_control import AccessControl
from mnist_core.access.gate import gate_of
from mnist_core.access.reach import ServerOptions
from mnist_core.access.refusal import NO_KEY, OTHER_SITE, THROUGH_PROXY, WRONG_KEY
from mnist_core.access.room_keys import FILE, renew_key, room_keys
from mnist_core.access.visitor_cookie import admit, cookie_name
from mnist_core.errors import ConfigError

ALONE = frozenset({("127.0.0.1", 8501)})
ROOM = frozenset({("192.168.1.20", 8501)})
HOST = "192.168.1.20:8501"
PATHS = ("/", "/draw", "/_stcore/health", "/lab/plotly.min.js", "/lab/runs/a/npz", "/static/a.js")
SOCKETS = ("/_stcore/stream", "/lab/live")


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


async def inside(scope, receive, send):
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def control(home, sockets, options=None, app=inside) -> AccessControl:
    options = options or ServerOptions()
    return AccessControl(app, lambda: options, lambda reach: gate_of(reach, home), lambda: sockets)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def alone(home):
    return control(home, ALONE)


@pytest.fixture
def room(home):
    return control(home, ROOM)


def ask(access: AccessControl, path: str, kind: str = "http", **headers: str) -> Answer:
    """Ask as a browser would; ``headers`` have _ for -, and ``method`` is none of them."""
    return asyncio.run(_ask(access, path, kind, headers.pop("method", "GET"), headers))


async def _ask(access, path, kind, method, headers) -> Answer:
    place, _, query = path.partition("?")
    sent: list[dict[str, Any]] = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": method,
        "scheme": headers.pop("scheme", "http"),
        "path": place,
        "query_string": query.encode(),
        "server": ("192.168.1.20", 8501),
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    await access(scope, None, send)
    return _answer(sent)


def _answer(sent) -> Answer:
    first = sent[0]
    if first["type"].startswith("websocket"):
        return Answer(101 if first["type"] == "websocket.accept" else 403, {}, "")
    headers = {name.decode(): value.decode() for name, value in first["headers"]}
    return Answer(first["status"], headers, sent[1]["body"].decode())


def cookie_of(answer: Answer) -> str:
    """Give what a browser sends back."""
    known = SimpleCookie(answer.headers["set-cookie"])
    return "; ".join(f"{name}={each.value}" for name, each in known.items())


def admitted(access, home, *, role="room") -> str:
    return cookie_of(ask(access, f"/?key={getattr(room_keys(home), role)}", host=HOST))


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST"])
@pytest.mark.parametrize("path", PATHS)
def test_a_lab_alone_answers_its_own_machine_without_a_key(alone, home, host, path):
    assert ask(alone, path, host=host).text == "inside"
    assert not (home / FILE).exists()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "192.168.1.20:8501", "localhost.evil.example", "a b"],
)
@pytest.mark.parametrize("path", PATHS)
def test_a_lab_alone_answers_under_no_other_name(alone, host, path):
    refused = ask(alone, path, host=host)

    assert refused.status == 403
    assert "inside" not in refused.text


def test_a_refused_name_is_told_how_it_would_be_answered(alone):
    told = ask(alone, "/", host="lab.example").text

    assert "'lab.example'" in told
    assert "--server.allowedHosts lab.example" in told


def test_a_name_is_no_way_to_put_a_script_on_the_page(alone):
    told = ask(alone, "/", host="<script>alert(1)</script>", accept="text/html").text

    assert "<script>" not in told


def test_a_request_without_a_host_is_refused(alone):
    assert ask(alone, "/").status == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:3000", "chrome-extension://localhost:8501"],
)
def test_a_page_elsewhere_gets_nothing(alone, path, method, origin):
    refused = ask(alone, path, method=method, host="localhost:8501", origin=origin)

    assert (refused.status, refused.text) == (403, OTHER_SITE)


@pytest.mark.parametrize("path", SOCKETS)
@pytest.mark.parametrize(
    "origin", [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://[a"}]
)
def test_a_websocket_opens_to_the_labs_own_pages_alone(alone, path, origin):
    own = {"origin": "http://localhost:8501"}

    assert ask(alone, path, "websocket", host="localhost:8501", **origin).status == 403
    assert ask(alone, path, "websocket", host="localhost:8501", **own).status == 101


def test_what_changes_something_must_say_that_it_comes_from_here(alone):
    own = {"host": "localhost:8501", "origin": "http://localhost:8501"}

    assert ask(alone, "/_stcore/upload_file/a", method="PUT", **own).text == "inside"
    assert ask(alone, "/_stcore/upload_file/a", method="PUT", host=own["host"]).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_elsewhere_takes_no_file_as_a_part_of_its_own_but_may_link_here(alone, site):
    def fetched(mode: str) -> int:
        about = {"sec_fetch_site": site, "sec_fetch_mode": mode}
        return ask(alone, "/lab/runs/a/npz", host="localhost", **about).status

    assert fetched("no-cors") == 403
    assert fetched("navigate") == 200


def test_a_port_that_goes_without_saying_is_the_same_origin(home):
    options = ServerOptions(allowed_hosts=("lab.example",))
    access = control(home, ALONE, options)
    cookie = admit_directly(home)
    proxied = {"host": "lab.example:443", "origin": "https://lab.example", "cookie": cookie}

    assert ask(access, "/lab/live", "websocket", **proxied).status == 101


def admit_directly(home) -> str:
    keys = room_keys(home)
    return f"{cookie_name(keys)}={admit(keys, 'member', {})}"


def test_no_page_elsewhere_shows_the_lab_in_a_frame(alone, room):
    for answer in (ask(alone, "/", host="localhost"), ask(room, "/", host=HOST)):
        assert answer.headers["content-security-policy"] == "frame-ancestors 'self'"


@pytest.mark.parametrize("path", PATHS)
def test_a_room_answers_nobody_without_a_key(room, path):
    refused = ask(room, path, host=HOST)

    assert (refused.status, refused.text) == (403, NO_KEY)


@pytest.mark.parametrize("path", SOCKETS)
def test_a_room_opens_no_websocket_without_a_key(room, home, path):
    own = {"host": HOST, "origin": f"http://{HOST}"}

    assert ask(room, path, "websocket", **own).status == 403
    assert ask(room, path, "websocket", **own, cookie=admitted(room, home)).status == 101


def test_a_room_asks_its_own_machine_for_a_key_too(room):
    assert ask(room, "/", host="localhost:8501").text == NO_KEY


@pytest.mark.parametrize(
    "sockets", [frozenset(), frozenset({("0.0.0.0", 1)}), frozenset({("::", 1)})]
)
def test_a_lab_asks_for_a_key_wherever_it_is_not_known_to_be_alone(home, sockets):
    access = control(home, sockets)

    assert ask(access, "/", host="localhost").text == NO_KEY


@pytest.mark.parametrize(
    "options",
    [ServerOptions(allowed_hosts=("lab.example",)), ServerOptions(public_name="lab.example")],
)
def test_a_lab_behind_a_name_of_its_own_asks_for_a_key(home, options):
    access = control(home, ALONE, options)

    assert ask(access, "/", host="lab.example").text == NO_KEY


def test_a_link_with_the_key_leads_to_its_page_without_the_key_and_lets_in_for_good(room, home):
    key = room_keys(home).room

    answer = ask(room, f"/draw?run=abc&key={key}&name=a+b", host=HOST)

    assert (answer.status, answer.headers["location"]) == (303, "./draw?run=abc&name=a+b")
    assert ask(room, "/draw?run=abc", host=HOST, cookie=cookie_of(answer)).text == "inside"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "./"),
        ("/lab/", "./"),
        ("/a/share", "./share"),
        ("//evil.example", "./evil.example"),
        ("//evil.example/", "./"),
        ("/\\evil.example", "./%5Cevil.example"),
    ],
)
def test_the_page_after_a_link_is_found_below_any_path(room, home, path, place):
    answer = ask(room, f"{path}?key={room_keys(home).room}", host=HOST)

    assert answer.headers["location"] == place


def test_a_key_may_be_typed_with_other_dashes_spaces_and_capitals(room, home):
    typed = room_keys(home).room.upper().replace("-", "+")

    assert ask(room, f"/?key={typed}", host=HOST).status == 303


@pytest.mark.parametrize("key", ["", "wrong", "x" * 100_000, "%00", "%F0%9F%98%80"])
def test_a_wrong_key_is_told_so_and_gets_no_cookie(room, key):
    refused = ask(room, f"/?key={key}", host=HOST)

    assert (refused.status, refused.text) == (403, WRONG_KEY)
    assert "set-cookie" not in refused.headers


def test_a_cookie_that_somebody_has_changed_opens_nothing(room, home):
    mine = admitted(room, home)
    forged = mine[:-3] + "abc"

    assert ask(room, "/", host=HOST, cookie=mine).status == 200
    assert ask(room, "/", host=HOST, cookie=forged).status == 403


def test_another_labs_cookie_opens_nothing(room, tmp_path):
    elsewhere = room_keys(tmp_path / "elsewhere")
    value = admit(elsewhere, "teacher", {})
    names = (cookie_name(elsewhere), cookie_name(room_keys(tmp_path / "home")))

    for name in names:
        assert ask(room, "/", host=HOST, cookie=f"{name}={value}").status == 403


def test_a_page_of_a_window_has_a_field_for_the_key_and_keeps_what_was_asked_for(room):
    page = ask(room, "/draw?run=%22%3Ea", host=HOST, accept="text/html,*/*")

    assert page.status == 403
    assert 'name="key"' in page.text
    assert 'name="run" value="&quot;&gt;a"' in page.text


def test_the_cookie_is_for_this_server_alone_and_for_no_script(room, home):
    key = room_keys(home).room
    cookie = ask(room, f"/?key={key}", host=HOST).headers["set-cookie"].lower()
    by_tls = ask(room, f"/?key={key}", host=HOST, scheme="https").headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert "secure" in by_tls


def test_a_new_key_shuts_out_who_came_with_the_old_and_leaves_the_teacher_in(room, home):
    member, teacher = admitted(room, home), admitted(room, home, role="teacher")

    renew_key(home, "member")

    assert ask(room, "/", host=HOST, cookie=member).status == 403
    assert ask(room, "/", host=HOST, cookie=teacher).status == 200


def test_an_open_connection_ends_with_the_key_that_it_came_with(room, home):
    sent: list[dict[str, Any]] = []
    own = {"host": HOST, "origin": f"http://{HOST}", "cookie": admitted(room, home)}
    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": "/lab/live",
        "query_string": b"",
        "server": ("192.168.1.20", 8501),
        "headers": [(name.encode(), value.encode()) for name, value in own.items()],
    }

    async def talks(scope, receive, send):
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "before"})
        renew_key(home, "member")
        await send({"type": "websocket.send", "text": "after"})
        assert (await receive())["type"] == "websocket.disconnect"
        await send({"type": "websocket.send", "text": "later"})

    async def receive():
        return {"type": "websocket.receive", "text": "delete all"}

    async def send(message):
        sent.append(message)

    asyncio.run(control(home, ROOM, app=talks)(scope, receive, send))

    assert [each.get("text") for each in sent] == [None, "before", None]
    assert sent[-1] == {"type": "websocket.close", "code": 1008}


def test_damaged_keys_let_nobody_in_and_say_what_to_do(room, home):
    home.mkdir()
    (home / FILE).write_text("{")

    refused = ask(room, "/", host=HOST)

    assert refused.status == 503
    assert "delete it" in refused.text


def test_a_setting_that_makes_no_sense_is_said_on_the_page():
    def gate(reach):
        raise ConfigError("DIGIT_LAB_WORKERS is 'abc'.")

    access = AccessControl(inside, ServerOptions, gate, lambda: ALONE)
    refused = ask(access, "/", host="localhost", accept="text/html")

    assert refused.status == 503
    assert "DIGIT_LAB_WORKERS" in refused.text


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip", "via"])
def test_a_proxy_that_asks_under_this_machines_name_lets_nobody_into_a_lab_alone(alone, header):
    refused = ask(alone, "/", host="127.0.0.1:8501", **{header: "203.0.113.9"})

    assert (refused.status, refused.text) == (403, THROUGH_PROXY)


def test_a_proxy_before_a_room_changes_nothing(room, home):
    through = {"host": HOST, "x_forwarded_for": "203.0.113.9"}

    assert ask(room, "/", **through).text == NO_KEY
    assert ask(room, "/", **through, cookie=admitted(room, home)).text == "inside"
