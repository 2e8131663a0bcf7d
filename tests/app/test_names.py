"""What a person has typed is shown as it was typed, wherever a page shows it.

The name has what Markdown, Streamlit and HTML would each make something of, within the 16 letters
that the narrowest place leaves of it.
"""

import html

import numpy as np
import pytest

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits
from mnist_core.export.file_names import safe_stem
from mnist_core.presets import PRESETS
from mnist_core.store.person_names import call_oneself
from mnist_core.store.run_leases import RunLease
from mnist_core.sweeps.sweep_store import create_sweep
from parts.shared.texts import as_markdown
from tests.app.runs import trained
from tests.app.shown_texts import shown_texts
from tests.app.test_draw_page import picture_file, upload
from tests.app.test_handwriting import taught
from tests.app.test_sweep_page import plan_of
from tests.sweep_samples import add_sample_trials

NAME = "Zq**b**$x$<i>&amp; :smile: [a](http://b.c) :material/home: -> `c`"
BEGIN = "Zq**b**$x$<i>&"
ANNA = Person("anna")
FORMS = {
    "markdown": as_markdown(BEGIN),
    "plain": BEGIN,
    "html": html.escape(BEGIN),
    "source": safe_stem(BEGIN),
    "plotly": html.escape(BEGIN, quote=False),
}


def as_it_is(kind, text):
    """Tell whether the name stands in a text so that this kind of text shows it as typed."""
    return text.count("Zq") == text.count(FORMS[kind])


def check(app, *, at_least=1):
    """Find the name on the page, everywhere as it was typed."""
    assert not app.exception
    named = [shown for shown in shown_texts(app) if "Zq" in shown.text]
    assert len(named) >= at_least, [shown.place for shown in named]
    assert [shown for shown in named if not as_it_is(shown.kind, shown.text)] == []
    return {shown.place for shown in named}


@pytest.fixture
def lab(store):
    """A lab in which everything is called so: a person, a parent, its pupil, trials, a sweep."""
    annas = store.used_by(ANNA)
    call_oneself(annas, BEGIN)
    parent = trained(store, RunConfig(hidden_units=(4,), epochs=2), NAME, weights=True)
    hers = trained(annas, RunConfig(hidden_units=(5,), epochs=2, seed=1), NAME, weights=True)
    store.tag(hers.id, [BEGIN])
    store.annotate(hers.id, NAME)
    failed = store.create(PRESETS["slide-1"].config, NAME, holder="worker")
    lease = RunLease(store, failed.id, "worker")
    assert lease.claim() is not None
    lease.release("failed", message=f"{NAME} went wrong.")
    sweep = create_sweep(annas, plan_of(), NAME)
    add_sample_trials(store, sweep.id, 4)
    return parent, hers, failed, sweep


def open_page(app, page, **link):
    app.run()
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page(f"{page}.py").run()


@pytest.mark.parametrize("tab", ["Network", "Epoch log", "Keras script", "Take home"])
def test_train_shows_a_run_s_name_as_it_is_in_every_tab(app, lab, tab):
    open_page(app, "train", run=lab[0].id)
    app.session_state["run_tab"] = next(each.label for each in app.tabs if tab in each.label)

    check(app.run(), at_least=3)


def test_train_shows_anothers_run_and_why_one_failed_as_they_are(app, lab):
    check(open_page(app, "train", run=lab[1].id), at_least=3)
    check(open_page(app, "train", run=lab[2].id), at_least=3)


def test_train_asks_before_it_deletes_a_run_by_its_name_as_it_is(app, lab):
    open_page(app, "train", run=lab[0].id)
    app.button(key="delete_run").click().run()

    assert "Alert.body" in check(app)


def test_the_form_says_whose_settings_it_took_by_the_name_as_it_is(app, lab):
    open_page(app, "train", run=lab[0].id)
    app.button(key="use_settings").click().run()

    assert any(as_markdown(BEGIN) in each.value for each in app.sidebar.caption)
    check(app)


def test_a_taught_run_names_its_parent_as_it_is(app, lab, store):
    images = np.full((12, 28, 28), 200, np.uint8)
    pupil = taught(store, lab[0], LabelledDigits(images, np.full(12, 3, np.uint8)))

    check(open_page(app, "train", run=pupil.id), at_least=2)
    check(open_page(app, "draw", run=pupil.id))
    check(open_page(app, "compare", ticked=f"{pupil.id},{lab[0].id}"), at_least=3)


def test_draw_shows_the_names_of_all_that_read_as_they_are(app, lab):
    open_page(app, "draw", run=lab[0].id)
    app.multiselect(key="compare_with").set_value([lab[1].id])

    check(app.run(), at_least=4)


def test_draw_shows_a_file_s_name_as_it_is(app, lab):
    open_page(app, "draw")
    upload(app, picture_file(f"{BEGIN}.png"))

    check(app, at_least=3)


def test_draw_names_a_file_that_cannot_be_read_as_it_is(app, lab):
    open_page(app, "draw")
    upload(app, (f"{BEGIN}.png", b"no picture", "image/png"))

    assert "Alert.body" in check(app, at_least=2)


def test_compare_shows_all_names_tags_and_words_as_they_are(app, lab):
    open_page(app, "compare", ticked=",".join(run.id for run in lab[:2]), baseline=lab[0].id)
    app.text_input(key="find_runs").set_value(BEGIN).run()

    check(app, at_least=20)


def test_compare_opens_a_run_under_its_name_as_it_is(app, lab):
    open_page(app, "compare")
    app.session_state["opened_run"] = lab[1].id

    assert "Dialog.title" in check(app.run(), at_least=5)


def test_sweep_shows_a_sweep_s_name_and_its_owner_s_as_they_are(app, lab):
    open_page(app, "sweep", sweep=lab[3].id)
    app.button(key="delete_sweep").click().run()

    check(app, at_least=5)


@pytest.mark.parametrize("page", ["diagnose", "board", "lessons", "share", "help"])
def test_other_pages_show_names_as_they_are(app, lab, page):
    link = {"run": lab[1].id} if page == "diagnose" else {}

    check(open_page(app, page, **link), at_least=1 if page in ("diagnose", "board") else 0)


@pytest.mark.parametrize("view", ["run", "drawing", "sent", "newest", "board"])
def test_presenter_shows_names_as_they_are(app, lab, view):
    check(
        open_page(app, "presenter", view=view, run=lab[1].id), at_least=1 if view != "sent" else 0
    )


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("train", "run"),
        ("draw", "run"),
        ("diagnose", "run"),
        ("presenter", "run"),
        ("sweep", "sweep"),
        ("lessons", "lesson"),
        ("train", "preset"),
        ("sweep", "preset"),
        ("train", "optimizer"),
        ("sweep", "vary"),
        ("train", f"{BEGIN}"),
    ],
)
def test_a_link_with_something_else_in_it_says_so_with_what_was_written(app, lab, page, name):
    app.query_params[name] = BEGIN
    app.switch_page(f"{page}.py").run()

    assert "Alert.body" in check(app)
