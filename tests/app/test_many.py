"""Pages with much in the record: they ask for it in as few statements as for little."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import streamlit as st
from sqlalchemy import Engine, event

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep
from tests.app.conftest import new_app
from tests.app.runs import many
from tests.sweep_samples import add_sample_trials

LITTLE = 10


@pytest.fixture
def open_lab(settings, tmp_path, monkeypatch) -> Callable[[object], RunStore]:
    """Make the pages that are drawn next those of one lab of several."""

    def open_one(name: object) -> RunStore:
        monkeypatch.setenv("DIGIT_LAB_HOME", str(tmp_path / str(name)))
        st.cache_resource.clear()
        return RunStore(read_settings())

    return open_one


def many_hidden(store: RunStore, count: int) -> None:
    """Write runs of sweeps into the store, and a few that were begun by hand."""
    many(store, count)
    with store.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE runs SET origin = 'sweep', tags = '[\"kept\"]' WHERE id >= '000000005'"
        )


def a_sweep(store: RunStore, count: int) -> None:
    """Write a running sweep with made-up trials into the store."""
    plan = make_plan(
        base=RunConfig(epochs=4),
        dimensions=[parse_dimension("learning_rate=1e-4..1e-1:log")],
        trials=2_000,
        pruner="median",
    )
    add_sample_trials(store, create_sweep(store, plan, "wide search").id, count, training=0)


@contextmanager
def noted_statements() -> Iterator[list[str]]:
    """Note every SQL statement that is executed meanwhile."""
    statements: list[str] = []

    def note(connection, cursor, statement: str, *others) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def statements_of(page: str, *, again: bool) -> int:
    """Count the statements of a newcomer's first drawing of a page, or of the next one."""
    app = new_app().run()
    if again:
        app.switch_page(page).run()
    with noted_statements() as statements:
        (app if again else app.switch_page(page)).run()
    assert not app.exception
    return len(statements)


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
@pytest.mark.parametrize(
    ("page", "write", "much"),
    [
        ("compare.py", many, 10_000),
        ("compare.py", many_hidden, 10_000),
        ("sweep.py", a_sweep, 1_000),
    ],
    ids=["compare", "compare-hidden", "sweep"],
)
def test_much_is_drawn_with_as_few_statements_as_little(open_lab, page, again, write, much):
    counts = []
    for count in (LITTLE, much):
        write(open_lab(count), count)
        counts.append(statements_of(page, again=again))

    few, many_more = counts
    assert 0 < many_more <= few
