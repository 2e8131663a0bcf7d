"""What forms on screen have, for the engine to make ready."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.store import drafts
from mnist_core.store.drafts import KEPT_S, MOST, SETTLED_S, settled_drafts, write_draft

NARROW, WIDE = RunConfig(hidden_units=(9,)), RunConfig(hidden_units=(900,))


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test sets."""

    class Clock:
        now = 1_000_000.0

        def time(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(drafts, "time", clock)
    return clock


def test_a_draft_counts_once_nobody_has_changed_it_for_a_moment(store, clock):
    write_draft(store.database, "ann", NARROW)
    assert settled_drafts(store.database) == []

    clock.now += SETTLED_S
    assert settled_drafts(store.database) == [NARROW]

    write_draft(store.database, "ann", WIDE)
    assert settled_drafts(store.database) == []


def test_the_newest_drafts_come_first_and_only_a_few(store, clock):
    for number in range(MOST + 2):
        clock.now += 1
        write_draft(store.database, f"form {number}", RunConfig(seed=number))
    clock.now += SETTLED_S

    assert [config.seed for config in settled_drafts(store.database)] == [5, 4, 3, 2]


def test_old_drafts_are_forgotten(store, clock):
    write_draft(store.database, "ann", NARROW)
    clock.now += KEPT_S + 1
    assert settled_drafts(store.database) == []

    write_draft(store.database, "bob", WIDE)
    clock.now -= KEPT_S  # as if the first were young
    assert settled_drafts(store.database) == []
