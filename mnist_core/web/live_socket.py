"""The WebSocket of a tab: it says what it watches, and is sent what is new."""

import asyncio
from contextlib import suppress

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from mnist_core.errors import LabError
from mnist_core.web.live_hub import LiveHub, Subscriber
from mnist_core.web.messages import Problem, Subscription

LONGEST_MESSAGE = 100_000  # characters
SILENT_S = 10.0  # after which a tab is sent a word, so that it knows the connection from a dead one
ALIVE = "{}"


async def serve_tab(hub: LiveHub, websocket: WebSocket) -> None:
    """Serve one tab until it is closed; whether it may come was looked at before."""
    await websocket.accept()
    subscriber = Subscriber()
    sender = asyncio.create_task(_send_updates(hub, subscriber, websocket))
    try:
        await _receive(hub, subscriber, websocket)
    finally:
        hub.unsubscribe(subscriber)
        sender.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect):
            await sender


async def _receive(hub: LiveHub, subscriber: Subscriber, websocket: WebSocket) -> None:
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        try:
            hub.subscribe(subscriber, _read(message.get("text") or ""))
        except LabError as error:
            await websocket.send_text(Problem(problem=str(error)).model_dump_json())


def _read(text: str) -> Subscription:
    if len(text) > LONGEST_MESSAGE:
        raise LabError(f"A message has {len(text):,} characters; at most {LONGEST_MESSAGE:,} may.")
    try:
        return Subscription.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors()[0]
        place = " ".join(str(part) for part in problem["loc"]) or "The message"
        raise LabError(f"{place}: {problem['msg']}.") from error


async def _send_updates(hub: LiveHub, subscriber: Subscriber, websocket: WebSocket) -> None:
    """Send what is new; a tab that takes its time gets the newest next, and no queue of old."""
    while True:
        try:
            await asyncio.wait_for(subscriber.changed.wait(), SILENT_S)
        except TimeoutError:
            await websocket.send_text(ALIVE)
            continue
        subscriber.changed.clear()
        for text in hub.updates_for(subscriber):
            await websocket.send_text(text)
        await asyncio.sleep(subscriber.pause_s)
