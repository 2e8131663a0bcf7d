"""What a member of a room finds of others' things: all to see, nothing to change."""

import numpy as np
import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.config import RunConfig
from mnist_core.lessons.experiments import EXPERIMENTS
from mnist_core.lessons.slides import LESSONS
from mnist_core.store.drawing_rows import add_drawing
from mnist_core.store.person_names import call_oneself, person_names
from mnist_core.store.sent_drawings import sent_drawings
from mnist_core.sweeps.sweep_store import create_sweep
from parts.shared import room
from tests.app.runs import shown_name, trained
from tests.core.store.test_owners import PLAN

ANNA, BEN = Person("anna"), Person("ben")
SEVEN = np.full((28, 28), 77, np.uint8)
CHANGES = {"pause", "stop", "resume", "extend"}


@pytest.fixture
def as_ben(app, monkeypatch):
    """Ben's tab."""
    monkeypatch.setattr(room, "person_of", lambda reach, home, cookies: BEN)
    return app


def keys(app):
    return {button.key for button in app.button if not button.disabled}


@pytest.mark.parametrize("state", ["queued", "finished"])
def test_anothers_run_is_seen_and_offers_nothing_that_changes_it(as_ben, store, state):
    annas = store.used_by(ANNA)
    call_oneself(annas, "Anna *Bell*")
    make = annas.create if state == "queued" else lambda *args: trained(annas, *args)
    run = make(RunConfig(epochs=1), "hers")

    as_ben.query_params["run"] = run.id
    as_ben.run()

    assert not as_ben.exception
    assert "by Anna \\*Bell\\*" in " ".join(caption.value for caption in as_ben.caption)
    assert keys(as_ben) & (CHANGES | {"delete_run"}) == set()
    assert as_ben.text_input(key=f"name_{run.id}").disabled
    assert "repeat" in keys(as_ben)


def test_the_teacher_is_offered_all_of_it(app, store):
    run = store.used_by(ANNA).create(RunConfig(), "hers")

    app.query_params["run"] = run.id
    app.run()

    assert {"pause", "stop", "delete_run"} <= keys(app)
    assert "by somebody else here" in " ".join(caption.value for caption in app.caption)


def test_train_opens_with_ones_own_run_and_not_with_anothers(as_ben, store):
    store.used_by(ANNA).create(RunConfig(), "hers")
    store.used_by(BEN).create(RunConfig(), "his")
    store.used_by(ANNA).create(RunConfig(), "hers too")

    as_ben.run()

    assert shown_name(as_ben) == "his"


def test_anothers_sweep_is_seen_and_offers_nothing_that_changes_it(as_ben, store):
    sweep = create_sweep(store.used_by(ANNA), PLAN, "hers")
    as_ben.run()
    as_ben.query_params["sweep"] = sweep.id
    page = as_ben.switch_page("sweep.py").run()

    assert not page.exception
    assert keys(page) & {"pause_sweep", "stop_sweep", "extend_sweep", "delete_sweep"} == set()
    assert "new_sweep" in keys(page)


def test_an_experiment_that_somebody_else_has_paused_is_completed_with_a_run_of_ones_own(
    as_ben, store
):
    experiment = EXPERIMENTS[1]
    for config in experiment.configs[1:]:
        trained(store, config, "done")
    annas = store.used_by(ANNA)
    paused = annas.create(experiment.configs[0], "hers")
    annas.pause(paused.id)

    as_ben.run()
    as_ben.query_params["lesson"] = experiment.slug
    page = as_ben.switch_page("lessons.py").run()
    assert "Others have paused 1 run of it" in " ".join(each.value for each in page.caption)
    page.button(key="experiment_run").click().run()

    assert not page.exception
    assert "Others have paused" not in " ".join(each.value for each in page.caption)
    own = store.newest()
    assert (own.owner, own.config) == (BEN.id, paused.config)
    assert store.read(paused.id).state == "paused"


def test_a_lesson_that_somebody_else_has_paused_is_run_as_ones_own(as_ben, store):
    annas = store.used_by(ANNA)
    paused = annas.create(LESSONS[0].preset.config, "hers")
    annas.pause(paused.id)

    as_ben.run()
    page = as_ben.switch_page("lessons.py").run()
    assert "lesson_resume" not in keys(page)
    page.button(key="lesson_run").click().run()

    assert not page.exception
    assert (store.newest().owner, store.newest().config) == (BEN.id, paused.config)
    assert store.read(paused.id).state == "paused"


def test_what_is_begun_belongs_to_who_begins_it(as_ben, store):
    as_ben.run()
    as_ben.button(key="train").click().run()

    assert [run.owner for run in store.recent()] == [BEN.id]


def test_a_member_is_asked_for_a_name_once_and_no_teacher_is(as_ben, store):
    as_ben.run()
    as_ben.text_input(key="offered_name").set_value("  Ben  B. ").run()

    assert person_names(store, [BEN.id]) == {BEN.id: "Ben B."}
    assert "offered_name" not in [field.key for field in as_ben.text_input]


def test_nobody_is_asked_for_a_name_in_a_lab_alone(app):
    app.run()

    assert "offered_name" not in [field.key for field in app.text_input]


def test_a_name_that_somebody_has_is_refused_and_another_is_asked_for(as_ben, store):
    call_oneself(store.used_by(ANNA), "Anna")
    as_ben.run()

    as_ben.text_input(key="offered_name").set_value("Anna").run()

    assert "called Anna already" in as_ben.error[0].value
    assert person_names(store, [BEN.id]) == {}


def test_a_member_sees_no_drawings_but_their_own(as_ben, store):
    for person in (OWNER, ANNA):
        add_drawing(store.used_by(person), SEVEN, 7, read_as=None, limit=10)
    as_ben.run()

    page = as_ben.switch_page("draw.py").run()

    assert not page.exception
    assert [tab.label for tab in page.tabs if "My handwriting" in tab.label] == [
        "My handwriting · 0"
    ]


def test_a_name_with_needless_spaces_is_saved_once(as_ben, store, monkeypatch):
    everywhere = frozenset({("0.0.0.0", 8501)})
    monkeypatch.setattr(room, "listening_sockets", lambda: everywhere)
    as_ben.run()
    share = as_ben.switch_page("share.py")
    share.run()

    share.text_input(key="person_name").set_value("Ben  B. ").run()
    assert [toast.value for toast in share.toast] == ["Your name is saved."]
    call_oneself(store.used_by(BEN), "Benjamin")
    share.run()

    assert not share.exception
    assert person_names(store, [BEN.id]) == {BEN.id: "Benjamin"}


def test_a_member_has_nothing_to_send_before_something_is_drawn(as_ben, store):
    as_ben.run()
    page = as_ben.switch_page("draw.py").run()

    assert page.button(key="send_drawing").disabled
    assert sent_drawings(store) == []


def test_a_lab_alone_offers_no_projector_to_send_to(app):
    app.run()
    page = app.switch_page("draw.py").run()

    assert "send_drawing" not in [button.key for button in page.button]
