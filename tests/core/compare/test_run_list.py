"""Rows of the list sum up runs, alone or together over seeds."""

import statistics

import pytest

from mnist_core.compare.run_list import list_runs, lowest_error
from mnist_core.store.run_list_queries import Query
from tests.core.store.seed_group_runs import train_four


@pytest.fixture
def four(store):
    return train_four(store)


def test_runs_of_one_seed_group_are_one_row_with_mean_and_deviation(store, four):
    large, small = list_runs(store, Query()).rows

    assert (small.run.id, len(small.runs)) == (four[0].id, 3)
    assert small.test_error is not None
    assert small.val_error is not None
    assert large.test_error is not None
    assert small.test_error.mean == pytest.approx(statistics.fmean([10, 9, 5]))
    assert small.test_error.deviation == pytest.approx(statistics.stdev([10, 9, 5]))
    assert small.val_error.mean == pytest.approx(9.0)
    assert small.seconds_per_epoch == pytest.approx(9.2)
    assert (len(large.runs), large.test_error.deviation) == (1, None)


def test_each_run_is_a_row_where_seeds_are_not_together(store, four):
    listing = list_runs(store, Query(together=False))

    assert [row.run.id for row in listing.rows] == [run.id for run in reversed(four)]
    assert (listing.total, listing.pages) == (4, 1)


def test_the_best_seed_group_is_the_one_with_the_lowest_mean(store, four):
    (best,) = lowest_error(store)

    assert best.run.name == "large one"  # 7 %, though one of the small ones has 5 %


def test_pages_show_every_run_once_and_one_beyond_the_last_gives_the_last(store, four):
    pages = [list_runs(store, Query(together=False, page=n, size=3)) for n in (1, 2, 99)]

    ids = [row.run.id for page in pages[:2] for row in page.rows]
    assert sorted(ids) == sorted(run.id for run in four)
    assert (pages[2].page, pages[2].rows) == (2, pages[1].rows)


def test_a_row_counts_a_seed_once_and_has_the_tags_of_all_its_runs(store, four):
    store.create(four[3].config, "large again")
    store.tag(four[3].id, ["old", "large"])
    store.tag(store.newest().id, ["new", "old"])

    (row,) = [row for row in list_runs(store, Query()).rows if row.run.id == four[3].id]

    assert len(row.runs) == 2
    assert row.tags == ("large", "new", "old")
    assert row.test_error is not None
    assert row.test_error.deviation is None
