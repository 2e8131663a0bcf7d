"""Seeds are counted once, however many runs there are of each."""

from dataclasses import replace

import pytest

from mnist_core.compare.seeds import by_seed, distinct_seeds, name_with_seeds, seeds_text
from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from tests.core.compare.comparison_helpers import make_run


def runs_of(*seeds: int) -> list[Run]:
    return [make_run(f"run-{n}", RunConfig(seed=seed)) for n, seed in enumerate(seeds)]


@pytest.mark.parametrize(
    ("seeds", "text"),
    [
        ((3,), ""),
        ((3, 4), "2 seeds"),
        ((4, 3, 4), "2 seeds"),
        ((3, 3), "same seed twice"),
        ((3, 3, 3), "same seed 3 times"),
    ],
)
def test_the_text_counts_distinct_seeds(seeds, text):
    assert seeds_text(runs_of(*seeds)) == text
    assert distinct_seeds(runs_of(*seeds)) == sorted(set(seeds))


def test_a_name_has_the_seeds_behind_it_only_where_there_are_several_runs():
    alone, twice = runs_of(3), runs_of(3, 3)

    assert name_with_seeds([replace(alone[0], name="heron")]) == "heron"
    assert name_with_seeds(twice) == "run-0 · same seed twice"


def test_a_seed_has_the_mean_of_its_runs_and_none_where_none_has_a_value():
    assert by_seed(runs_of(0, 1, 0, 2), [1.0, 5.0, 3.0, None]) == [2.0, 5.0]
    assert by_seed(runs_of(0), [None]) == []
