"""Contenders are read out of the store, alone or together over seeds."""

import pytest

from mnist_core.compare.read_contenders import keep_places, read_contenders
from tests.core.compare.comparison_helpers import make_contender
from tests.core.store.seed_group_runs import train_four


@pytest.fixture
def four(store):
    return train_four(store)


def test_a_seed_group_is_one_contender_named_after_its_first_run(store, four):
    (contender,) = read_contenders(store, [four[2].id, four[0].id], together=True)

    assert (contender.key, contender.name) == (four[0].id, "small · 3 seeds")
    assert [run.id for run in contender.runs] == [run.id for run in four[:3]]


def test_the_same_seed_again_is_no_further_seed_in_the_name(store, four):
    store.create(four[0].config, "the same again")
    store.create(four[3].config, "the same again")

    small, large = read_contenders(store, [four[0].id, four[3].id], together=True)

    assert (small.name, large.name) == ("small · 3 seeds", "large one · same seed twice")


def test_runs_stand_alone_in_the_order_asked_for_and_unknown_ids_are_left_out(store, four):
    found = read_contenders(store, [four[3].id, "nobody", four[0].id], together=False)

    assert [(each.key, each.name) for each in found] == [
        (four[3].id, "large one"),
        (four[0].id, "small"),
    ]


def test_each_member_has_its_own_history(store, four):
    found = read_contenders(store, [run.id for run in four], together=True)

    for contender in found:
        histories = [tuple(store.history(run.id)) for run in contender.runs]
        assert list(contender.histories) == histories
        assert all(histories)


def places(names: str, former: dict[str, int]) -> dict[str, int]:
    return {c.key: c.place for c in keep_places([make_contender(name) for name in names], former)}


def test_a_contender_keeps_its_colour_whoever_joins_or_leaves():
    first = places("bc", {})
    joined = places("abc", first)
    left = places("ac", joined)

    assert first == {"b": 0, "c": 1}
    assert joined == {"a": 2, "b": 0, "c": 1}
    assert left == {"a": 2, "c": 1}
    assert places("dac", left) == {"d": 0, "a": 2, "c": 1}
