"""The programs of a page as browsers near and far get them."""

import asyncio
import gzip
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mnist_core.web.program_files import StreamlitFiles

PROGRAM, FONT = b"export const one = 1;\n" * 1000, b"wOF2" * 1000
NEAR, FAR = "localhost:8501", "192.168.1.20:8501"


@pytest.fixture
def files(tmp_path):
    """Give an app behind the files of a folder, which itself answers nothing but "another"."""
    folder = tmp_path / "static"
    for name, content in (("js/index.abc.js", PROGRAM), ("media/font.woff2", FONT)):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(content)
    (tmp_path / "secret.js").write_text("secret")
    return StreamlitFiles(another, folder)


async def another(scope, receive, send):
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"another"})


def ask(app, path, host=NEAR, accepts="gzip, br", method="GET"):
    """Ask as a browser would, and give the answer's headers and body."""
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"host", host.encode()), (b"accept-encoding", accepts.encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    asyncio.run(app(scope, None, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}, sent[1]["body"]


@pytest.mark.parametrize(
    "path", ["/static/js/index.abc.js", "/behind/a/proxy/static/js/index.abc.js"]
)
def test_a_browser_on_this_machine_gets_a_program_as_it_is_and_keeps_it(files, path):
    headers, body = ask(files, path)

    assert body == PROGRAM
    assert headers["content-type"].startswith("text/javascript")
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "identity"


@pytest.mark.parametrize("host", [FAR, "lab.example.org"])
def test_a_browser_elsewhere_gets_it_packed(files, host):
    headers, body = ask(files, "/static/js/index.abc.js", host)

    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert int(headers["content-length"]) == len(body) < len(PROGRAM) / 10
    assert gzip.decompress(body) == PROGRAM


def test_one_that_cannot_unpack_gets_it_as_it_is(files):
    headers, body = ask(files, "/static/js/index.abc.js", FAR, accepts="br")

    assert body == PROGRAM
    assert headers["vary"] == "Accept-Encoding"
    assert headers["content-encoding"] == "identity"


def test_what_is_packed_already_is_not_packed_again(files):
    headers, body = ask(files, "/static/media/font.woff2", FAR)

    assert body == FONT
    assert headers["content-encoding"] == "identity"


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/none.js",
        "/static/js",
        "/static/",
        "/static/../secret.js",
        "/static/js/../../secret.js",
        "/component/canvas/static/js/own.js",
        "/js/index.abc.js",
    ],
)
def test_whatever_is_none_of_them_is_answered_by_whoever_answers_the_rest(files, path):
    assert ask(files, path) == ({}, b"another")


def test_only_who_reads_gets_a_file(files):
    assert ask(files, "/static/js/index.abc.js", method="POST") == ({}, b"another")


def test_a_class_that_comes_all_at_once_has_a_file_packed_once(files, monkeypatch):
    calls = []

    def pack(content, *options, **named):
        calls.append(content)
        time.sleep(0.02)
        return b"packed"

    monkeypatch.setattr(gzip, "compress", pack)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, files, "/static/js/index.abc.js", FAR) for _ in range(8)]

    assert {each.result()[1] for each in asked} == {b"packed"}
    assert calls == [PROGRAM]
