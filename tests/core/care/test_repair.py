"""What is wrong is mended once and for all, and nothing that a user may want is lost."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from mnist_core.access.room_keys import room_keys
from mnist_core.care.check import check
from mnist_core.care.repair import repair
from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store import jobs
from mnist_core.store.job_leases import JobLease
from mnist_core.store.records import Taught
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, recent_sweeps
from mnist_core.sweeps.trial_leases import claim_trial
from tests.app import runs
from tests.core.care.conftest import SMALL

PLAN = SweepPlan(dimensions=(parse_dimension("optimizer=adam,sgd"),), trials=2)


def mend(settings) -> list[str]:
    """Repair the lab, and see that nothing is wrong with it then."""
    sentences = list(repair(settings, moment_s=0))
    assert check(settings, moment_s=0) == []
    return sentences


def quarantined(settings) -> list[str]:
    folder = settings.home / "quarantine"
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted("/".join(file.relative_to(folder).parts[1:]) for file in files)


def folder_of(settings, run) -> Path:
    return settings.home / "artifacts" / run.id


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def change(settings, *statements: str) -> None:
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_nothing_is_done_to_a_lab_that_is_well(settings, run):
    before = sorted(settings.home.rglob("*"))

    assert mend(settings) == []
    assert sorted(settings.home.rglob("*")) == before


def test_a_damaged_snapshot_is_kept_aside_and_the_run_goes_on_reading(settings, store, run):
    cut(folder_of(settings, run) / "epoch-0001.npz")

    (sentence,) = mend(settings)

    assert quarantined(settings) == [f"artifacts/{run.id}/epoch-0001.npz"]
    assert str(settings.home / "quarantine") in sentence
    assert store.read(run.id) == run
    assert store.artifacts.names(run.id) == ["checkpoint", "epoch-0002", "last"]


def checkpoint_of(weights: dict[str, np.ndarray], kind: str = "variable") -> dict[str, np.ndarray]:
    """Write weights as ``training/checkpoint.py`` does, with an optimizer's state after them."""
    arrays = {f"{kind}_{number:03d}": array for number, array in enumerate(weights.values())}
    arrays.setdefault("variable_000", np.zeros((784, 16), np.float32))
    return {**arrays, "variable_099": np.array(3), "position": np.array("{}")}


@pytest.mark.parametrize("kind", ["variable", "best"])
def test_lost_weights_come_back_to_the_bit_from_the_checkpoint(settings, store, run, kind):
    weights = store.artifacts.read(run.id, "last")
    assert list(weights) == ["kernel_1", "bias_1", "kernel_2", "bias_2"]
    store.artifacts.write(run.id, "checkpoint", checkpoint_of(weights, kind))
    cut(folder_of(settings, run) / "last.npz")

    sentences = mend(settings)

    after = store.artifacts.read(run.id, "last")
    assert {name: array.tobytes() for name, array in after.items()} == {
        name: array.tobytes() for name, array in weights.items()
    }
    assert "to the bit" in sentences[-1]
    assert store.read(run.id).state == "finished"


def other_arrays(kind: str) -> dict[str, np.ndarray]:
    """Give a whole file's arrays that are not the weights of a run with 16 hidden units."""
    weights = runs.random_weights(SMALL, 1)
    contents: dict[str, dict[str, np.ndarray]] = {
        "none": {},
        "text": {name: np.full(3, "a") for name in weights},
        "a number": {name: np.array(3, np.float32) for name in weights},
        "not a number": weights | {"bias_1": np.full(16, np.nan, np.float32)},
        "biases too short": weights | {"bias_1": np.zeros(1, np.float32)},
        "another run": runs.random_weights(RunConfig(hidden_units=(8,)), 1),
    }
    return contents[kind]


@pytest.mark.parametrize(
    "kind", ["none", "text", "a number", "not a number", "biases too short", "another run"]
)
def test_a_whole_file_with_other_content_is_refused_and_mended(settings, store, run, kind):
    store.artifacts.write(run.id, "last", other_arrays(kind))
    with pytest.raises(StoreError, match=r"The snapshot.*train this run again"):
        load_network(store, run)

    mend(settings)

    assert quarantined(settings) == [f"artifacts/{run.id}/last.npz"]
    assert load_network(store, run).kernels[0].shape == (784, 16)


def test_without_a_checkpoint_weights_come_back_from_the_last_snapshot(settings, store, run):
    snapshot = store.artifacts.read(run.id, "epoch-0002")
    (folder_of(settings, run) / "last.npz").unlink()

    (sentence,) = mend(settings)

    after = store.artifacts.read(run.id, "last")
    np.testing.assert_array_equal(after["kernel_2"], snapshot["kernel_2"])
    assert "rounded" in sentence


