"""A damaged row costs its run alone: lists have the others, and say which one they left out."""

import re
import sqlite3
from contextlib import closing, suppress

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store.board_queries import best_groups, race
from mnist_core.store.damaged_rows import left_out
from mnist_core.store.histories import read_histories
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_list_queries import Query, all_matching, read_page, tags_in_use
from mnist_core.store.run_store import RunStore
from mnist_core.store.whole_record import unreadable_runs
from tests.app import runs

SMALL = RunConfig(hidden_units=(16,), epochs=1)
NO_JSON = ("config", "rate_changes", "taught", "tags", "former_targets", "progress")


@pytest.fixture
def other(store):
    return runs.trained(store, SMALL, "ruff", error=0.2)


@pytest.fixture
def damaged(store, other):
    """Give the newest run and the best, of whose row each test damages something."""
    return runs.trained(store, SMALL.model_copy(update={"seed": 7}), "knot", error=0.1)


def damage(store, run, column: str, value: object = "{") -> None:
    with store.database.begin() as connection:
        connection.exec_driver_sql(f"UPDATE runs SET {column} = ? WHERE id = ?", (value, run.id))


@pytest.mark.parametrize("column", NO_JSON)
def test_lists_go_on_without_it_and_say_so(store, other, damaged, column):
    assert left_out(store.database) == []
    damage(store, damaged, column)

    assert [run.id for run in store.recent()] == [other.id]
    assert [run.id for run in store.called("knot")] == []
    assert store.newest().id == other.id
    if column != "taught":
        assert store.best().id == other.id
    (said,) = left_out(store.database)
    assert said.startswith(f"What the record has of the run {damaged.id} is damaged;")
    assert "check --repair" in said


def test_who_asks_for_it_is_told(store, damaged):
    damage(store, damaged, "config")

    for ask in (store.read, store.find):
        with pytest.raises(StoreError, match=f"the run {damaged.id} is damaged"):
            ask(damaged.id)


def test_what_is_mended_or_deleted_is_said_no_more(store, other, damaged):
    damage(store, damaged, "tags")
    damage(store, other, "config", "[]")
    assert store.recent() == []
    assert len(left_out(store.database)) == 2

    damage(store, damaged, "tags", "[]")
    store.delete(other.id)

    assert left_out(store.database) == []
    assert [run.id for run in store.recent()] == [damaged.id]


def test_pages_of_the_list_the_board_and_the_export_go_on_without_it(store, other, damaged):
    store.tag(other.id, ["kept"])
    damage(store, damaged, "tags")

    assert read_page(store, Query(together=False)).groups == ((store.read(other.id),),)
    assert [run.id for run in all_matching(store, Query())] == [other.id]
    assert [[run.id for run in group] for group in best_groups(store, 5)] == [[other.id]]
    assert [each.runs[0].id for each in race(store, 0.5, 5).fastest] == [other.id]
    assert tags_in_use(store) == ["kept"]


def test_a_group_that_is_damaged_as_a_whole_is_on_no_board(store, other):
    damage(store, other, "config")

    assert best_groups(store, 5) == []
    assert race(store, 0.5, 5).fastest == ()


def test_a_waiting_run_that_cannot_be_read_fails_and_lets_others_go_on(store, other):
    waiting = store.create(SMALL, "knot")
    damage(store, waiting, "config")

    assert RunLease(store, waiting.id, "worker").claim() is None

    assert store.waiting() == []
    with store.database.begin() as connection:
        found = connection.exec_driver_sql("SELECT state, message FROM runs WHERE name = 'knot'")
        state, message = found.one()
    assert state == "failed"
    assert waiting.id in message


def test_a_text_with_a_wrong_byte_is_read_with_a_sign_in_its_place(store, other, damaged):
    with store.database.begin() as connection:
        wrong = "UPDATE runs SET name = CAST(x'6b6eff74' AS TEXT) WHERE id = ?"
        connection.exec_driver_sql(wrong, (damaged.id,))

    assert [run.name for run in store.recent()] == ["kn\ufffdt", "ruff"]
    found = [
        list(all_matching(store, Query(words=word, together=False))) for word in ("Ruff", "KN")
    ]
    assert [[run.id for run in runs] for runs in found] == [[other.id], [damaged.id]]


