"""One look at the store for all who watch."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import LabError, StoreError
from mnist_core.store.run_store import RunStore
from mnist_core.web import live_hub
from mnist_core.web.feeds import NUMBERS, Feed, feed_name, open_feed
from mnist_core.web.live_hub import LiveHub, Subscriber
from mnist_core.web.messages import Subscription
from tests.app.runs import trained


@pytest.fixture
def run(store):
    return trained(store, RunConfig(hidden_units=(4,), epochs=1), "brisk-heron")


@pytest.fixture(autouse=True)
def _look_often(monkeypatch):
    monkeypatch.setattr(live_hub, "PERIOD_S", 0.01)


def numbers_of(run) -> str:
    return feed_name(NUMBERS, run=run.id)


def with_hub(store: RunStore, use: Callable[[LiveHub], Awaitable[None]]) -> None:
    """Run a hub for as long as a test uses it."""

    async def run_both() -> None:
        hub = LiveHub(lambda: store)
        serving = asyncio.create_task(hub.serve())
        try:
            await use(hub)
        finally:
            serving.cancel()

    asyncio.run(run_both())


async def next_updates(hub: LiveHub, subscriber: Subscriber) -> list[dict[str, Any]]:
    """Wait until there is something new for this tab."""
    while not (updates := hub.updates_for(subscriber)):
        await subscriber.changed.wait()
        subscriber.changed.clear()
    return [json.loads(text) for text in updates]


def test_a_tab_gets_what_it_watches_once_and_again_when_it_has_changed(store, run):
    async def use(hub):
        tab = Subscriber()
        hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
        (first,) = await next_updates(hub, tab)
        assert first["state"]["tiles"][2]["value"] == "10.00%"
        assert hub.updates_for(tab) == []

        store.extend(run.id, 2)
        (second,) = await next_updates(hub, tab)

        assert second["state"]["page"] != first["state"]["page"]
        assert second["made_at"] >= first["made_at"]

    with_hub(store, use)


def test_a_tab_that_comes_back_with_what_it_shows_gets_nothing_until_that_changes(store, run):
    async def use(hub):
        tab, other = Subscriber(), Subscriber()
        hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
        (first,) = await next_updates(hub, tab)
        hub.subscribe(other, Subscription(watch={numbers_of(run): first["version"]}))

        assert hub.updates_for(other) == []

    with_hub(store, use)


def test_what_two_watch_is_made_once(store, run, monkeypatch):
    opened: list[str] = []

    def note(name: str) -> Feed:
        opened.append(name)
        return open_feed(name)

    monkeypatch.setattr(live_hub, "open_feed", note)

    async def use(hub):
        for tab in (Subscriber(), Subscriber()):
            hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
            await next_updates(hub, tab)

    with_hub(store, use)
    assert opened == [numbers_of(run)]


def test_a_tab_that_is_slow_gets_the_newest_state_alone(store, run):
    async def use(hub):
        tab = Subscriber()
        hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
        await next_updates(hub, tab)
        for epochs in (1, 2):
            store.extend(run.id, epochs) if epochs == 1 else store.pause(run.id)
            quick = Subscriber()
            hub.subscribe(quick, Subscription(watch={numbers_of(run): ""}))
            while True:
                (newest,) = await next_updates(hub, quick)
                if newest["state"]["page"].startswith("queued" if epochs == 1 else "paused"):
                    break

        (update,) = await next_updates(hub, tab)

        assert update["state"]["page"].startswith("paused")

    with_hub(store, use)


def test_a_name_that_no_feed_has_changes_nothing(store, run):
    async def use(hub):
        tab = Subscriber()
        hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
        with pytest.raises(LabError, match="no feed"):
            hub.subscribe(tab, Subscription(watch={"nothing": ""}))

        assert len(await next_updates(hub, tab)) == 1

    with_hub(store, use)


def test_what_nobody_watches_any_longer_is_forgotten(store, run):
    async def use(hub):
        tab = Subscriber()
        hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
        await next_updates(hub, tab)
        hub.unsubscribe(tab)

        assert hub.watched() == ()

    with_hub(store, use)


@pytest.mark.parametrize("error", [StoreError("The database is away."), ZeroDivisionError()])
def test_a_look_that_fails_is_made_again(store, run, error, caplog):
    problems = [error, error]

    def sometimes() -> RunStore:
        if problems:
            raise problems.pop()
        return store

    async def use(_hub):
        hub = LiveHub(sometimes)
        serving = asyncio.create_task(hub.serve())
        tab = Subscriber()
        hub.subscribe(tab, Subscription(watch={numbers_of(run): ""}))
        assert len(await next_updates(hub, tab)) == 1
        serving.cancel()

    with_hub(store, use)
    assert "refreshed" in caplog.text


def test_a_feed_that_fails_takes_nothing_from_the_others(store, run, monkeypatch, caplog):
    class Broken:
        def state(self, _store):
            raise ZeroDivisionError

    def opened(name: str) -> Feed:
        return open_feed(name) if name == numbers_of(run) else Broken()

    monkeypatch.setattr(live_hub, "open_feed", opened)

    async def use(hub):
        tab = Subscriber()
        hub.subscribe(tab, Subscription(watch={"broken": "", numbers_of(run): ""}))
        (update,) = await next_updates(hub, tab)
        assert update["feed"] == numbers_of(run)

    with_hub(store, use)
    assert "broken is not refreshed" in caplog.text