def test_a_run_whose_weights_are_nowhere_says_so_and_can_be_trained_again(settings, store, run):
    for file in folder_of(settings, run).iterdir():
        file.unlink()

    mend(settings)

    failed = store.read(run.id)
    assert (failed.state, failed.message) == (
        "failed",
        "Its weights were lost; Resume trains it again, to the same numbers.",
    )
    store.resume(run.id)
    assert [each.id for each in store.waiting()] == [run.id]


def test_a_run_that_trains_begins_again_without_its_damaged_checkpoint(settings, store):
    run = store.create(SMALL, "ruff", holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [runs.epoch(1)])
    store.artifacts.write(run.id, "checkpoint", {"position": np.zeros(100)})
    cut(folder_of(settings, run) / "checkpoint.npz")

    (sentence,) = mend(settings)

    assert "begins again" in sentence
    assert store.read(run.id).state == "training"
    assert store.artifacts.names(run.id) == []


def test_a_lost_epoch_makes_an_ended_run_train_again_on_request(settings, store, run):
    change(settings, "DELETE FROM epochs WHERE number = 2")

    mend(settings)

    assert store.read(run.id).state == "failed"
    assert "history was lost" in store.read(run.id).message
    assert quarantined(settings) == [f"artifacts/{run.id}/checkpoint.npz"]
    assert "last" in store.artifacts.names(run.id)


def test_a_lost_epoch_makes_a_waiting_run_begin_again(settings, store, run):
    store.extend(run.id, 3)
    change(settings, "DELETE FROM epochs WHERE number = 1")

    mend(settings)

    assert (store.read(run.id).state, store.read(run.id).epochs_done) == ("queued", 0)
    assert store.history(run.id) == []


def test_files_of_nothing_are_kept_aside(settings, store, run):
    store.artifacts.write("0000000000ab", "last", {"a": np.zeros(3)})
    store.artifacts.write(run.id, "holiday", {"a": np.zeros(3)})

    mend(settings)

    assert quarantined(settings) == [
        "artifacts/0000000000ab/last.npz",
        f"artifacts/{run.id}/holiday.npz",
    ]


def test_a_row_that_cannot_be_read_is_kept_aside_with_its_files(settings, store, run):
    other = runs.trained(store, SMALL, "knot", weights=True)
    change(settings, f"UPDATE runs SET config = '{{' WHERE id = '{run.id}'")

    mend(settings)

    assert [each.id for each in store.recent()] == [other.id]
    row, *files = [name for name in quarantined(settings) if "rows" in name] + [
        name for name in quarantined(settings) if "artifacts" in name
    ]
    assert row == f"rows/{run.id}.json"
    assert len(files) == 4
    (written,) = (settings.home / "quarantine").rglob("*.json")
    assert json.loads(written.read_text())["name"] == "ruff"


@pytest.mark.parametrize(
    ("statement", "kept", "runs_left"),
    [
        ("UPDATE runs SET epochs_done = 'many'", "rows/runs-1.json", 0),
        ("UPDATE runs SET message = x'ff00'", "rows/runs-1.json", 0),
        ("UPDATE epochs SET loss = 'abc' WHERE number = 2", "rows/epochs-2.json", 1),
        ("UPDATE epochs SET loss = 9e999 WHERE number = 2", "rows/epochs-2.json", 1),
        ("UPDATE epochs SET loss = 1e300 WHERE number = 2", "rows/epochs-2.json", 1),
        ("UPDATE epochs SET val_accuracy = 1.5 WHERE number = 2", "rows/epochs-2.json", 1),
        ("UPDATE epochs SET number = -5 WHERE number = 2", "rows/epochs-2.json", 1),
    ],
)
def test_a_value_of_another_kind_is_kept_aside_and_said_by_who_meets_it(
    settings, store, run, statement, kept, runs_left
):
    change(settings, statement)
    with pytest.raises(StoreError, match=r"damaged|decode"):
        store.history(store.read(run.id).id)
    store.database.dispose()

    mend(settings)

    assert kept in quarantined(settings)
    assert len(RunStore(settings).recent()) == runs_left


def test_a_text_with_a_wrong_byte_is_kept_aside(settings, store, run):
    change(settings, "UPDATE runs SET notes = CAST(x'ff61' AS TEXT)")
    assert store.read(run.id).notes == "\ufffda"
    store.database.dispose()

    mend(settings)

    assert "rows/runs-1.json" in quarantined(settings)
    assert RunStore(settings).recent() == []


@pytest.mark.parametrize(("table", "column"), [("sweeps", "plan"), ("sweep_trials", "params")])
def test_a_sweep_or_trial_that_cannot_be_read_is_kept_aside(settings, store, table, column):
    sweep, other = create_sweep(store, PLAN), create_sweep(store, PLAN)
    assert claim_trial(store, sweep.id, "worker") is not None
    change(settings, f"UPDATE {table} SET {column} = '{{' WHERE rowid = 1")

    (sentence,) = [said for said in mend(settings) if "is damaged" in said]

    assert sentence.startswith(f"What the record has of the sweep {sweep.id}")
    assert quarantined(settings) == [f"rows/{table}-1.json"]
    left = {each.id for each in recent_sweeps(store)}
    assert left == {other.id} | ({sweep.id} if table == "sweep_trials" else set())


