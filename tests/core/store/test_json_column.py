"""What the database keeps as JSON is the text that labs have always written."""

import json

import pytest

from mnist_core.config import RunConfig
from mnist_core.store.database import transaction
from mnist_core.store.records import Progress, RateChange, Scores, Taught
from mnist_core.store.row_mapping import run_of
from mnist_core.store.run_leases import RunLease
from mnist_core.store.tables import RunRow
from mnist_core.sweeps.housekeeping import write_importances, write_parallelism
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials
from mnist_core.sweeps.trial_leases import claim_trial

# As labs wrote them before they had a type for such columns.
PROGRESS = (
    '{"epoch": 2, "step": 5, "steps": 10, "loss": 0.1, "accuracy": 1e-07, '
    '"images_per_second": 20000.0, "seconds_left": 3.0}'
)
CHANGES = '[{"epoch": 1, "step": 3, "value": 0.01}]'
TAUGHT = (
    '{"parent_id": "p", "parent_name": "Gr\\u00f6\\u00dfe", "drawings": 6, "digest": "d", '
    '"folds": 3, "before": {"drawings": 0.5, "test": 0.9}, "after": null}'
)
SHARING = '{"at_once": 2, "rates": {"1": 900.0, "2": 1500.0}, "together": 1200.0, "key": "2 cores"}'
IMPORTANCES = '{"learning_rate": 0.75, "dropout": 0.25}'
PARAMS = '{"learning_rate": 0.01, "hidden_units": "16,16", "augmentation": true, "epochs": null}'

PROGRESS_RECORD = Progress(2, 5, 10, 0.1, 1e-7, 20_000.0, 3.0)
CHANGE = RateChange(1, 3, 0.01)
TAUGHT_RECORD = Taught("p", "Größe", 6, "d", 3, before=Scores(0.5, 0.9))
PARALLELISM = Parallelism(2, {1: 900.0, 2: 1500.0}, 1200.0, "2 cores")


@pytest.fixture
def run(store):
    return store.create(RunConfig(hidden_units=(16,)), taught=TAUGHT_RECORD)


@pytest.fixture
def sweep(store):
    rates = parse_dimension("learning_rate=1e-4..1e-1:log")
    return create_sweep(store, make_plan(dimensions=(rates,), trials=3))


def plain(store, statement: str, *values: object):
    """Run a statement of SQL past all types of ours, and give the first row that it finds."""
    with store.database.begin() as connection:
        found = connection.exec_driver_sql(statement, values)
        return tuple(found.one()) if found.returns_rows else None


def test_what_a_lab_of_before_wrote_about_a_run_is_read(store, run):
    columns = "UPDATE runs SET progress = ?, rate_changes = ?, taught = ?"
    plain(store, columns, PROGRESS, CHANGES, TAUGHT)

    read = store.read(run.id)

    assert read.progress == PROGRESS_RECORD
    assert read.rate_changes == (CHANGE,)
    assert read.taught == TAUGHT_RECORD


def test_what_is_written_about_a_run_is_the_text_that_a_lab_of_before_reads(store, run):
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    begun = plain(store, "SELECT progress, rate_changes FROM runs")
    lease.report(PROGRESS_RECORD, [])
    lease.accept_learning_rate(0.01, [CHANGE])

    written = plain(store, "SELECT progress, rate_changes, taught FROM runs")

    assert begun == (None, "[]")
    assert written == (PROGRESS, CHANGES, TAUGHT)


def test_a_run_that_was_not_taught_has_null_there(store):
    store.create(RunConfig())

    assert plain(store, "SELECT taught, progress FROM runs") == (None, None)


def test_what_a_lab_of_before_wrote_about_a_sweep_is_read(store, sweep):
    claim_trial(store, sweep.id, "worker")
    plain(store, "UPDATE sweeps SET sharing = ?, importances = ?", SHARING, IMPORTANCES)
    plain(store, "UPDATE sweep_trials SET params = ?", PARAMS)

    read = read_sweep(store, sweep.id)

    assert (read.sharing, read.importances) == (PARALLELISM, json.loads(IMPORTANCES))
    assert [trial.params for trial in sweep_trials(store, sweep.id)] == [json.loads(PARAMS)]


def test_what_is_written_about_a_sweep_is_the_text_that_a_lab_of_before_reads(store, sweep):
    lease = claim_trial(store, sweep.id, "worker")
    assert lease is not None
    begun = plain(store, "SELECT params FROM sweep_trials")
    lease.record_choice(0, json.loads(PARAMS), "run", 7, "key")
    write_parallelism(store, sweep.id, PARALLELISM)
    write_importances(store, sweep.id, json.loads(IMPORTANCES))

    assert begun == ("{}",)
    assert plain(store, "SELECT params FROM sweep_trials") == (PARAMS,)
    assert plain(store, "SELECT sharing, importances FROM sweeps") == (SHARING, IMPORTANCES)


def test_a_seed_group_of_before_is_found_by_the_text_of_its_rate_changes(store, run):
    plain(store, "UPDATE runs SET rate_changes = ?, taught = NULL", CHANGES)
    store.extend(run.id, 1)
    group = plain(store, "SELECT family FROM runs")

    # The first letters of sha256sum of '11 [{"epoch": 1, "step": 3, "value": 0.01}]'.
    assert group == (f"{run.config.model_copy(update={'epochs': 11}).family}-ff3906b0",)


def test_reading_a_row_changes_nothing_in_it(store, run):
    with transaction(store.database) as session:
        row = session.get_one(RunRow, run.id)
        assert run_of(row) == run_of(row) == run

        assert row.taught == json.loads(TAUGHT)
