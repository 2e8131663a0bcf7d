"""The WebSocket of a tab, from a server of its own to a client like a browser's."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.asyncio.client import ClientConnection, connect

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from mnist_core.web import live_socket
from mnist_core.web.feeds import LOG, NUMBERS, feed_name
from mnist_core.web.live_hub import LiveHub
from mnist_core.web.live_socket import LONGEST_MESSAGE, serve_tab
from tests.app.runs import trained

Use = Callable[[str, LiveHub], Awaitable[None]]


@pytest.fixture
def run(store):
    return trained(store, RunConfig(hidden_units=(4,), epochs=1), "brisk-heron")


def with_server(store: RunStore, use: Use) -> None:
    """Serve tabs for as long as a test uses it; it gets the address and the hub."""

    async def serve() -> None:
        hub = LiveHub(lambda: store)

        async def live(websocket):
            await serve_tab(hub, websocket)

        app = Starlette(routes=[WebSocketRoute("/lab/live", live)])
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        tasks = [asyncio.create_task(each) for each in (hub.serve(), server.serve())]
        while not server.started:
            await asyncio.sleep(0.01)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        try:
            await use(f"{host}:{port}", hub)
        finally:
            server.should_exit = True
            await tasks[1]
            tasks[0].cancel()

    asyncio.run(serve())


def tab(host: str) -> connect:
    return connect(f"ws://{host}/lab/live")


async def watch(client: ClientConnection, **versions: str) -> None:
    await client.send(json.dumps({"watch": versions}))


async def receive(client: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await client.recv())
    return message


def test_a_tab_is_sent_each_feed_that_it_watches(store, run):
    async def use(host, hub):
        names = {feed_name(kind, run=run.id) for kind in (NUMBERS, LOG)}
        async with tab(host) as client:
            await watch(client, **dict.fromkeys(names, ""))

            assert {(await receive(client))["feed"] for _ in names} == names

    with_server(store, use)


def test_a_tab_that_has_gone_is_forgotten(store, run):
    async def use(host, hub):
        async with tab(host) as client:
            await watch(client, **{feed_name(LOG, run=run.id): ""})
            await receive(client)
        while hub.watched():
            await asyncio.sleep(0.01)

    with_server(store, use)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no JSON", "Invalid JSON"),
        ('{"watch": {"nothing": ""}}', "There is no feed 'nothing'."),
        ('{"watch": {}, "pause_s": 1e9}', "pause_s"),
        ('{"watch": {}, "more": 1}', "more"),
        ("x" * (LONGEST_MESSAGE + 1), "at most 100,000"),
        (b"\x00", "JSON"),
    ],
)
def test_what_is_not_understood_gets_a_sentence_and_loses_nothing(store, run, text, sentence):
    async def use(host, hub):
        name = feed_name(LOG, run=run.id)
        async with tab(host) as client:
            await watch(client, **{name: ""})
            await receive(client)
            await client.send(text)

            assert sentence in (await receive(client))["problem"]
            assert hub.watched() == (name,)

    with_server(store, use)


def test_a_silent_connection_is_sent_a_word(store, run, monkeypatch):
    monkeypatch.setattr(live_socket, "SILENT_S", 0.01)

    async def use(host, hub):
        async with tab(host) as client:
            assert await receive(client) == {}

    with_server(store, use)
