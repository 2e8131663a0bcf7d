"""What the database knows of the board: which runs count, who is best, who reached what."""

from mnist_core.access.person import Person
from mnist_core.store.board_queries import (
    best_groups,
    board_mark,
    count_groups,
    race,
)
from mnist_core.store.records import Taught
from mnist_core.store.run_leases import RunLease
from tests.core.store.board_runs import ended, sized


def names(groups):
    return [[run.name for run in group] for group in groups]


def test_the_group_of_lowest_mean_is_first_with_all_its_seeds(store):
    for seed, error in enumerate((2.0, 4.0)):
        ended(store, f"three-{seed}", sized(8, seed), error)
    ended(store, "two-and-a-half", sized(16), 2.5)

    assert names(best_groups(store, 5)) == [["two-and-a-half"], ["three-0", "three-1"]]
    assert count_groups(store) == 2


def test_a_group_of_several_is_read_though_many_single_runs_are_better(store):
    for units in range(1, 6):
        ended(store, f"alone-{units}", sized(units), 1.0 + units / 10)
    for seed in range(2):
        ended(store, f"pair-{seed}", sized(64, seed), 3.0)

    assert names(best_groups(store, 2)) == [["alone-1"], ["alone-2"], ["pair-0", "pair-1"]]


def test_failed_runs_trials_and_copies_do_not_count_and_those_of_others_do(store):
    ended(store, "failed", sized(1), 1.0, state="failed")
    trial = store.create(sized(2), "trial", holder="worker", origin="sweep", sweep_id="s")
    taught = Taught("a", "a", drawings=10, digest="d", folds=2)
    copy = store.create(sized(3), "copy", holder="worker", taught=taught)
    for run in (trial, copy):
        lease = RunLease(store, run.id, "worker")
        lease.claim()
        lease.release("finished", test_accuracy=0.99)
    ended(store, "stopped", sized(4), 2.0, state="stopped")
    ended(store.used_by(Person("anna")), "anna's", sized(5), 3.0)

    assert names(best_groups(store, 9)) == [["stopped"], ["anna's"]]
    assert count_groups(store) == 2


def test_the_race_counts_the_seconds_until_the_first_epoch_that_is_good_enough(store):
    slow, quick = (9.0, 2.0, 3.0, 1.0), (9.0, 8.0, 1.9)
    ended(store, "two-epochs-of-4-s", sized(8), 2.0, val_errors=slow, seconds=4.0)
    ended(store, "three-epochs-of-2-s", sized(64), 2.0, val_errors=quick, seconds=2.0)
    ended(store, "never", sized(2), 2.0, val_errors=(2.1,), seconds=0.1)

    first, small = race(store, 0.98, 9)

    assert [(names([each.runs]), each.seconds) for each in first] == [
        ([["three-epochs-of-2-s"]], 6.0),
        ([["two-epochs-of-4-s"]], 8.0),
    ]
    assert [each.runs[0].name for each in small] == ["two-epochs-of-4-s", "three-epochs-of-2-s"]


def test_each_race_has_its_own_first_ones(store):
    for units, seconds in ((4, 9.0), (8, 1.0), (16, 5.0)):
        ended(store, f"{units}", sized(units), 2.0, val_errors=(1.0,), seconds=seconds)

    (fastest,), (smallest,) = race(store, 0.98, 1)

    assert (fastest.runs[0].name, smallest.runs[0].name) == ("8", "4")


def test_a_group_of_which_some_reached_it_has_the_mean_of_those_and_says_how_many(store):
    for seed, (error, seconds) in enumerate(((1.0, 2.0), (1.0, 4.0), (7.0, 1.0))):
        ended(store, f"run-{seed}", sized(8, seed), 2.0, val_errors=(error,), seconds=seconds)

    (only,) = race(store, 0.98, 9).fastest

    assert (only.reached, len(only.runs), only.seconds) == (2, 3, 3.0)


def test_the_mark_is_another_once_a_run_has_ended_or_is_gone_and_only_then(store):
    empty = board_mark(store)
    run = ended(store, "one", sized(8), 2.0)
    with_one = board_mark(store)
    store.create(sized(16), "waits", holder="worker")

    assert with_one not in (empty, "")
    assert board_mark(store) == with_one
    store.delete(run.id)
    assert board_mark(store) == empty
