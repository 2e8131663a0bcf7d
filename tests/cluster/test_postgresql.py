"""The record on PostgreSQL: through all versions, opened by many at once, beside Optuna's."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import optuna
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, text

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.store.records import Epoch
from mnist_core.store.run_list_queries import Query, read_page
from mnist_core.store.schema import FORMER_VERSION_TABLE, MIGRATIONS, NEWEST_REVISION, VERSION_TABLE
from mnist_core.store.schema import revision as revision_of
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.tables import Base

EPOCHS = [Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001), Epoch(2, 0.3, 0.9, 0.3, 0.95, 2.5, 0.001)]
OLD_RUN = {
    **{"id": "r1", "name": "from-before", "config": RunConfig().model_dump_json()},
    **dict.fromkeys(("notes", "message", "traceback", "program_version", "keras_version"), ""),
    **dict.fromkeys(("parameters", "stopped_at", "attempts"), 0),
    **dict.fromkeys(("target_epochs", "epochs_done"), 2),
    **{"state": "finished", "created_at": 1.7e9, "queued_at": 1.7e9, "rate_changes": "[]"},
}
# What versions of the lab have noted, and where; the first one noted nothing.
NOTED = [("0001", None), ("0002", FORMER_VERSION_TABLE), ("0003", FORMER_VERSION_TABLE)]


@pytest.fixture(params=["postgresql", "sqlite"])
def place(request, settings):
    """The settings of a lab on an empty database of either kind."""
    if request.param == "sqlite":
        settings.home.mkdir()
        return settings
    return replace(settings, database=request.getfixturevalue("new_database")())


@pytest.fixture(params=NOTED, ids=[revision for revision, _ in NOTED])
def old(request, settings, new_database):
    """The settings of a lab on PostgreSQL with a trained run, as an older version left it."""
    found, noted = request.param
    place = replace(settings, database=new_database())
    engine = create_engine(place.database)
    with engine.begin() as connection:
        make_old_tables(connection, found)
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
        if noted:
            connection.execute(text(f"CREATE TABLE {noted} (version_num VARCHAR(32) PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO {noted} VALUES ('{found}')"))
    engine.dispose()
    return place


def make_old_tables(connection: Connection, revision: str) -> None:
    """Take an empty database to the first version, train a run there, and go on to another."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    insert(connection, "runs", OLD_RUN)
    for epoch in EPOCHS:
        insert(connection, "epochs", {"run_id": "r1", **vars(epoch)})
    command.upgrade(config, revision)


def insert(connection: Connection, table: str, values: dict[str, object]) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def differences(engine: Engine) -> list[object]:
    """List where the lab's own tables are not what they are declared to be."""
    ours = set(Base.metadata.tables)
    options = {
        "version_table": VERSION_TABLE,
        "include_name": lambda name, kind, _: kind != "table" or name in ours,
    }
    with engine.connect() as connection:
        assert revision_of(connection) == NEWEST_REVISION
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def ask_optuna(url: str) -> list[int]:
    """Make a study with one trial, and read its number back by a second way in."""
    with optuna_storage(url) as storage:
        study = optuna.create_study(study_name="s1", storage=storage)
        study.tell(study.ask(), 0.5)
    with optuna_storage(url) as storage:
        return [
            trial.number for trial in optuna.load_study(study_name="s1", storage=storage).trials
        ]


@contextmanager
def optuna_storage(url: str) -> Iterator[optuna.storages.RDBStorage]:
    storage = optuna.storages.RDBStorage(url)
    yield storage
    storage.remove_session()
    storage.engine.dispose()


def test_an_older_lab_on_postgresql_is_brought_up_to_date_and_keeps_its_runs(old, open_store):
    store = open_store(old)

    (run,) = store.recent()
    assert (run.id, run.name, run.state) == ("r1", "from-before", "finished")
    assert (run.config, run.val_accuracy, run.seconds_per_epoch) == (RunConfig(), 0.95, 2.0)
    assert store.history("r1") == EPOCHS
    assert differences(store.database) == []


def test_optuna_finds_its_place_in_a_lab_that_was_brought_up_to_date(old, open_store):
    open_store(old)

    assert ask_optuna(old.database) == [0]


def test_the_lab_finds_its_place_beside_optuna(place, open_store):
    assert ask_optuna(place.database) == [0]
    store = open_store(place)

    run = store.create(RunConfig())

    assert store.recent() == [run]
    assert differences(store.database) == []


def test_optuna_finds_its_place_beside_the_lab(place, open_store):
    run = open_store(place).create(RunConfig())

    assert ask_optuna(place.database) == [0]

    again = open_store(place)
    assert again.recent() == [run]
    assert differences(again.database) == []


def test_many_that_open_an_empty_database_at_once_all_find_its_tables(
    settings, new_database, open_store
):
    place, together = replace(settings, database=new_database()), threading.Barrier(6)

    def open_and_create(_: int) -> str:
        together.wait(10)
        return open_store(place).create(RunConfig()).id

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(open_and_create, range(6)))

    assert {run.id for run in open_store(place).recent()} == ids
    assert len(ids) == 6


def test_a_zero_byte_is_kept_as_a_sign_and_looked_for_in_vain(place, open_store):
    store = open_store(place)
    run = store.create(RunConfig(), "ruff")

    store.annotate(run.id, "a\0b")
    with pytest.raises(ConfigError, match="control characters"):
        store.tag(run.id, ["c\0d"])

    assert (store.read(run.id).notes, store.read(run.id).tags) == ("a\ufffdb", ())
    assert not store.exists("\0")
    assert seed_groups(store, ["\0"], together=True) == []
    assert read_page(store, Query(words="ru\0")).total == 0
    assert read_page(store, Query(words="tag=x\0", tags=("\0",), always=("\0",))).total == 0
