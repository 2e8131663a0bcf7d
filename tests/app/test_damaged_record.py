"""Pages where the record is damaged inside, or on a disk that is full: a sentence, or it works."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from mnist_core.config import RunConfig
from parts.shared.texts import as_markdown
from tests.app import runs

SMALL = RunConfig(hidden_units=(16,), epochs=2)
WORDS = "python -m mnist_core check --repair"


@pytest.mark.parametrize("column", ["config", "rate_changes"])
@pytest.mark.parametrize("page", ["train.py", "draw.py", "compare.py", "diagnose.py", "board.py"])
def test_a_damaged_row_costs_a_page_a_sentence_and_no_traceback(app, settings, store, page, column):
    runs.trained(store, SMALL, "ruff", weights=True)
    with closing(sqlite3.connect(settings.home / "lab.sqlite")) as connection:
        connection.execute(f"UPDATE runs SET {column} = '{{'")
        connection.commit()

    app.run().switch_page(page).run()

    assert [each.value for each in app.exception] == []
    assert app.error
    assert all(as_markdown(WORDS) in each.value for each in app.error)


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
