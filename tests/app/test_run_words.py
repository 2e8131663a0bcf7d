"""A trial that its sweep's pruner ended is called pruned, wherever a page names its state."""

import pytest
from sqlalchemy import update

from mnist_core.config import RunConfig
from mnist_core.store.database import transaction
from mnist_core.store.run_leases import RunLease
from mnist_core.store.tables import RunRow
from tests.app.components import component, progress_text
from tests.app.runs import epoch, random_weights

CONFIG = RunConfig(hidden_units=(8,), epochs=10)


@pytest.fixture
def pruned(store):
    run = store.create(CONFIG, "cut-short", holder="worker")
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    lease.report(None, [epoch(1), epoch(2)])
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 2))
    lease.release("stopped")
    with transaction(store.database) as session:
        session.execute(update(RunRow).where(RunRow.id == run.id).values(pruned=True))
    return store.read(run.id)


def open_page(app, page, **link):
    app.run()
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page(f"{page}.py").run()


@pytest.mark.parametrize("page", ["train", "diagnose"])
def test_a_badge_says_pruned(app, pruned, page):
    open_page(app, page, run=pruned.id)

    assert not app.exception
    badges = [text.value for text in app.markdown if "-badge[" in text.value]
    assert any("pruned" in badge for badge in badges)
    assert not any("stopped" in badge for badge in badges)


def test_the_text_of_the_end_says_pruned(app, pruned):
    open_page(app, "train", run=pruned.id)

    assert progress_text(app) == "Pruned after 2 epochs"


def test_the_list_of_runs_says_pruned(app, pruned):
    open_page(app, "compare")

    (row,) = component(app, "run_table")["rows"]
    assert row["cells"]["state"][0] == "pruned"


def test_the_menu_of_readers_says_pruned(app, pruned):
    open_page(app, "draw", run=pruned.id)

    assert app.selectbox(key=f"read_by_{pruned.id}").options[0] == "cut-short · pruned"
