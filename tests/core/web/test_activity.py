"""The line that says what trains anywhere in the lab."""

from mnist_core.config import RunConfig
from mnist_core.store.run_leases import RunLease
from mnist_core.web.activity import NOTHING, ActivityFeed
from tests.app.runs import epoch

CONFIG = RunConfig(hidden_units=(4,), epochs=3)


def begin(store, name):
    run = store.create(CONFIG, name)
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    return lease


def test_nothing_is_said_while_nothing_trains(store):
    store.create(CONFIG, "waits")

    assert ActivityFeed().state(store) is NOTHING


def test_a_run_and_how_many_more_are_named(store):
    feed = ActivityFeed()
    first = begin(store, "first")
    first.report(None, [epoch(1)])
    assert feed.state(store).text == "first · epoch 2 of 3"
    begin(store, "second")

    state = feed.state(store)

    assert state.text == "second · epoch 1 of 3 and 1 more"
    assert state.title == "Epoch 1 of 3"
    assert feed.state(store) is state


def test_once_it_has_ended_the_title_says_how(store):
    feed = ActivityFeed()
    lease = begin(store, "first")
    feed.state(store)
    lease.report(None, [epoch(1), epoch(2), epoch(3)])
    lease.release("finished", test_accuracy=0.9)

    assert (feed.state(store).text, feed.state(store).title) == ("", "first finished")


def test_a_run_that_is_deleted_while_it_trains_leaves_nothing(store):
    feed = ActivityFeed()
    lease = begin(store, "first")
    feed.state(store)
    store.delete(lease.run_id)

    assert feed.state(store) == NOTHING
