"""Pages with much in the record: drawn about as fast as with little."""

import time
from collections.abc import Callable

import pytest
import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep
from tests.app.conftest import new_app
from tests.app.runs import many
from tests.sweep_samples import add_sample_trials
from tests.waiting import least, times_as_long

LITTLE = 10


@pytest.fixture
def open_lab(settings, tmp_path, monkeypatch) -> Callable[[object], RunStore]:
    """Make the pages that are drawn next those of one lab of several."""

    def open_one(name: object) -> RunStore:
        monkeypatch.setenv("DIGIT_LAB_HOME", str(tmp_path / str(name)))
        st.cache_resource.clear()
        return RunStore(read_settings())

    return open_one


def a_sweep(store: RunStore, count: int) -> None:
    """Write a running sweep with made-up trials into the store."""
    plan = make_plan(
        base=RunConfig(epochs=4),
        dimensions=[parse_dimension("learning_rate=1e-4..1e-1:log")],
        trials=2_000,
        pruner="median",
    )
    add_sample_trials(store, create_sweep(store, plan, "wide search").id, count, training=0)


def drawing_time(page: str, *, again: bool) -> float:
    """Measure how long a newcomer's first drawing of a page takes, or the next; in seconds."""
    app = new_app().run()
    if again:
        app.switch_page(page).run()
    began = time.perf_counter()
    (app if again else app.switch_page(page)).run()
    taken = time.perf_counter() - began
    assert not app.exception
    return taken


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "again", "write", "much", "ratio"),
    [
        ("compare.py", False, many, 10_000, 1.5),
        ("sweep.py", False, a_sweep, 1_000, 4),
        ("sweep.py", True, a_sweep, 1_000, 3),
    ],
    ids=["compare", "sweep", "sweep again"],
)
def test_much_is_drawn_about_as_fast_as_little(open_lab, page, again, write, much, ratio):
    for count in (LITTLE, much):
        write(open_lab(count), count)

    def seconds(count: int) -> float:
        open_lab(count)
        return drawing_time(page, again=again)

    def found() -> float:
        return times_as_long(lambda: seconds(much), lambda: seconds(LITTLE))

    seconds(LITTLE)  # some things are imported only once
    assert least(found, below=ratio, tries=8) < ratio
