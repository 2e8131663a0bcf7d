"""A second person tries everything on what a first one has: every change is refused, no more."""

import numpy as np
import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.compare.run_list import row_of
from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError, NotYours
from mnist_core.export.export_run import companion_files
from mnist_core.handwriting.fine_tuning import repeat_fine_tuning
from mnist_core.store.drawing_rows import (
    add_drawing,
    add_drawings,
    count_drawings,
    delete_drawings,
    put_back_drawings,
    read_drawings,
)
from mnist_core.store.person_names import call_by_login, call_oneself, person_names
from mnist_core.store.records import Taught
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import extend_sweep, pause_sweep, resume_sweep, stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, read_sweep, rename_sweep
from mnist_core.web.listed_rows import listed_row

ANNA, BEN = Person("anna"), Person("ben")
PLAN = SweepPlan(dimensions=(parse_dimension("optimizer=adam,sgd"),), trials=2)
SEVEN = np.full((28, 28), 77, np.uint8)

RUN_CHANGES = {
    "rename": lambda store, run: store.rename(run, "mine"),
    "annotate": lambda store, run: store.annotate(run, "mine"),
    "tag": lambda store, run: store.tag(run, ["mine"]),
    "pause": lambda store, run: store.pause(run),
    "resume": lambda store, run: store.resume(run),
    "stop": lambda store, run: store.stop(run),
    "extend": lambda store, run: store.extend(run, 5),
    "set_learning_rate": lambda store, run: store.set_learning_rate(run, 0.1),
    "delete": lambda store, run: store.delete(run),
}
SWEEP_CHANGES = {
    "rename": lambda store, sweep: rename_sweep(store, sweep, "mine"),
    "pause": pause_sweep,
    "resume": resume_sweep,
    "stop": stop_sweep,
    "extend": lambda store, sweep: extend_sweep(store, sweep, trials=5),
    "delete": delete_sweep,
    "delete with runs": lambda store, sweep: delete_sweep(store, sweep, with_runs=True),
}


@pytest.fixture
def annas(store):
    return store.used_by(ANNA)


@pytest.fixture
def bens(store):
    return store.used_by(BEN)


@pytest.mark.parametrize("change", RUN_CHANGES.values(), ids=RUN_CHANGES)
def test_a_run_is_changed_by_nobody_else(annas, bens, change):
    run = annas.create(RunConfig(), "hers")

    with pytest.raises(NotYours, match="hers belongs to somebody else"):
        change(bens, run.id)
    assert bens.read(run.id) == run


@pytest.mark.parametrize("person", [ANNA, OWNER], ids=["its owner", "the teacher"])
@pytest.mark.parametrize("change", ["rename", "annotate", "tag", "pause", "extend", "delete"])
def test_a_run_is_changed_by_its_owner_and_the_teacher(store, annas, person, change):
    run = annas.create(RunConfig(), "hers")

    RUN_CHANGES[change](store.used_by(person), run.id)

    assert not store.exists(run.id) or store.read(run.id) != run


@pytest.mark.parametrize("change", SWEEP_CHANGES.values(), ids=SWEEP_CHANGES)
def test_a_sweep_is_changed_by_nobody_else(annas, bens, change):
    sweep = create_sweep(annas, PLAN, "hers")

    with pytest.raises(NotYours, match="hers belongs to somebody else"):
        change(bens, sweep.id)
    assert read_sweep(bens, sweep.id).state == "running"


def test_what_a_person_begins_is_theirs_and_what_was_there_is_the_machines_owners(store, annas):
    assert annas.create(RunConfig()).owner == "anna"
    assert create_sweep(annas, PLAN).owner == "anna"
    assert store.create(RunConfig()).owner == OWNER.id
    assert store.create(RunConfig(), owner="anna").owner == "anna"


def test_who_begins_nothing_may_still_see_it(annas, bens):
    run = annas.create(RunConfig(), "hers")

    assert bens.find("hers") == run
    assert [each.id for each in bens.recent()] == [run.id]


def test_a_person_sees_deletes_and_counts_their_own_drawings_alone(annas, bens):
    hers = add_drawing(annas, SEVEN, 7, read_as=1, limit=10).drawing
    his = add_drawing(bens, SEVEN, 1, read_as=None, limit=10)

    assert his.before is None
    assert [(each.label, each.read_as) for each in read_drawings(annas)] == [(7, 1)]
    assert [(each.label, each.read_as) for each in read_drawings(bens)] == [(1, None)]
    delete_drawings(bens, [hers.id])
    assert (count_drawings(annas), count_drawings(bens)) == (1, 0)


