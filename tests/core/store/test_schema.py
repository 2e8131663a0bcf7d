"""Databases of older versions keep everything; a new one is as if it had come all the way."""

import shutil
import sqlite3

import numpy as np
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from mnist_core.access.person import OWNER, Person
from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store.drawing_rows import add_drawing, read_drawings
from mnist_core.store.jobs import WaitingJob, request, waiting
from mnist_core.store.records import Epoch
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.store.schema import MIGRATIONS, NEWEST_REVISION, VERSION_TABLE, revision
from mnist_core.store.tables import Base

NEW_IN_0005 = ("origin", "tags", "pruned", "former_targets")
NEW_IN_0006 = ("settings_key", "repeats")
NEW_IN_0007 = ("training_path",)
NEW_IN_0009 = ("owner",)
ADDED = (
    "family",
    "layout",
    "val_accuracy",
    "seconds_per_epoch",
    "taught",
    "sweep_id",
    *NEW_IN_0005,
    *NEW_IN_0007,
    *NEW_IN_0009,
)
EPOCHS = [Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001), Epoch(2, 0.3, 0.9, 0.3, 0.95, 2.5, 0.001)]


@pytest.fixture
def old(settings):
    """A database with a trained run, as version 0.1.0 had left it."""
    store = RunStore(settings)
    run = store.create(RunConfig(hidden_units=(32,)), "from-before")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, EPOCHS)
    lease.release("finished", test_accuracy=0.96)
    expected = store.read(run.id)
    store.database.dispose()
    with sqlite3.connect(settings.home / "lab.sqlite") as connection:
        connection.execute("DROP TABLE digit_lab_version")
        connection.execute("DROP TABLE sweep_trials")
        connection.execute("DROP TABLE sweeps")
        connection.execute("DROP TABLE examinations")
        connection.execute("DROP TABLE drawings")
        connection.execute("DROP TABLE drafts")
        connection.execute("DROP TABLE persons")
        connection.execute("DROP TABLE sent_drawings")
        for index in ("test", "validation", "parameters", "seconds", "family", "origin"):
            connection.execute(f"DROP INDEX runs_by_{index}")
        for column in ADDED:
            connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
    return expected


def test_a_database_of_the_first_version_keeps_its_runs_and_gets_their_summaries(settings, old):
    store = RunStore(settings)

    assert store.read(old.id) == old
    assert store.history(old.id) == EPOCHS
    assert (store.read(old.id).val_accuracy, store.read(old.id).seconds_per_epoch) == (0.95, 2.0)


def test_an_updated_database_has_the_tables_that_a_new_one_has(settings, old, tmp_path):
    store = RunStore(settings)

    with store.database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = compare_metadata(context, Base.metadata)
        assert revision(connection) == NEWEST_REVISION
    assert differences == []


def test_the_newest_revision_is_the_one_that_new_databases_are_stamped_with():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST_REVISION


def test_a_database_of_a_newer_lab_is_refused_and_left_alone(settings):
    RunStore(settings).database.dispose()
    file = settings.home / "lab.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE digit_lab_version SET version_num = '9999'")
    connection.close()
    copy = shutil.copy(file, settings.home / "copy")

    with pytest.raises(StoreError, match=r"newer Digit Lab.*9999"):
        RunStore(settings)

    assert file.read_bytes() == (settings.home / copy).read_bytes()


def test_an_older_lab_tells_trials_from_runs_begun_by_hand(settings):
    store = RunStore(settings)
    by_hand = store.create(RunConfig(), "by-hand")
    trials = [store.create(RunConfig(), f"trial {number}", sweep_id="s") for number in range(2)]
    store.database.dispose()
    columns = (
        "sweep_id, number, state, run_id, params, epochs, message, began_at, attempts",
        "'s', ?, 'pruned', ?, '{}', 1, '', 0, 0",
    )
    with sqlite3.connect(settings.home / "lab.sqlite") as connection:
        for number, (trial, state) in enumerate(zip(trials, ("finished", "stopped"), strict=True)):
            connection.execute("UPDATE runs SET state = ? WHERE id = ?", (state, trial.id))
            connection.execute(
                f"INSERT INTO sweep_trials ({columns[0]}) VALUES ({columns[1]})", (number, trial.id)
            )
        connection.execute("DROP TABLE drafts")
        connection.execute("DROP TABLE persons")
        connection.execute("DROP TABLE sent_drawings")
        connection.execute("DROP INDEX runs_by_origin")
        connection.execute("DROP INDEX sweep_trials_by_settings")
        for column in NEW_IN_0005 + NEW_IN_0007 + NEW_IN_0009:
            connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
        for column in NEW_IN_0006:
            connection.execute(f"ALTER TABLE sweep_trials DROP COLUMN {column}")
        for table in ("sweeps", "examinations"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN owner")
        connection.execute("UPDATE digit_lab_version SET version_num = '0004'")
    connection.close()

    store = RunStore(settings)

    runs = [store.read(run.id) for run in (by_hand, *trials)]
    assert [run.origin for run in runs] == ["hand", "sweep", "sweep"]
    assert [run.word for run in runs] == ["queued", "finished", "pruned"]
    with sqlite3.connect(settings.home / "lab.sqlite") as connection:
        states = connection.execute("SELECT state FROM sweep_trials ORDER BY number").fetchall()
    connection.close()
    assert states == [("finished",), ("pruned",)]


def test_an_older_labs_things_belong_to_the_machines_owner(settings):
    store = RunStore(settings)
    run = store.create(RunConfig(), "from-before")
    image = np.arange(784, dtype=np.uint8).reshape(28, 28)
    add_drawing(store, image, 7, read_as=1, limit=10)
    request(store, run.id, "evaluation")
    before = read_drawings(store)[0]
    store.database.dispose()
    with sqlite3.connect(settings.home / "lab.sqlite") as connection:
        kept = connection.execute(
            "SELECT id, digest, label, image, read_as, created_at FROM drawings"
        ).fetchall()
        connection.execute("DROP TABLE persons")
        connection.execute("DROP TABLE sent_drawings")
        connection.execute("DROP TABLE drawings")
        connection.execute(
            "CREATE TABLE drawings (id VARCHAR NOT NULL PRIMARY KEY, digest VARCHAR NOT NULL"
            " UNIQUE, label INTEGER NOT NULL, image BLOB NOT NULL, read_as INTEGER,"
            " created_at DOUBLE)"
        )
        connection.executemany("INSERT INTO drawings VALUES (?, ?, ?, ?, ?, ?)", kept)
        for table in ("runs", "sweeps", "examinations"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN owner")
        connection.execute("UPDATE digit_lab_version SET version_num = '0008'")
    connection.close()

    store = RunStore(settings)

    (after,) = read_drawings(store)
    assert (after.id, after.label, after.read_as) == (before.id, 7, 1)
    assert (after.image == image).all()
    assert store.read(run.id).owner == OWNER.id
    assert waiting(store) == [WaitingJob(run.id, "evaluation", "", OWNER.id)]
    store.used_by(Person("anna")).create(RunConfig(), "hers")
