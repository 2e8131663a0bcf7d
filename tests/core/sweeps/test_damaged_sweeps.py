"""A damaged row of a sweep or a trial costs it alone."""

import pytest

from mnist_core.errors import StoreError
from mnist_core.store.damaged_rows import left_out
from mnist_core.sweeps.cost_model import newest_parallelism
from mnist_core.sweeps.damaged_sweeps import damaged_sweeps
from mnist_core.sweeps.housekeeping import find_parallelism, sweeps_in_turn, write_parallelism
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import extend_sweep
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, recent_sweeps, sweep_trials
from mnist_core.sweeps.trial_leases import claim_trial

PLAN = make_plan(dimensions=(parse_dimension("learning_rate=1e-4..1e-1:log"),), trials=3)
MEASURED = Parallelism(2, {1: 900.0, 2: 1500.0}, 1200.0, "2 cores")


def damage(store, table: str, column: str, value: object = "{") -> None:
    """Damage the oldest row of a table."""
    with store.database.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE {table} SET {column} = ? WHERE rowid = (SELECT min(rowid) FROM {table})",
            (value,),
        )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("plan", "{"),
        ("sharing", '{"at_once": 1}'),
        ("importances", "{"),
        ("importances", '{"a": "b"}'),
        ("state", "asleep"),
    ],
)
def test_a_damaged_sweep_is_in_no_list_and_holds_up_no_other(store, column, value):
    damaged, other = create_sweep(store, PLAN), create_sweep(store, PLAN)
    for sweep in (damaged, other):
        write_parallelism(store, sweep.id, MEASURED)
    damage(store, "sweeps", column, value)

    assert [sweep.id for sweep in recent_sweeps(store)] == [other.id]
    assert [sweep.id for sweep, _ in sweeps_in_turn(store)] == [other.id]
    assert find_parallelism(store, "2 cores") == newest_parallelism(store) == MEASURED
    with pytest.raises(StoreError, match=f"the sweep {damaged.id} is damaged"):
        read_sweep(store, damaged.id)
    with pytest.raises(StoreError, match="is damaged"):
        extend_sweep(store, damaged.id, trials=1)
    assert [damaged.id in said for said in left_out(store.database)] == [True]
    assert [(row.table, row.number) for row in damaged_sweeps(store.database)] == [("sweeps", 1)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("params", "{"), ("params", '{"nosuch": 1}'), ("state", "asleep"), ("run_id", "../x")],
)
def test_a_damaged_trial_is_left_out_of_its_sweep(store, column, value):
    sweep = create_sweep(store, PLAN)
    for worker in ("a", "b"):
        claim_trial(store, sweep.id, worker)
    damage(store, "sweep_trials", column, value)

    assert [trial.number for trial in sweep_trials(store, sweep.id)] == [1]
    (said,) = left_out(store.database)
    assert f"the sweep {sweep.id}, trial 1, is damaged" in said
    assert [row.table for row in damaged_sweeps(store.database)] == ["sweep_trials"]
