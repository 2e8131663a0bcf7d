"""The tab with a run's files: what is offered at once, what a worker has to make first."""

import pytest

from mnist_core.analysis.result_files import KerasFile
from mnist_core.config import RunConfig
from mnist_core.engine.job_kinds import MEASUREMENTS
from mnist_core.engine.job_task import run_job
from mnist_core.errors import LabError
from mnist_core.export import formats
from mnist_core.export.formats import FORMATS
from mnist_core.store.jobs import WaitingJob, find, waiting
from tests.app.runs import random_weights, trained

CONFIG = RunConfig(hidden_units=(12,), epochs=2)
TAKE_HOME = ":material/download: Take home"
BY_KERAS = {ending for ending, form in FORMATS.items() if form.by_keras}


@pytest.fixture(autouse=True)
def _all_packages(monkeypatch):
    monkeypatch.setattr(formats, "installed", lambda package: True)


@pytest.fixture
def run(app, store):
    """A run that has learned, which the page shows."""
    run = trained(store, CONFIG, "brisk heron", weights=True)
    app.query_params["run"] = run.id
    app.session_state["run_tab"] = TAKE_HOME
    return run


def downloads(app):
    """Give each link of the tab by the ending of its file: whether it can be followed."""
    links = [link.proto for link in app.get("link_button")]
    return {
        f".{link.url.rpartition('/')[2]}": not link.disabled
        for link in links
        if link.url.startswith("lab/runs/")
    }


def prepares(app):
    prefix = "prepare_"
    return {
        f".{b.key.removeprefix(prefix)}" for b in app.button if (b.key or "").startswith(prefix)
    }


def words(app):
    return " ".join(caption.value for caption in app.caption)


def made(monkeypatch, answer):
    """Let the worker's file be made by a function in its stead."""
    monkeypatch.setitem(MEASUREMENTS, "file", answer)


def ready(subject, progress):
    return KerasFile(b"keras")


def test_without_a_run_there_is_nothing_to_take(app):
    app.run()

    assert not app.exception
    assert not [tab for tab in app.tabs if "Take home" in tab.label]
    assert downloads(app) == {}


def test_a_run_that_has_learned_nothing_says_so(app, store):
    store.create(CONFIG, holder="worker")
    app.session_state["run_tab"] = TAKE_HOME
    app.run()

    assert "Nothing to take home yet" in words(app)
    assert downloads(app) == {}


def test_what_needs_no_keras_can_be_taken_at_once(app, run):
    app.run()

    assert not app.exception
    assert downloads(app) == dict.fromkeys(FORMATS.keys() - BY_KERAS, True)
    assert prepares(app) == BY_KERAS


@pytest.mark.parametrize(
    ("kind", "words_of_it"),
    [("slant", "slant removed:"), ("slant_and_width", "slant removed and their width evened out:")],
)
def test_files_of_a_network_that_normalises_say_what_it_takes(app, store, kind, words_of_it):
    config = CONFIG.model_copy(update={"normalization": kind})
    app.query_params["run"] = trained(store, config, "upright", weights=True).id
    app.session_state["run_tab"] = TAKE_HOME
    app.run()

    assert words(app).count(f"It takes digits with their {words_of_it}") == 4


def test_files_of_another_network_say_nothing_of_it(app, run):
    assert "It takes digits" not in words(app.run())


def test_a_missing_package_is_named_and_its_button_is_dead(app, run, monkeypatch):
    monkeypatch.setattr(formats, "installed", lambda package: False)
    app.run()

    assert "It needs the package tf2onnx." in words(app)
    assert downloads(app)[".onnx"] is False
    assert prepares(app) == BY_KERAS - {".onnx"}


def test_a_file_that_takes_keras_is_made_once_and_then_offered(
    app, store, run, settings, monkeypatch
):
    made(monkeypatch, ready)
    app.run().button(key="prepare_keras").click().run()
    app.run()

    assert waiting(store) == [WaitingJob(run.id, "file", "keras")]
    assert app.button(key="making_keras").label == "Preparing"
    assert ".keras" not in prepares(app) | downloads(app).keys()
    run_job(run.id, "file", "keras", settings)
    app.run()
    assert downloads(app)[".keras"]
    assert prepares(app) == BY_KERAS - {".keras"}


def test_a_file_that_the_run_has_outgrown_can_be_made_anew(app, store, run, settings, monkeypatch):
    made(monkeypatch, ready)
    app.run().button(key="prepare_tflite").click().run()
    run_job(run.id, "file", "tflite", settings)
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 9))
    app.run()

    assert downloads(app)[".tflite"]
    assert "Made after epoch 2" in words(app)
    app.button(key="prepare_tflite").click().run()
    found = find(store, run.id, "file", "tflite")
    assert found is not None
    assert found.state == "queued"


def test_why_a_file_could_not_be_made_stands_in_its_line(app, store, run, settings, monkeypatch):
    def broken(subject, progress):
        raise LabError("The disk is full.")

    made(monkeypatch, broken)
    app.run().button(key="prepare_keras").click().run()
    run_job(run.id, "file", "keras", settings)
    app.run()

    assert "The disk is full" in words(app)
    assert app.button(key="prepare_keras").label == "Try again"