def test_a_drawing_that_is_put_back_comes_back_to_its_own_writer(annas, bens):
    add_drawing(annas, SEVEN, 7, read_as=None, limit=10)
    add_drawing(bens, SEVEN, 1, read_as=None, limit=10)
    kept = read_drawings(bens)
    delete_drawings(bens, [kept[0].id])

    put_back_drawings(bens, kept, limit=10)

    assert [each.label for each in read_drawings(annas)] == [7]
    assert [each.label for each in read_drawings(bens)] == [1]


def test_the_limit_of_drawings_is_each_persons_own(annas, bens):
    many = np.arange(10, dtype=np.uint8)[:, None, None] * np.ones((10, 28, 28), np.uint8)

    for store in (annas, bens):
        assert add_drawings(store, many, np.zeros(10, np.uint8), limit=10) == 10


@pytest.fixture
def taught(annas):
    """A run that Anna has taught her drawings."""
    digits = {"images": SEVEN[None], "labels": np.array([7], np.uint8)}
    files = {"start": {"w0": np.zeros(1)}, "drawings": digits}
    return annas.create(
        RunConfig(), "hers", taught=Taught("parent", "parent", 1, "digest", 4), files=files
    )


@pytest.mark.parametrize("person", [BEN, OWNER], ids=["another", "the teacher"])
def test_the_drawings_in_a_taught_copys_files_are_their_writers_alone(store, annas, taught, person):
    others = store.used_by(person)

    assert any(name.endswith("drawings.npz") for name in companion_files(annas, taught))
    for takes in (
        lambda: companion_files(others, taught),
        lambda: repeat_fine_tuning(others, taught, RunConfig(seed=1), "mine"),
    ):
        with pytest.raises(NotYours, match="drawings of somebody else"):
            takes()


def test_a_list_says_who_has_begun_a_run_where_they_have_a_name(store, annas, bens):
    runs = [annas.create(RunConfig(), "hers"), bens.create(RunConfig(seed=1), "his")]
    call_oneself(annas, "Anna")
    names = person_names(store, ["anna", "ben"])

    texts = [listed_row(row_of([run]), None, 0.0, names).cells["name"][1] for run in runs]
    both = listed_row(row_of(runs), None, 0.0, names).cells["name"][1]

    assert [text.startswith("by Anna · ") for text in [*texts, both]] == [True, False, False]


@pytest.mark.parametrize("name", ["", "  ", "x" * 41])
def test_a_name_has_one_to_forty_characters(annas, name):
    with pytest.raises(ConfigError, match="1 to 40"):
        call_oneself(annas, name)


def test_two_whom_their_providers_call_the_same_are_told_apart(store, annas, bens):
    for _ in "twice":
        assert call_by_login(annas, " Kim  Lee ") == "Kim Lee"
        assert call_by_login(bens, "Kim Lee") == "Kim Lee 2"
        assert call_by_login(store.used_by(Person("cy")), "Kim Lee") == "Kim Lee 3"

    assert person_names(store, ["anna", "ben"]) == {"anna": "Kim Lee", "ben": "Kim Lee 2"}


def test_a_providers_long_names_are_shortened_and_still_told_apart(annas, bens):
    assert call_by_login(annas, "x" * 100) == "x" * 40
    assert call_by_login(bens, "x" * 100) == "x" * 38 + " 2"


def test_a_provider_cannot_name_the_teacher_or_give_what_nobody_can_read(annas, bens):
    assert call_by_login(annas, "\u202eTeacher") == "Teacher 2"
    assert call_by_login(bens, "\u3164\u20dd") == "Member"


@pytest.mark.parametrize("name", ["Anna", "anna", "An\u200bna", "  ANNA ", "The  Teacher"])
def test_nobody_takes_anothers_name_or_the_teachers(annas, bens, name):
    call_oneself(annas, "Anna")

    with pytest.raises(ConfigError, match="Somebody here is called"):
        call_oneself(bens, name)


def test_what_turns_a_text_around_is_no_part_of_a_name(annas):
    assert call_oneself(annas, "\u202eAnna\u200b  B.\t") == "Anna B."


def test_a_member_sees_their_own_taught_runs_alone(annas, bens, taught):
    assert [run.id for run in annas.taught()] == [taught.id]
    assert bens.taught() == []
