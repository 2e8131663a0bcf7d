"""One look at the store for all who watch: what changed is made once and sent to every tab."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mnist_core.errors import LabError
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import Feed, open_feed, update_of
from mnist_core.web.messages import State, Subscription

PERIOD_S = 0.4  # from one look at the store to the next, while anyone watches
logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Subscriber:
    """A tab that watches.

    Attributes:
        shown: the version that it shows, by the name of each feed that it watches.
        pause_s: seconds to wait at least from one message to the next.
        changed: set whenever there may be something new for it.
    """

    shown: dict[str, str] = field(default_factory=dict)
    pause_s: float = 0.0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class _Made(NamedTuple):
    """What was made of a feed last: its state, and the message that carries it, as JSON."""

    state: State | None
    version: str
    text: str


class LiveHub:
    """The feeds that are watched, and who watches them.

    All but the look at the store runs in the server's event loop.
    """

    def __init__(self, store: Callable[[], RunStore]) -> None:
        self._store = store
        self._feeds: dict[str, Feed] = {}
        self._made: dict[str, _Made] = {}
        self._subscribers: set[Subscriber] = set()
        self._wanted = asyncio.Event()

    async def serve(self) -> None:
        """Look at the store as long as anyone watches, until cancelled."""
        while True:
            await self._wanted.wait()
            await self._refresh()
            if not self._feeds:
                self._wanted.clear()
            await asyncio.sleep(PERIOD_S)

    async def _refresh(self) -> None:
        self._publish(await asyncio.to_thread(self._look, dict(self._feeds), dict(self._made)))

    def subscribe(self, subscriber: Subscriber, wanted: Subscription) -> None:
        """Let a tab watch these feeds from now on, and no others.

        Raises:
            LabError: there is no feed of one of these names.
        """
        self._feeds |= {name: open_feed(name) for name in wanted.watch if name not in self._feeds}
        subscriber.shown, subscriber.pause_s = dict(wanted.watch), wanted.pause_s
        self._subscribers.add(subscriber)
        self._forget_unwatched()
        self._wanted.set()
        subscriber.changed.set()

    def unsubscribe(self, subscriber: Subscriber) -> None:
        """Forget a tab, and the feeds that nobody else watches."""
        self._subscribers.discard(subscriber)
        self._forget_unwatched()

    def watched(self) -> tuple[str, ...]:
        """Name the feeds that somebody watches."""
        return tuple(self._feeds)

    def updates_for(self, subscriber: Subscriber) -> list[str]:
        """Give the newest message of each feed of which the tab shows another version."""
        updates = []
        for name, version in subscriber.shown.items():
            made = self._made.get(name)
            if made is not None and made.version != version:
                subscriber.shown[name] = made.version
                updates.append(made.text)
        return updates

    def _look(self, feeds: Mapping[str, Feed], before: Mapping[str, _Made]) -> dict[str, _Made]:
        """Make what has changed since ``before``."""
        changed = {}
        for name, feed in feeds.items():
            try:
                made_at = time.time()
                state = feed.state(self._store())
                if name not in before or state is not before[name].state:
                    update = update_of(name, state, made_at=made_at)
                    changed[name] = _Made(state, update.version, update.model_dump_json())
            except LabError as error:  # the store is out of reach for a while
                logger.warning("%s is not refreshed: %s", name, error)
            except Exception:  # a feed that fails must not end what all others are told
                logger.exception("%s is not refreshed", name)
        return changed

    def _publish(self, changed: Mapping[str, _Made]) -> None:
        self._made |= {name: made for name, made in changed.items() if name in self._feeds}
        for subscriber in self._subscribers:
            if subscriber.shown.keys() & changed.keys():
                subscriber.changed.set()

    def _forget_unwatched(self) -> None:
        watched = {name for subscriber in self._subscribers for name in subscriber.shown}
        for name in self._feeds.keys() - watched:
            del self._feeds[name]
            self._made.pop(name, None)