def test_wherever_a_letter_of_an_id_is_wrong_lists_say_so_or_work(settings, store):
    config = SMALL.model_copy(update={"epochs": 3})
    ids = [runs.trained(store, config, "ruff").id.encode() for _ in range(4)]
    store.database.dispose()
    file = settings.home / "lab.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = file.read_bytes()
    places = [found.start() for found in re.finditer(b"|".join(ids), whole)]
    assert len(places) > 4 * 6  # each run's row, its epochs, and the indexes of both

    for place in places:
        wrong = place + 3
        file.write_bytes(whole[:wrong] + b"\xff" + whole[wrong + 1 :])
        with suppress(StoreError):
            lab = RunStore(settings)
            read_histories(lab, [run.id for run in lab.recent()])
            read_page(lab, Query())
        lab.database.dispose()


UNKNOWN = {
    "state": "asleep",
    "origin": "moon",
    "training_path": "scenic",
    "tags": "[1, null]",
    "former_targets": '[["a", "b"]]',
    "rate_changes": '[{"epoch": "x", "step": 1, "value": 0.1}]',
    "test_accuracy": float("inf"),
    "val_accuracy": 1.5,
    "ended_at": 1e300,
    "created_at": -1.0,
}


@pytest.mark.parametrize("column", UNKNOWN)
def test_what_no_lab_writes_is_damage_though_it_is_of_the_right_kind(store, other, damaged, column):
    damage(store, damaged, column, UNKNOWN[column])

    assert [run.id for run in store.recent()] == [other.id]
    assert unreadable_runs(store.database) == [damaged.id]


@pytest.mark.parametrize("wrong", ["", ".", "../elsewhere", "A B"])
def test_no_id_leads_out_of_its_folder(settings, store, other, damaged, wrong):
    elsewhere = settings.home / "elsewhere"
    elsewhere.mkdir()
    store.artifacts.write(other.id, "last", {"a": np.zeros(3)})
    with store.database.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("DELETE FROM epochs WHERE run_id = ?", (damaged.id,))
        connection.exec_driver_sql("UPDATE runs SET id = ? WHERE id = ?", (wrong, damaged.id))

    assert [run.id for run in store.recent()] == [other.id]
    with pytest.raises(StoreError, match="which no lab has given"):
        store.artifacts.read(wrong, "last")
    store.delete(wrong)

    assert elsewhere.is_dir()
    assert store.artifacts.names(other.id) == ["last"]
    assert store.count() == 1


def test_an_id_that_is_no_text_is_damage_like_any_other(store, other, damaged):
    with store.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM epochs WHERE run_id = ?", (damaged.id,))
    damage(store, damaged, "id", b"\xff\x00")

    assert [run.id for run in store.recent()] == [other.id]
    (said,) = left_out(store.database)
    assert "is damaged" in said
    with store.database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM runs WHERE id = ?", (b"\xff\x00",))
    assert left_out(store.database) == []


@pytest.mark.parametrize("tags", ["5", "true", '{"a": 1}', "[[1]]", "[" * 3000])
def test_tags_that_are_no_list_of_texts_are_none_that_runs_have(store, other, damaged, tags):
    store.tag(other.id, ["kept"])
    damage(store, damaged, "tags", tags)

    assert tags_in_use(store) == ["kept"]
    assert [run.id for run in store.recent()] == [other.id]


def test_a_history_ends_before_an_epoch_that_no_lab_writes(store, other):
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE epochs SET val_accuracy = 1.5")

    assert read_histories(store, [other.id]) == {other.id: []}
    (said,) = left_out(store.database)
    assert f"the run {other.id} is damaged" in said


@pytest.mark.parametrize("column", NO_JSON)
def test_brackets_within_brackets_are_damage_like_any_other(store, other, damaged, column):
    damage(store, damaged, column, "[" * 3000)

    assert [run.id for run in store.recent()] == [other.id]
    assert unreadable_runs(store.database) == [damaged.id]