def test_stuck_leases_are_released(settings, store, run):
    trained = store.create(SMALL, "knot", holder="worker")
    RunLease(store, trained.id, "worker").claim()
    jobs.request(store, run.id, "evaluation")
    JobLease(store, run.id, "evaluation", "", "worker").claim()
    sweep = create_sweep(store, PLAN)
    assert claim_trial(store, sweep.id, "worker") is not None
    change(
        settings,
        *(
            f"UPDATE {table} SET lease_until = {time.time() + 10**6} WHERE lease_until IS NOT NULL"
            for table in ("runs", "examinations", "sweep_trials")
        ),
    )

    mend(settings)

    assert [each.id for each in store.waiting()] == [trained.id]
    assert jobs.waiting(store) == [jobs.WaitingJob(run.id, "evaluation", "")]
    taken_up = claim_trial(store, sweep.id, "another")
    assert taken_up is not None
    assert taken_up.number == 0


def test_a_result_that_is_gone_or_damaged_can_be_asked_for_again(settings, store, run):
    for kind in ("evaluation", "robustness"):
        jobs.request(store, run.id, kind)
        lease = JobLease(store, run.id, kind, "", "worker")
        lease.claim()
        lease.finish({"a": np.zeros(300)}, "version", 2)
    store.artifacts.remove(run.id, "evaluation")
    cut(folder_of(settings, run) / "robustness.npz")

    mend(settings)

    assert jobs.find(store, run.id, "evaluation") is None
    assert jobs.find(store, run.id, "robustness") is None


def test_a_taught_run_without_what_it_was_taught_says_what_to_do(settings, store, run):
    taught = Taught(run.id, run.name, drawings=10, digest="ab", folds=4)
    waiting = store.create(SMALL, "ruff taught", taught=taught)

    mend(settings)

    assert store.read(waiting.id).message == "What it began with was lost; teach its parent again."


def test_leftovers_are_kept_aside_but_for_half_a_file(settings, run):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stage = settings.home / "artifacts" / f"backup-{ended.pid}-abcdefg_"
    keys = settings.home / "room-keys.json.0123456789abcdef"
    part = folder_of(settings, run) / "last.npz.123.part"
    (stage / run.id).mkdir(parents=True)
    (stage / run.id / "last.npz").write_bytes(b"weights")
    for file in (keys, part):
        file.write_bytes(b"half")
    for path in (stage, keys, part):
        os.utime(path, (1, 1))

    assert len(mend(settings)) == 3
    assert quarantined(settings) == [f"{stage.name}/{run.id}/last.npz", keys.name]
    assert not any(path.exists() for path in (stage, keys, part))


def test_a_damaged_file_of_nothing_is_kept_aside(settings, run):
    (folder_of(settings, run) / "evaluation.npz").write_bytes(b"")

    assert len(mend(settings)) == 1
    assert quarantined(settings) == [f"artifacts/{run.id}/evaluation.npz"]


def test_damaged_keys_are_kept_aside_and_new_ones_made(settings, run):
    (settings.home / "room-keys.json").write_text("{")

    mend(settings)

    assert quarantined(settings) == ["room-keys.json"]
    assert room_keys(settings.home).role(room_keys(settings.home).teacher) == "teacher"


@pytest.fixture
def many(settings, store):
    """Sixty runs, twenty of them with epochs, in a database that nobody has open."""
    config = RunConfig(hidden_units=(16,), epochs=3)
    ids = [runs.trained(store, config, f"run-{number}", weights=True).id for number in range(20)]
    runs.many(store, 40)
    store.database.dispose()
    return ids


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_database_cut_off_anywhere_becomes_a_lab_again(settings, many, share):
    file = settings.home / "lab.sqlite"
    file.write_bytes(file.read_bytes()[: round(share * file.stat().st_size)])

    mend(settings)

    store = RunStore(settings)
    left = store.recent(100)
    assert len(left) > 20 or share < 0.9  # a new database is mostly empty tables
    for run in left:
        assert run.name.startswith("run-")
        assert len(store.history(run.id)) in (0, 3) or run.state == "failed"
    new = store.create(SMALL, "after")
    assert store.find("after").id == new.id


def test_a_database_with_a_name_that_is_no_text_is_mended(settings, many):
    """Python cannot even read what SQLite says of it."""
    file = settings.home / "lab.sqlite"
    content = file.read_bytes()
    assert content.count(b"CREATE TABLE drafts") == 1
    file.write_bytes(content.replace(b"CREATE TABLE drafts", b"CREATE TABLE dr\xe0fts"))

    assert "is damaged" in mend(settings)[0]
    assert len(RunStore(settings).recent(100)) == 60


