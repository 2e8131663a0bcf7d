"""What a browser may send into a widget, whatever the widget's own limits are."""

import pytest

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.store.person_names import call_oneself, person_names
from mnist_core.sweeps.sweep_store import recent_sweeps
from tests.app.runs import trained
from tests.app.test_bad_links import sentences

NAMES = {
    "": "A run's name cannot be empty.",
    "   ": "A run's name cannot be empty.",
    "a\x1b[2Jb": r"A run's name cannot have control characters: 'a\x1b[2Jb'.",
    "a\x00b": r"A run's name cannot have control characters: 'a\x00b'.",
    "\u200b\u3164": "A run's name needs a letter that can be seen.",
    "\U0001d159": "A run's name needs a letter that can be seen.",
    "\u20dd": "A run's name needs a letter that can be seen.",
    "\ue000\ue001": "A run's name needs a letter that can be seen.",
    "a\u202eb": r"A run's name cannot turn a text around: 'a\u202eb'.",
    "star\u200bter": "starter is the network that comes with the lab; take another name.",
    "Starter": "starter is the network that comes with the lab; take another name.",
    "starter": "starter is the network that comes with the lab; take another name.",
}


@pytest.fixture
def run(store):
    return trained(store, RunConfig(hidden_units=(4,), epochs=1), "kept", weights=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_no_run_may_have_costs_a_sentence_and_changes_nothing(app, store, run, name):
    app.query_params["run"] = run.id
    app.run()
    app.text_input(key=f"name_{run.id}").set_value(name).run()

    assert not app.exception
    assert sentences(app) == [NAMES[name]]
    assert store.read(run.id).name == "kept"


def test_a_name_that_no_sweep_may_have_begins_none(app, store):
    app.switch_page("sweep.py").run()
    app.text_input(key="sweep_name").set_value("a\x07").run()
    app.button(key="start_sweep").click().run()

    assert not app.exception
    shown = [each.value for each in (*app.error, *app.toast)]
    assert [text.replace("\\", "") for text in shown] == [
        "A sweep's name cannot have control characters: 'ax07'."
    ]
    assert recent_sweeps(store) == []


@pytest.mark.parametrize(
    "words",
    ["' OR 1=1 --", "%", "_", "/", "\\", "seed=", "=", "tag=", "optimizer=%", "(", "é" * 500],
)
def test_words_that_no_run_has_find_none_and_break_nothing(app, run, words):
    app.switch_page("compare.py").run()
    app.text_input(key="find_runs").set_value(words).run()

    assert not app.exception
    assert any("0 configurations with" in each.value for each in app.caption)


@pytest.mark.parametrize("event", [{"runs": 3}, {"runs": ["nope"]}, "x", {"runs": [None, {}]}])
def test_ticks_that_no_table_has_tick_no_run_that_is_not_there(app, run, event):
    app.switch_page("compare.py").run()
    app.session_state["run_table"] = {"ticked": event}
    app.run()

    assert not app.exception
    assert set(app.session_state["ticked"]) <= {run.id}


def test_a_person_s_name_of_nothing_that_is_seen_is_refused(store):
    annas = store.used_by(Person("anna"))
    with pytest.raises(ConfigError, match=r"A name has 1 to 40 characters\."):
        call_oneself(annas, "\u200b\x1b")
    with pytest.raises(ConfigError, match=r"A name needs a letter that can be seen\."):
        call_oneself(annas, "\u3164")
    assert person_names(store, ["anna"]) == {}
