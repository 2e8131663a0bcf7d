"""The Draw page without a browser: strokes in, an answer out."""

import json

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.presets import PRESETS
from mnist_core.store.records import Epoch
from mnist_core.store.run_leases import RunLease

CONFIG = RunConfig(hidden_units=(20,), epochs=1)
EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
SEVEN = {
    "type": "Path",
    "path": [["M", 80, 80], ["L", 200, 80], ["L", 140, 220]],
    "strokeWidth": 22,
}


@pytest.fixture
def run(store):
    """A run whose network answers 3 to whatever it is shown."""
    run = store.create(CONFIG, "always-three")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [EPOCH])
    lease.release("finished", test_accuracy=0.1)
    biases = np.where(np.arange(10) == 3, 9, 0).astype(np.float32)
    store.artifacts.write(
        run.id,
        "last",
        {
            "kernel_1": np.zeros((784, 20), np.float32),
            "bias_1": np.ones(20, np.float32),
            "kernel_2": np.zeros((20, 10), np.float32),
            "bias_2": biases,
        },
    )
    return run


def open_draw(app):
    app.run()
    return app.switch_page("draw.py").run()


def write(app, *objects):
    """Put strokes on the canvas as the browser would report them."""
    board = app.session_state["board"]
    drawing = {"raw": {"objects": list(objects), "background": "#000000"}, "data": None}
    app.session_state[f"canvas_{board}"] = {"drawing": drawing, "backgroundFit": None}
    return app.run()


def answer(app):
    for element in app.get("bidi_component"):
        if "-answer" in element.proto.id:
            return json.loads(element.proto.json)["alt"]
    raise AssertionError("no answer on the page")


def test_an_empty_lab_has_nobody_to_read(app):
    open_draw(app)

    assert not app.exception
    assert "still training" in app.info[0].value


def test_an_empty_canvas_says_so_and_predicts_nothing(app, run):
    open_draw(app)

    assert not app.exception
    assert answer(app) == "Answer: nothing yet"
    assert any("Draw a digit" in caption.value for caption in app.caption)


def test_a_drawing_is_read_by_the_chosen_run(app, run):
    open_draw(app)
    write(app, SEVEN)

    assert not app.exception
    assert answer(app).startswith("Answer: 3, 99.9")
    assert any("20 of 20 fire" in caption.value for caption in app.caption)


def test_a_speck_gets_a_hint(app, run):
    open_draw(app)
    write(app, {"type": "Path", "path": [["M", 100, 100], ["L", 101, 100]], "strokeWidth": 22})

    assert any("speck" in caption.value for caption in app.caption)


def test_undo_takes_the_newest_stroke_though_the_page_has_not_drawn_it_yet(app, run):
    open_draw(app)
    write(app, SEVEN)
    newest = {**SEVEN, "top": 50}
    canvas = f"canvas_{app.session_state['board']}"
    drawing = {"raw": {"objects": [SEVEN, newest], "background": "#000000"}, "data": None}
    app.session_state[canvas] = {"drawing": drawing, "backgroundFit": None}

    app.button(key="undo").click().run()

    assert app.session_state["first_drawing"]["objects"] == [SEVEN]


def test_the_drawing_outlives_a_page_that_was_not_drawn_to_its_end(app, settings):
    open_draw(app)
    write(app, SEVEN)
    first = app.session_state["board"]

    app.switch_page("compare.py").run()  # without runs it ends with a sentence
    app.switch_page("draw.py").run()

    assert app.session_state["board"] == first + 1
    assert app.session_state["first_drawing"]["objects"] == [SEVEN]


def test_undo_and_clear_begin_a_new_board(app, run):
    open_draw(app)
    write(app, SEVEN, SEVEN)
    first = app.session_state["board"]
    app.button(key="undo").click().run()

    assert not app.exception
    assert app.session_state["board"] == first + 1
    assert len(app.session_state["first_drawing"]["objects"]) == 1
    app.button(key="clear").click().run()
    assert app.session_state["first_drawing"] is None
    assert answer(app) == "Answer: nothing yet"


def test_a_drawing_with_nonsense_in_it_is_one_sentence(app, run):
    open_draw(app)
    write(app, {"type": "Path", "path": [["M", "x", None]]})

    assert not app.exception
    assert len(app.error) == 1


def test_a_damaged_snapshot_is_one_sentence(app, store, run, settings):
    file = settings.home / "artifacts" / run.id / "last.npz"
    file.write_bytes(b"nothing")
    open_draw(app)

    assert not app.exception
    assert "damaged" in app.error[0].value


def test_the_reader_is_offered_once(app, store, run):
    open_draw(app)
    app.button(key="train_reader").click().run()

    assert not app.exception
    assert store.newest().config == PRESETS["reader"].config
    assert not [button for button in app.button if button.key == "train_reader"]
    assert any("reader is training" in caption.value for caption in app.caption)