def test_a_database_whose_schema_is_no_text_is_mended(settings, many):
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = CAST(sql AS BLOB) WHERE name = 'drafts'")
        connection.execute("UPDATE sqlite_master SET rootpage = 0 WHERE name = 'drafts'")
        connection.commit()

    assert "is damaged" in mend(settings)[0]
    assert len(RunStore(settings).recent(100)) == 60


def test_a_damaged_page_costs_its_own_rows_alone(settings, many):
    file = settings.home / "lab.sqlite"
    content = bytearray(file.read_bytes())
    page = next(
        start
        for start in range(4096 * 8, len(content), 4096)
        if content[start] == 13 and b"run-25" in content[start : start + 4096]  # a table's leaf
    )
    content[page : page + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    damaged = len(check(settings, moment_s=0))

    mend(settings)

    left = RunStore(settings).recent(100)
    lost = {"run-25"} - {run.name for run in left}
    assert (damaged, lost) == (1, {"run-25"})
    assert 50 <= len(left) < 60  # a page has room for eight or so
    assert "lab.sqlite" in quarantined(settings)


def test_a_damaged_database_of_a_lab_at_work_is_left_alone(settings, store, many):
    file = settings.home / "lab.sqlite"
    with closing(sqlite3.connect(file)) as lab:
        assert lab.execute("SELECT count(*) FROM runs").fetchone() == (60,)
        content = bytearray(file.read_bytes())
        content[-4096:] = b"\xff" * 4096
        file.write_bytes(content)
        before = file.read_bytes()

        with pytest.raises(StoreError, match="close the lab"):
            list(repair(settings, moment_s=0))

        assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"CREATE TABLE runs (", b"CREATE TABLF runs ("),
        (b"CREATE TABLE runs (", b"CREATE TABLE rtns ("),
        (b"\tkeras_version VARCHAR", b"\tkeras_versinn VARCHAR"),
        (b"\tkeras_version VARCHAR", b"\tkeras_ver\xf3ion VARCHAR"),
        (b"CREATE TABLE epochs", b"CREATE TABLE epo\xe3hs"),
        (b"CREATE INDEX runs_by_name", b"CREATE INEEX runs_by_name"),
    ],
)
def test_a_wrong_letter_in_what_describes_a_table_costs_no_row(settings, many, right, wrong):
    file = settings.home / "lab.sqlite"
    content = file.read_bytes()
    file.write_bytes(content.replace(right, wrong))
    assert file.read_bytes() != content

    (sentence, *_) = mend(settings)

    assert "is damaged" in sentence
    store = RunStore(settings)
    left = store.recent(100)
    assert len(left) == 60
    assert [len(store.history(run_id)) for run_id in many] == [3] * 20


def test_a_page_cut_off_the_end_of_a_database_costs_its_own_rows_alone(settings, many):
    file = settings.home / "lab.sqlite"
    file.write_bytes(file.read_bytes()[:-8192])

    mend(settings)

    assert len(RunStore(settings).recent(100)) > 40


def damage_a_page(file: Path) -> bytes:
    """Overwrite the last page; give what the file has then."""
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096
    file.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize("reading", ["copying", "salvage", "update"])
def test_a_full_disk_changes_nothing_of_a_damaged_database(settings, many, monkeypatch, reading):
    damaged = damage_a_page(settings.home / "lab.sqlite")
    before = sorted(settings.home.iterdir())

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    place = {
        "copying": "shutil.copy2",
        "salvage": "mnist_core.store.salvage._copy_all",
        "update": "mnist_core.store.salvage.run_ids",
    }[reading]
    monkeypatch.setattr(place, no_room)

    with pytest.raises(StoreError, match="No space left"):
        list(repair(settings, moment_s=0))

    assert (settings.home / "lab.sqlite").read_bytes() == damaged
    assert sorted(settings.home.iterdir()) == before


def test_a_new_database_that_finds_no_room_is_not_put_into_place(settings, many, monkeypatch):
    """SQLite itself says that the disk is full: the new file may have a few pages only."""
    damaged = damage_a_page(settings.home / "lab.sqlite")
    connect = sqlite3.connect

    def connect_with_little_room(file, *arguments, **options):
        connection = connect(file, *arguments, **options)
        if str(file).endswith(".part"):
            connection.execute("PRAGMA max_page_count=4")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_with_little_room)

    with pytest.raises(StoreError, match="full"):
        list(repair(settings, moment_s=0))

    assert (settings.home / "lab.sqlite").read_bytes() == damaged
    assert not (settings.home / "quarantine").exists()
    assert list(settings.home.glob("*.part*")) == []
