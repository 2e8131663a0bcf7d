"""The list of runs: sorted, searched, put together over seeds and paged by the database."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store import run_list_queries
from mnist_core.store.run_list_queries import (
    SORT_KEYS,
    Query,
    all_matching,
    best_seed_groups,
    read_page,
)
from mnist_core.store.run_store import RunStore
from tests.core.store.seed_group_runs import train_four


@pytest.fixture
def four(store):
    return train_four(store)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A store with the four, for tests that only read."""
    home = tmp_path_factory.mktemp("list")
    store = RunStore(read_settings({"DIGIT_LAB_HOME": str(home)}))
    train_four(store)
    return store


def test_runs_without_a_test_error_come_last_whichever_way_it_is_sorted(store, four):
    untrained = store.create(RunConfig(hidden_units=()), "untrained")

    for descending in (True, False):
        for together in (True, False):
            query = Query(sort="test", descending=descending, together=together)
            assert read_page(store, query).groups[-1][0].id == untrained.id


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("sort", SORT_KEYS)
def test_both_directions_of_every_column_are_each_others_reverse(untouched, sort, together):
    up, down = (
        [runs[0].id for runs in read_page(untouched, Query("", sort, way, together)).groups]
        for way in (False, True)
    )

    assert set(up) == set(down)
    if together and sort not in ("state", "epochs"):  # in which both groups are equal
        assert up == down[::-1]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("large", {"large one"}),
        ("SMALL", {"small"}),
        ("784-784-784-10", {"large one"}),
        ("sgd", {"large one"}),
        ("optimizer=sgd", {"large one"}),
        ("optimizer=adam", {"small"}),
        ("seed=2", {"small"}),
        ("seed=21", set()),
        ("batch_size=128", {"small", "large one"}),
        ("batch_size=12", set()),
        ("epochs=1", {"small", "large one"}),
        ("epochs=10", set()),
        ("validation=holdout", {"small", "large one"}),
        ("dropout", set()),
        ("finished", {"small", "large one"}),
        ("small sgd", set()),
        ("100%", set()),
        ("_mall", set()),
        ("' OR 1=1", set()),
    ],
)
def test_words_find_runs_by_what_one_knows_them_by(untouched, words, names):
    groups = read_page(untouched, Query(words=words)).groups

    assert {runs[0].name for runs in groups} == names


def test_a_word_that_one_seed_has_finds_the_whole_seed_group(store, four):
    store.annotate(four[1].id, "the odd one")

    (runs,) = read_page(store, Query(words="odd")).groups

    assert len(runs) == 3


@pytest.mark.parametrize(("together", "total", "pages"), [(True, 2, 1), (False, 4, 2)])
def test_a_page_tells_how_many_rows_and_pages_there_are(untouched, together, total, pages):
    page = read_page(untouched, Query(together=together, size=3))

    assert (page.total, page.page, page.pages) == (total, 1, pages)
    assert len(page.groups) == min(total, 3)


def test_an_empty_list_has_one_empty_page(store):
    page = read_page(store, Query(page=7))

    assert (page.groups, page.total, page.page, page.pages) == ((), 0, 1, 1)


def test_the_best_seed_groups_are_those_of_lowest_mean_that_were_tested(store, four):
    store.create(RunConfig(hidden_units=()), "untrained")

    found = best_seed_groups(store, 5)

    assert (
        [[run.id for run in runs] for runs in found]
        == [
            [four[3].id],  # 7 % on average; the three others have 8 %
            [run.id for run in four[:3]],
        ]
    )


@pytest.mark.parametrize("chunk", [1, 2, 3, 500])
def test_all_runs_of_a_query_come_newest_first_however_many_are_read_at_once(
    store, four, chunk, monkeypatch
):
    monkeypatch.setattr(run_list_queries, "CHUNK", chunk)

    assert [run.id for run in all_matching(store, Query(words="small"))] == [
        run.id for run in reversed(four[:3])
    ]
