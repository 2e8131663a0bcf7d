"""A run's progress and four numbers, as they are pushed to those who watch."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.presets import PRESETS
from mnist_core.store.records import Epoch, Progress
from mnist_core.store.run_leases import RunLease
from mnist_core.web.run_numbers import page_mark, part_epoch, run_numbers
from tests.app.runs import epoch, stopped_early, trained

INSIDE = Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4)
FIRST = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
WORSE, BETTER = (Epoch(2, 0.3, 0.8, 0.5, shown, 1.5, 0.001) for shown in (0.89, 0.92))


@pytest.fixture
def lease(store):
    run = store.create(PRESETS["slide-1"].config, "brisk-heron")
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    return lease


def numbers(store, run_id):
    return run_numbers(store, store.read(run_id), store.history(run_id))


def tile(store, run_id, label):
    return next(tile for tile in numbers(store, run_id).tiles if tile.label == label)


def test_a_run_that_trains_has_its_progress_and_what_the_epoch_has_reached(store, lease):
    lease.report(INSIDE, [FIRST])

    state = numbers(store, lease.run_id)

    assert (state.text, state.share) == ("Epoch 2 of 2 · 75% · 2 s left", 0.75)
    assert [each.value for each in state.tiles] == ["90.00%", "91.00%", "2 of 2", "31,200"]
    assert [each.note for each in state.tiles][1:3] == ["this epoch so far", "2 s left"]


def test_of_a_run_that_was_stopped_inside_an_epoch_each_number_says_of_when_it_is(store, lease):
    lease.report(INSIDE, [FIRST])
    lease.release("stopped", test_accuracy=0.95, stopped_at=150)

    state = numbers(store, lease.run_id)

    assert state.text.startswith("Stopped inside epoch 2 of 2 · Test error: 5.00%")
    assert state.share == 0.75
    assert [each.note for each in state.tiles][:2] == ["epoch 1", "inside epoch 2"]


def test_before_the_first_epoch_there_are_dashes(store, lease):
    assert [each.value for each in numbers(store, lease.run_id).tiles] == ["–", "–", "1 of 2", "–"]


@pytest.mark.parametrize(
    ("epochs", "note", "trend"),
    [((FIRST, WORSE), "−1.00 points", "bad"), ((FIRST, BETTER), "+2.00 points", "good")],
)
def test_the_change_since_the_epoch_before_is_good_or_bad(store, lease, epochs, note, trend):
    lease.report(None, list(epochs))

    shown = tile(store, lease.run_id, "Validation accuracy")

    assert (shown.note, shown.trend) == (note, trend)


def test_of_a_run_that_stopped_early_the_numbers_are_those_it_keeps(store):
    early = stopped_early(store, "brisk-heron")

    kept = tile(store, early.id, "Validation accuracy")

    assert (kept.value, kept.note, kept.trend) == ("92.72%", "kept: epoch 7 of 8", "")
    assert tile(store, early.id, "Test error").note == "kept: epoch 7"


def test_a_failed_run_says_why(store, lease):
    lease.release("failed", message="The loss is no longer a number.")

    state = numbers(store, lease.run_id)

    assert (state.text, state.failed) == ("The loss is no longer a number.", True)


def test_a_page_is_marked_by_what_its_buttons_depend_on(store, lease):
    before = page_mark(store.read(lease.run_id))
    lease.report(INSIDE, [epoch(1)])
    assert page_mark(store.read(lease.run_id)) == before

    store.pause(lease.run_id)

    assert page_mark(store.read(lease.run_id)) != before


def test_progress_of_an_epoch_that_has_ended_is_no_part_epoch(store, lease):
    lease.report(INSIDE, [FIRST])
    assert part_epoch(store.read(lease.run_id)) == INSIDE
    done = trained(store, RunConfig(hidden_units=(4,), epochs=1), "done")
    assert part_epoch(done) is None
