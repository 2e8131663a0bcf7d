"""The list of runs: sorted, searched, put together over seeds and paged by the database."""

import pytest

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store import run_list_queries
from mnist_core.store.person_names import call_oneself
from mnist_core.store.records import OWN_ORIGINS
from mnist_core.store.run_list_queries import (
    SORT_KEYS,
    Query,
    all_matching,
    best_seed_groups,
    origins_in_use,
    read_page,
    tags_in_use,
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
        ("normalization=none", {"small", "large one"}),
        ("augmentation=0", {"small", "large one"}),
        ("augmentation=0.0", {"small", "large one"}),
        ("elastic=0", {"small", "large one"}),
        ("elastic=1", set()),
        ("normalization=slant", set()),
        ("none", set()),
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


def test_a_run_that_normalises_is_found_by_it(store):
    for kind in ("none", "slant", "slant_and_width"):
        store.create(RunConfig(normalization=kind), f"run {kind}")
    found = {
        words: {runs[0].name for runs in read_page(store, Query(words=words)).groups}
        for words in ("normalization=slant", "normalization=none", "slant")
    }

    assert found["normalization=slant"] == {"run slant"}
    assert found["normalization=none"] == {"run none"}
    assert found["slant"] == {"run slant", "run slant_and_width"}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("anna", {"first", "second"}),
        ("BELL", {"first", "second"}),
        ("bell second", {"second"}),
        ("özge", {"third"}),
        ("MÜLLER", {"third"}),
        ("anna özge", set()),
        ("%", set()),
        ("ben", set()),
    ],
)
def test_words_find_the_runs_of_whoever_is_called_so(store, words, names):
    anna, other = (store.used_by(Person(each)) for each in ("ab12", "cd34"))
    call_oneself(anna, "Anna Bell")
    call_oneself(other, "Özge MÜLLER")
    call_oneself(store.used_by(Person("ef56")), "Ben")
    for owner, name in ((anna, "first"), (anna, "second"), (other, "third"), (store, "mine")):
        owner.create(RunConfig(hidden_units=(len(name),)), name)

    found = read_page(store, Query(words=words, together=False)).groups

    assert {run.name for (run,) in found} == names


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


@pytest.fixture
def of_all_origins(store):
    """Make a run of each origin, called by it, and a repeat of each that is called so."""
    for number, origin in enumerate(("hand", "best", "sweep", "lesson", "experiment"), 1):
        config = RunConfig(hidden_units=(number,))
        store.create(config, origin, origin=origin)
        store.create(config.model_copy(update={"seed": 1}), f"{origin} again", origin="repeat")


def listed(store, **query):
    groups = read_page(store, Query(sort="name", descending=False, **query)).groups
    return [run.name for runs in groups for run in runs]


def with_repeats(*names):
    return [name for each in names for name in (each, f"{each} again")]


@pytest.mark.parametrize("together", [True, False])
def test_only_runs_of_the_chosen_origins_are_listed_each_with_its_repeats(
    store, of_all_origins, together
):
    own, more = (
        listed(store, origins=origins, together=together)
        for origins in (OWN_ORIGINS, (*OWN_ORIGINS, "lesson"))
    )

    assert own == with_repeats("best", "hand")
    assert more == with_repeats("best", "hand", "lesson")


@pytest.mark.parametrize(("together", "hidden"), [(True, 3), (False, 3)])
def test_a_page_tells_how_many_are_hidden_and_where_they_are_from(
    store, of_all_origins, together, hidden
):
    page = read_page(store, Query(origins=OWN_ORIGINS, together=together))
    all_of_them = read_page(store, Query(together=together))

    assert page.hidden == hidden
    assert set(page.hidden_origins) >= {"sweep", "lesson", "experiment"}
    assert not {"hand", "best"} & set(page.hidden_origins)
    assert (all_of_them.hidden, all_of_them.hidden_origins) == (0, ())


def test_a_seed_group_with_one_run_of_a_listed_origin_is_listed_as_a_whole(store):
    store.create(RunConfig(), "lesson one", origin="lesson")
    store.create(RunConfig(seed=1), "mine")

    assert listed(store, origins=OWN_ORIGINS) == ["lesson one", "mine"]
    assert listed(store, origins=OWN_ORIGINS, together=False) == ["mine"]


@pytest.mark.parametrize("together", [True, False])
def test_repeats_whose_first_run_was_deleted_are_listed(store, together):
    first = store.create(RunConfig(), "first", origin="sweep")
    store.create(RunConfig(seed=1), "repeat", origin="repeat")
    assert listed(store, origins=OWN_ORIGINS, together=together) == []

    store.delete(first.id)

    assert listed(store, origins=OWN_ORIGINS, together=together) == ["repeat"]


