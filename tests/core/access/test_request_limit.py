"""Who asks the lab's own routes for too much is told so, and nobody else is."""

import asyncio

import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.access.request_limit import RequestLimit

ANNA, BEN = Person("anna"), Person("ben")


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
    return RequestLimit(inside, lambda: 3, clock)


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


def test_without_a_limit_all_pass(clock):
    limit = RequestLimit(inside, lambda: None, clock)

    assert {status(limit, ANNA) for _ in range(200)} == {200}
