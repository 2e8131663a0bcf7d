"""Who asks the lab's own routes for too much is told so, and nobody else is."""

import asyncio
from typing import NamedTuple

import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.access.request_limit import TOO_LARGE, TRY_LATER, RequestLimit
from mnist_core.limits import Limits

ANNA, BEN = Person("anna"), Person("ben")
LONGEST_REASON = 123  # bytes; RFC 6455, 5.5


class Answer(NamedTuple):
    status: int
    text: str
    unread: int


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def inside(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def receive():
    raise AssertionError("nobody reads")


def status(limit: RequestLimit, person: Person, path: str = "/lab/runs/a/csv") -> int:
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [], "state": {"person": person}}
    asyncio.run(limit(scope, receive, send))
    code: int = sent[0]["status"]
    return code


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limit(clock):
    return RequestLimit(inside, lambda: Limits(requests=3), clock)


def test_two_seconds_worth_pass_at_once_and_no_more(limit):
    assert [status(limit, ANNA) for _ in range(8)] == [200] * 6 + [429] * 2


def test_time_fills_up_what_was_taken(limit, clock):
    for _ in range(7):
        status(limit, ANNA)
    clock.now = 1.0

    assert [status(limit, ANNA) for _ in range(4)] == [200] * 3 + [429]


def test_an_hour_of_quiet_saves_up_no_more_than_two_seconds(limit, clock):
    status(limit, ANNA)
    clock.now = 3_600.0

    assert [status(limit, ANNA) for _ in range(7)] == [200] * 6 + [429]


def test_one_persons_haste_is_not_anothers(limit):
    for _ in range(8):
        status(limit, ANNA)

    assert status(limit, BEN) == 200


def test_the_teacher_and_streamlits_own_routes_have_no_limit(limit):
    assert {status(limit, OWNER) for _ in range(20)} == {200}
    assert {status(limit, ANNA, "/_stcore/health") for _ in range(20)} == {200}


def test_a_prefix_is_no_way_round(limit):
    statuses = [status(limit, ANNA, f"/x{n}lab/runs/a/csv") for n in range(8)]

    assert statuses == [200] * 6 + [429] * 2


def upload(limit: RequestLimit, person: Person, megabytes: float, **headers: str) -> Answer:
    """Upload a file in two parts, of which the app reads none."""
    body = [{"type": "http.request", "more_body": more} for more in (True, False)]
    length = str(round(megabytes * 1_000_000))
    return asyncio.run(_upload(limit, person, body, headers or {"content-length": length}))


async def _upload(limit, person, body, headers) -> Answer:
    sent = []

    async def read():
        return body.pop(0)

    async def send(message):
        sent.append(message)

    listed = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "path": "/b/_stcore/upload_file/a/b",
        "headers": listed,
        "state": {"person": person},
    }
    await limit(scope, read, send)
    text = sent[1]["body"].decode() if len(sent) > 1 else ""
    return Answer(sent[0]["status"], text, unread=len(body))


def test_uploads_are_counted_by_the_megabyte_and_refused_in_a_sentence(clock):
    limit = RequestLimit(inside, lambda: Limits(uploads=100), clock)

    assert [upload(limit, ANNA, 40).status for _ in range(2)] == [200, 200]
    refused = upload(limit, ANNA, 40)
    assert refused == Answer(429, TOO_LARGE.format(most=100), unread=0)
    assert upload(limit, BEN, 40).status == 200
    assert upload(limit, OWNER, 400).status == 200

    clock.now = 12.0  # a fifth of a minute: 20 MB come back
    assert [upload(limit, ANNA, 40).status for _ in range(2)] == [200, 429]


def test_small_files_are_no_way_to_upload_without_end(clock):
    limit = RequestLimit(inside, lambda: Limits(uploads=2), clock)

    assert [upload(limit, ANNA, 0.001).status for _ in range(9)] == [200] * 8 + [429]


def test_a_file_larger_than_a_minutes_worth_passes_once(clock):
    limit = RequestLimit(inside, lambda: Limits(uploads=10), clock)

    assert [upload(limit, ANNA, 40).status for _ in range(2)] == [200, 429]


def test_an_upload_that_does_not_say_how_large_it_is_is_refused(limit):
    assert upload(limit, ANNA, 1, **{"transfer-encoding": "chunked"}).status == 411


def test_a_class_photograph_folder_and_a_set_of_drawings_are_below_the_usual_limit(clock):
    limit = RequestLimit(inside, Limits, clock)

    statuses = {upload(limit, ANNA, 3).status for _ in range(85)}
    assert statuses | {upload(limit, BEN, 0.001).status for _ in range(1_000)} == {200}


class Tabs:
    """An app of WebSockets that stay open until they are told to end."""

    def __init__(self) -> None:
        self.end = asyncio.Event()
        self.opened = 0

    async def __call__(self, scope, receive, send):
        self.opened += 1
        await self.end.wait()


PATHS = ["/lab/live", "/_stcore/stream"]


@pytest.mark.parametrize(("path", "other_path"), [PATHS, PATHS[::-1]])
def test_a_tab_too_many_is_told_so_and_follows_once_another_is_closed(path, other_path):
    sent = []

    async def send(message):
        sent.append(message)

    def tab(limit: RequestLimit, person: Person, path: str = path) -> asyncio.Task[None]:
        scope = {"type": "websocket", "path": path, "headers": []}
        opened = limit({**scope, "state": {"person": person}}, receive, send)
        return asyncio.ensure_future(opened)

    async def open_tabs():
        first = Tabs()
        limit = RequestLimit(first, lambda: Limits(tabs=8), Clock())
        tabs = [tab(limit, ANNA) for _ in range(8)]
        await asyncio.sleep(0)
        assert (first.opened, sent) == (8, [])

        await tab(limit, ANNA)
        assert [each["type"] for each in sent] == ["websocket.accept", "websocket.close"]
        assert sent[1]["code"] == TRY_LATER
        assert "8 tabs" in sent[1]["reason"]
        assert len(sent[1]["reason"].encode()) <= LONGEST_REASON

        others = [tab(limit, each) for each in (BEN, *[OWNER] * 9)]
        others.append(tab(limit, ANNA, other_path))
        await asyncio.sleep(0)
        assert first.opened == 19

        first.end.set()
        await asyncio.gather(*tabs, *others)
        tabs = [tab(limit, ANNA) for _ in range(8)]
        await asyncio.gather(*tabs)
        assert (first.opened, len(sent)) == (27, 2)

    asyncio.run(open_tabs())


def test_without_a_limit_all_pass(clock):
    limit = RequestLimit(inside, lambda: Limits(requests=None), clock)

    assert {status(limit, ANNA) for _ in range(200)} == {200}