@pytest.mark.parametrize("together", [True, False])
def test_a_run_that_is_always_listed_is_so_wherever_it_is_from(store, of_all_origins, together):
    trial = store.find("sweep")
    found = listed(store, origins=OWN_ORIGINS, always=(trial.id,), together=together)

    assert set(found) - set(with_repeats("best", "hand")) == (
        {"sweep", "sweep again"} if together else {"sweep"}
    )


def test_words_search_what_is_listed_and_count_what_is_hidden(store, of_all_origins):
    page = read_page(store, Query(words="son", origins=OWN_ORIGINS))

    assert (page.groups, page.hidden) == ((), 1)
    assert listed(store, words="again", origins=OWN_ORIGINS) == with_repeats("best", "hand")


def test_all_runs_of_a_query_leave_out_what_is_hidden(store, of_all_origins):
    found = {run.name for run in all_matching(store, Query(origins=OWN_ORIGINS))}

    assert found == set(with_repeats("best", "hand"))


def test_the_best_are_among_the_listed_and_among_all_where_none_of_those_was_tested(store, four):
    small, large = Query(origins=OWN_ORIGINS), Query(origins=("best",))
    set_origin(store, four[3], "sweep")

    assert [runs[0].id for runs in best_seed_groups(store, 5, small)] == [four[0].id]
    assert [runs[0].id for runs in best_seed_groups(store, 5, large)] == [four[3].id, four[0].id]


def test_a_stopped_run_is_the_best_only_before_any_has_finished(store, four):
    stop(store, four[3])
    assert [runs[0].id for runs in best_seed_groups(store, 5)] == [four[0].id]

    for run in four[:3]:
        stop(store, run)
    assert [runs[0].id for runs in best_seed_groups(store, 5)] == [four[3].id, four[0].id]


def stop(store, run):
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE runs SET state = 'stopped' WHERE id = ?", (run.id,))


def set_origin(store, run, origin, *, pruned=False):
    state = "stopped" if pruned else store.read(run.id).state
    with store.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE runs SET origin = ?, pruned = ?, state = ? WHERE id = ?",
            (origin, pruned, state, run.id),
        )


def test_what_its_sweep_ended_is_found_and_sorted_as_pruned(store, four):
    set_origin(store, four[0], "sweep", pruned=True)
    store.stop(store.create(RunConfig(), "ended by hand").id)

    assert listed(store, words="pruned", together=False) == ["small"]
    assert listed(store, words="stopped", together=False) == ["ended by hand"]
    by_state = read_page(store, Query(sort="state", descending=False, together=False)).groups
    assert [run.word for (run,) in by_state] == ["finished"] * 3 + ["pruned", "stopped"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("homework", True),
        ("HOME", True),
        ("tag=homework", True),
        ("tag=home", False),
        ("tag=Homework", True),
        ("grün", True),
        ("tag=grün", True),
        ("Übung", True),
        ("übung", True),
        ("tag=übung", True),
        ("tag=ÜBUNG", True),
        ("класс", True),
        ("week", True),
        ("[", False),
        ('"', False),
    ],
)
def test_a_tag_is_found_by_its_word_and_exactly_behind_an_equals_sign(store, four, words, found):
    store.tag(four[3].id, ["Homework", "grün", "week 3", "Übung", "Класс"])

    assert bool(read_page(store, Query(words=words)).groups) == found


def test_the_chosen_tags_leave_the_runs_that_have_all_of_them(store, four):
    store.tag(four[0].id, ["old", "kept"])
    store.tag(four[3].id, ["Old"])

    assert listed(store, tags=("old",)) == ["small"] * 3
    assert listed(store, tags=("old", "kept"), together=False) == ["small"]
    assert listed(store, tags=("Old", "kept")) == []


def test_the_tags_in_use_are_each_named_once(store, four):
    assert tags_in_use(store) == []
    store.tag(four[0].id, ["old", "kept"])
    store.tag(four[3].id, ["old"])

    assert tags_in_use(store) == ["kept", "old"]


def test_origins_are_those_that_some_run_has(store):
    assert origins_in_use(store) == []
    store.create(RunConfig(), "one", origin="experiment")
    store.create(RunConfig(seed=1), "two")
    store.create(RunConfig(seed=2), "three")

    assert origins_in_use(store) == ["hand", "experiment"]


def test_a_seed_that_still_trains_does_not_count_in_the_order_by_validation_error(store, four):
    groups = read_page(store, Query(sort="val", descending=False)).groups
    best = groups[0][0]
    young = store.create(best.config.model_copy(update={"seed": 99}), "young", holder="worker")
    with store.database.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE runs SET state = 'training', val_accuracy = 0.01 WHERE id = ?", (young.id,)
        )

    assert read_page(store, Query(sort="val", descending=False)).groups[0][0].id == best.id
