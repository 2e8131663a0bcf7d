"""Several runs of one name: which one a command is about."""

import pytest

from mnist_core.cli.chosen_run import chosen_network, run_to_delete
from mnist_core.config import RunConfig
from mnist_core.errors import RunNotFound


@pytest.fixture
def twins(store):
    return [store.create(RunConfig(), "twin", holder="worker") for _ in range(2)]


def test_the_newest_of_a_name_is_taken_and_said(store, twins, capsys):
    older, newer = sorted(twins, key=lambda run: run.id)

    assert chosen_network(store, "twin").id == newer.id
    out, error = capsys.readouterr()
    assert out == ""
    assert error == (
        f"2 runs are called 'twin'; this is the newest, {newer.id}. "
        "The id of another one chooses that.\n"
    )

    assert chosen_network(store, older.id).id == older.id
    assert capsys.readouterr() == ("", "")


def test_of_two_runs_of_a_name_none_is_deleted_by_it(store, twins):
    with pytest.raises(RunNotFound, match="nothing was deleted; give the id of one: ") as refused:
        run_to_delete(store, "twin")

    assert all(f"{run.id} (queued)" in str(refused.value) for run in twins)
    assert run_to_delete(store, twins[0].id).id == twins[0].id


def test_a_name_that_one_run_has_is_enough(store, twins, capsys):
    only = store.create(RunConfig(), "only", holder="worker")

    assert run_to_delete(store, "only").id == only.id
    assert chosen_network(store, "only").id == only.id
    assert chosen_network(store, "starter").name == "starter"
    assert capsys.readouterr() == ("", "")


def test_an_id_is_its_run_though_a_newer_run_has_it_as_its_name(store, twins):
    store.create(RunConfig(), twins[0].id, holder="worker")

    assert run_to_delete(store, twins[0].id).id == twins[0].id


def test_of_many_runs_of_a_name_ten_are_listed(store):
    for _ in range(13):
        store.create(RunConfig(), "many", holder="worker")

    with pytest.raises(RunNotFound, match="13 runs") as refused:
        run_to_delete(store, "many")

    assert str(refused.value).count("(queued)") == 10
    assert str(refused.value).endswith(", 3 older ones.")
