"""Which run the pages show, as one goes from page to page in a tab."""

import pytest

from mnist_core.config import RunConfig
from tests.app.runs import trained

CONFIG = RunConfig(hidden_units=(8,), epochs=2)
THREE = ("train.py", "draw.py", "diagnose.py")


@pytest.fixture
def best(store):
    return trained(store, CONFIG, "best", error=0.02, weights=True)


@pytest.fixture
def newer(store, best):
    return trained(store, CONFIG, "newer", error=0.2, weights=True)


def visit(app, page, **link):
    """Open a page from the menu, or by a link, and give the run in its URL."""
    app.query_params.clear()
    app.query_params.update(link)
    app.switch_page(page).run()
    assert not app.exception
    return shown(app)


def shown(app):
    return dict(app.query_params).get("run")


def test_draw_and_diagnose_open_the_best_run_and_train_none_where_none_trains(app, best, newer):
    app.run()

    assert [visit(app, page) for page in THREE] == [None, best.id, best.id]


def test_train_opens_what_still_trains_and_other_pages_the_best(app, store, best):
    training = store.create(CONFIG, "training")
    app.run()

    assert [visit(app, page) for page in THREE] == [training.id, best.id, best.id]


@pytest.mark.parametrize("origin", ["sweep", "lesson", "experiment", "repeat"])
def test_no_page_is_taken_over_by_a_run_that_nobody_began_by_hand(app, store, best, origin):
    trained(store, CONFIG, "trained by others", error=0.001, weights=True, origin=origin)
    store.create(CONFIG, "others train it", origin=origin)
    app.run()

    assert [visit(app, page) for page in THREE] == [None, best.id, best.id]


def test_what_a_page_has_opened_stays_for_the_visit(app, store, best):
    app.run()
    visit(app, "diagnose.py")
    better = trained(store, CONFIG, "better", error=0.01, weights=True)
    app.run()
    assert shown(app) == best.id

    visit(app, "draw.py")

    assert visit(app, "diagnose.py") == better.id


def test_a_choice_on_one_page_is_followed_by_the_others(app, best, newer):
    app.run()
    visit(app, "diagnose.py")
    app.sidebar.selectbox(key=f"diagnose_{best.id}").select(newer.id).run()

    assert shown(app) == newer.id
    assert [visit(app, page) for page in THREE] == [newer.id] * 3


def test_a_link_is_a_choice_that_is_followed_by_the_others(app, best, newer):
    app.run()

    assert visit(app, "draw.py", run=newer.id) == newer.id
    assert [visit(app, page) for page in THREE] == [newer.id] * 3


def test_what_a_page_opened_by_itself_is_no_choice(app, store, best):
    app.run()
    visit(app, "diagnose.py")
    app.run()

    assert visit(app, "train.py") is None


def test_a_chosen_run_that_is_deleted_gives_way_to_the_best(app, store, best, newer):
    app.run()
    visit(app, "diagnose.py", run=newer.id)
    store.delete(newer.id)
    app.run()

    assert not app.exception
    assert shown(app) == best.id
    assert visit(app, "train.py") is None


def test_an_unknown_run_in_the_link_is_left_and_named_for_as_long_as_none_is_chosen(app, best):
    app.run()

    assert visit(app, "diagnose.py", run="nobody") == best.id
    for _ in range(2):
        app.run()
        assert "'nobody'" in app.warning[0].value


def test_no_page_shows_a_run_in_an_empty_lab_and_the_starter_reads(app):
    app.run()

    assert [visit(app, page) for page in THREE] == [None, "starter", None]
