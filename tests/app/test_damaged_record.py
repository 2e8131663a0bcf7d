"""Pages where the record is damaged inside, or on a disk that is full: a sentence, or it works."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from mnist_core.config import RunConfig
from mnist_core.environment import Settings
from parts.shared.texts import as_markdown
from tests.app import runs

SMALL = RunConfig(hidden_units=(16,), epochs=2)
DAMAGED = "What the record has of the run {} is damaged; python -m mnist_core check --repair puts"
PAGES = ("train.py", "draw.py", "compare.py", "diagnose.py", "board.py", "sweep.py", "lessons.py")
LISTING = ("draw.py", "compare.py", "diagnose.py", "board.py")


def damage(settings: Settings, run_id: str, column: str) -> None:
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute(f"UPDATE runs SET {column} = '{{' WHERE id = ?", (run_id,))
        connection.commit()


@pytest.mark.parametrize("column", ["config", "tags"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_works_on_with_the_other_runs(app, settings, store, page, column):
    runs.trained(store, SMALL, "ruff", weights=True)
    damaged = runs.trained(store, SMALL, "knot", weights=True)
    damage(settings, damaged.id, column)

    app.run().switch_page(page).run()

    assert [each.value for each in (*app.exception, *app.error)] == []
    said = as_markdown(DAMAGED.format(damaged.id))
    found = [each.value for each in app.warning if each.value.startswith(said)]
    assert found or page not in LISTING


@pytest.mark.parametrize("number", [1, 2])
def test_compare_works_on_with_what_comes_before_a_damaged_epoch(app, settings, store, number):
    runs.trained(store, SMALL, "ruff")
    damaged = runs.trained(store, SMALL.model_copy(update={"dropout": 0.3}), "knot")
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        wrong = "UPDATE epochs SET val_accuracy = 'abc' WHERE run_id = ? AND number = ?"
        connection.execute(wrong, (damaged.id, number))
        connection.commit()

    app.run().switch_page("compare.py").run()

    assert [each.value for each in (*app.exception, *app.error)] == []
    said = as_markdown(DAMAGED.format(damaged.id))
    assert [each for each in app.warning if each.value.startswith(said)]


@pytest.mark.parametrize("page", ["train.py", "draw.py", "diagnose.py"])
def test_a_link_to_a_damaged_run_says_what_is_wrong(app, settings, store, page):
    runs.trained(store, SMALL, "ruff", weights=True)
    damaged = runs.trained(store, SMALL, "knot", weights=True)
    damage(settings, damaged.id, "config")

    app.run().switch_page(page)
    app.query_params["run"] = damaged.id
    app.run()

    assert [each.value for each in app.exception] == []
    said = [*app.error, *app.warning]
    assert [each for each in said if as_markdown(DAMAGED.format(damaged.id)) in each.value]


def test_a_run_is_deleted_on_the_page_where_the_disk_is_full(app, settings, store):
    run = runs.trained(store, SMALL, "ruff", weights=True)
    other = runs.trained(store, SMALL, "knot", weights=True)
    app.query_params["run"] = run.id
    app.run()
    app.session_state["asked_to_delete"] = True
    folder, refused = settings.home / "artifacts" / run.id, []
    app.run()

    def refuse(_connection, _cursor, statement, *_: object) -> None:
        if statement.startswith("DELETE FROM runs") and folder.exists():
            refused.append(statement)
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(type(store.database), "before_cursor_execute", refuse)
    try:
        app.button(key="delete_yes").click().run()
    finally:
        event.remove(type(store.database), "before_cursor_execute", refuse)

    assert [each.value for each in (*app.exception, *app.error)] == []
    assert len(refused) == 1
    assert [left.id for left in store.recent()] == [other.id]
    assert not folder.exists()
