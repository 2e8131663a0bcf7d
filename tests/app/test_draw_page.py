"""The Draw page without a browser: strokes in, an answer out."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import update

from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.handwriting.personal_set import keep
from mnist_core.ink.canvas_json import read_canvas
from mnist_core.ink.drawing_files import open_drawing
from mnist_core.network.normalization import straighten
from mnist_core.presets import PRESETS
from mnist_core.store.records import Epoch
from mnist_core.store.run_leases import RunLease
from mnist_core.store.starter import starter
from mnist_core.store.tables import RunRow
from tests.app.components import component, data_of, table_column
from tests.app.runs import trained

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
    tell(app, *objects)
    return app.run()


def tell(app, *objects):
    """Report strokes on the canvas, before any run of the page."""
    board = app.session_state["board"]
    drawing = {"raw": {"objects": list(objects), "background": "#000000"}, "data": None}
    app.session_state[f"canvas_{board}"] = {"drawing": drawing, "backgroundFit": None}


def answer(app):
    shares = component(app, "answer")["shares"]
    if shares is None:
        return "Answer: nothing yet"
    return f"Answer: {np.argmax(shares)}, {max(shares):.1%} sure"


def alt_of(app, key):
    """Give what a figure says to those who cannot see it; none where it is not on the page."""
    for element in app.get("bidi_component"):
        if f"-{key}" in element.proto.id:
            return data_of(element)["alt"]
    return None


def canvases(app):
    return [element for element in app.get("bidi_component") if "-canvas_" in element.proto.id]


def captions(app):
    return " | ".join(caption.value for caption in app.caption)


def begun_by(store, run, origin):
    """Let a run have been begun by a lesson, a sweep or whatever else."""
    with store.database.begin() as connection:
        connection.execute(update(RunRow).where(RunRow.id == run.id).values(origin=origin))


def picture_file(name="paper.png", ink=20, paper=235):
    """Make a PNG file with a bar, 20 pixels wide and 120 high, on a sheet of 300 by 200."""
    pixels = np.full((200, 300), paper, np.uint8)
    pixels[40:160, 140:160] = ink
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return name, file.getvalue(), "image/png"


def read_from(app, source):
    return app.button_group(key="read_from").set_value(source).run()


def upload(app, file):
    if app.button_group(key="read_from").value != "File":
        read_from(app, "File")
    app.file_uploader[0].set_value(file).run()


def test_in_an_empty_lab_the_starter_reads_and_says_what_it_is(app, store):
    open_draw(app)
    write(app, SEVEN)

    assert not app.exception
    assert answer(app).startswith("Answer: 7, ")
    assert f"Read by **starter** · {starter().test_error_percent:.2f}% test error" in captions(app)
    assert "comes with the lab" in captions(app)
    assert app.query_params["run"] == "starter"
    assert app.button(key="why").disabled
    assert store.count() == 0


def test_the_starter_gives_way_to_a_finished_run_and_is_chosen_beside_it(app, store, run):
    open_draw(app)
    assert app.query_params["run"] == run.id

    app.selectbox(key=f"read_by_{run.id}").set_value("starter").run()
    write(app, SEVEN)

    assert not app.exception
    assert answer(app).startswith("Answer: 7, ")
    assert app.query_params["run"] == "starter"


def test_a_run_that_is_often_wrong_leads_to_the_starter_where_no_run_is_better(app, run):
    open_draw(app)
    assert app.button(key="read_with_best").label.startswith("Read with the starter, 0.")

    app.button(key="read_with_best").click().run()

    assert not app.exception
    assert "Read by **starter**" in captions(app)


def test_other_pages_have_no_starter(app, store):
    open_draw(app)
    app.query_params["run"] = "starter"  # as a choice
    app.run()
    run = trained(store, CONFIG, "good", weights=True)

    for page in ("train.py", "diagnose.py"):
        app.query_params.clear()
        app.switch_page(page).run()
        assert not app.exception
        assert not app.warning
        assert app.query_params.get("run") in (None, [run.id], run.id)
    app.query_params["run"] = "starter"
    app.run()
    warned = app.warning[0].value.replace("\\", "")
    assert "starter is no run, but the network that comes with the lab." in warned


def test_a_copy_of_the_starter_learns_a_handwriting(app, store):
    digits = load_mnist()
    for number in range(10):
        keep(store, digits.x_test[number] / np.float32(255), int(digits.y_test[number]))
    open_draw(app)
    app.session_state["draw_tab"] = "My handwriting · 10"
    app.run()

    app.button(key="learn").click().run()

    assert not app.exception
    (copy,) = store.taught()
    assert (copy.name, copy.taught.parent_id) == ("starter taught", "starter")
    assert "a copy of starter" in " ".join(each.value for each in app.markdown)


def test_an_empty_canvas_says_so_and_predicts_nothing(app, run):
    open_draw(app)

    assert not app.exception
    assert answer(app) == "Answer: nothing yet"
    assert "Draw a digit" in captions(app)
    assert "Layer 1: 20 neurons" in captions(app)
    assert "fire" not in captions(app)
    assert app.get("download_button")[0].proto.disabled


def test_before_a_stroke_no_run_is_any_share_sure(app, store, run):
    trained(store, CONFIG, "other", weights=True)
    open_draw(app)
    other = next(each for each in app.multiselect(key="compare_with").options)
    app.multiselect(key="compare_with").select(other).run()

    assert table_column(app, "Reads") == table_column(app, "Sure") == ["–", "–"]
    write(app, SEVEN)
    assert all(re.fullmatch(r"\d+\.\d%", sure) for sure in table_column(app, "Sure"))


def test_a_drawing_is_read_by_the_chosen_run(app, run):
    open_draw(app)
    write(app, SEVEN)

    assert not app.exception
    assert answer(app).startswith("Answer: 3, 99.9")
    assert any("20 of 20 fire" in caption.value for caption in app.caption)


@pytest.mark.parametrize("kind", ["none", "slant", "slant_and_width"])
def test_what_is_shown_is_what_the_network_sees(app, store, kind):
    config = CONFIG.model_copy(update={"normalization": kind})
    trained(store, config, "upright", weights=True)
    write(open_draw(app), SEVEN)

    shown = component(app, "answer")
    drawn = read_canvas({"objects": [SEVEN], "background": "#000000"}).image
    assert drawn is not None
    seen = np.frombuffer(base64.b64decode(shown["image"]), np.uint8)
    assert np.array_equal(seen, np.rint(255 * straighten(drawn[None], kind)[0]))
    assert shown["network"]["normalization"] == kind
    assert ("takes the slant out" in captions(app)) == (kind == "slant")
    assert ("evens the width out" in captions(app)) == (kind == "slant_and_width")


def test_a_speck_gets_a_hint(app, run):
    open_draw(app)
    write(app, {"type": "Path", "path": [["M", 100, 100], ["L", 101, 100]], "strokeWidth": 22})

    assert any("speck" in caption.value for caption in app.caption)


def test_undo_takes_the_newest_stroke_though_the_page_has_not_drawn_it_yet(app, run):
    open_draw(app)
    write(app, SEVEN)
    tell(app, SEVEN, {**SEVEN, "top": 50})

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


@pytest.mark.parametrize("origin", ["hand", "sweep", "lesson", "experiment", "repeat"])
def test_a_bad_newer_run_does_not_take_the_page_over_and_the_line_names_who_reads(
    app, store, origin
):
    trained(store, CONFIG, "good", error=0.016, weights=True)
    bad = trained(store, CONFIG, "bad", error=0.69, weights=True)
    begun_by(store, bad, origin)
    open_draw(app)

    assert not app.exception
    assert "Read by **good** · 1.60% test error, 784-20-10" in captions(app)
    assert not [button for button in app.button if button.key == "read_with_best"]


@pytest.mark.parametrize("way", ["link", "choice"])
def test_a_link_or_a_choice_says_who_reads_and_the_button_leads_to_the_best(app, store, way):
    best = trained(store, CONFIG, "good", error=0.016, weights=True)
    bad = trained(store, CONFIG, "bad", error=0.69, weights=True)
    open_draw(app)
    if way == "link":
        app.query_params["run"] = bad.id
        app.run()
    else:
        app.selectbox(key=f"read_by_{best.id}").set_value(bad.id).run()
    (warning,) = [each.value for each in app.markdown if "often wrong" in each.value]
    assert ":orange[:material/warning: Read by **bad** · 69.00% test error" in warning
    button = app.button(key="read_with_best")
    assert button.label == "Read with the best run: good, 1.60%"

    button.click().run()

    assert not app.exception
    assert "Read by **good** · 1.60% test error" in captions(app)
    assert not [each for each in app.markdown if "often wrong" in each.value]
    assert app.query_params["run"] == best.id
    assert app.session_state["run_id"] == best.id
    assert not [each for each in app.button if each.key == "read_with_best"]


def test_the_best_reads_until_the_chosen_run_can_and_the_line_says_so(app, store):
    trained(store, CONFIG, "good", error=0.016, weights=True)
    trained(store, CONFIG, "bad", error=0.69, weights=True)
    open_draw(app)
    waiting = store.create(CONFIG, "waiting", holder="worker")
    app.query_params["run"] = waiting.id
    app.run()

    assert "Read by **good**" in captions(app)
    assert "until waiting has trained its first epoch" in captions(app)
    assert app.query_params["run"] == waiting.id


def test_an_unknown_run_in_the_link_is_warned_of_until_another_is_chosen(app, store):
    best = trained(store, CONFIG, "good", error=0.016, weights=True)
    bad = trained(store, CONFIG, "bad", error=0.69, weights=True)
    open_draw(app)
    app.query_params["run"] = "gone"
    app.run()
    app.run()

    assert len(app.main.warning) == 1
    assert "'gone'" in app.main.warning[0].value
    assert app.main.warning[0].value.endswith("Drawings are read by good instead.")
    app.selectbox(key=f"read_by_{best.id}").set_value(bad.id).run()
    assert not app.warning


def test_an_uploaded_picture_stands_in_the_canvas_s_place_with_its_digit_framed(app, run):
    open_draw(app)
    write(app, SEVEN)
    assert canvases(app)

    upload(app, picture_file())

    assert not app.exception
    assert alt_of(app, "uploaded") == "paper.png: digit found"
    assert not canvases(app)
    assert not app.file_uploader
    assert answer(app).startswith("Answer: 3, ")
    assert app.button(key="undo").disabled
    assert app.get("download_button")[0].proto.disabled
    assert "Reading paper\\.png; Clear removes it" in captions(app)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("letter.png", b"Dear lab,", "image/png"), "is neither"),
        (picture_file("blank.png", ink=235), None),
        (("blank.json", b'{"strokes": []}', "application/json"), None),
    ],
)
def test_a_file_without_a_digit_does_not_leave_the_old_drawing_beside_it(app, run, file, words):
    open_draw(app)
    write(app, SEVEN)
    upload(app, file)

    assert not app.exception
    assert "no digit found" in alt_of(app, "uploaded")
    assert not canvases(app)
    assert answer(app) == "Answer: nothing yet"
    assert [words in error.value for error in app.error] == [True] * (words is not None)
    assert ("is empty: no ink was found in it" in captions(app)) == (words is None)


def test_a_file_is_opened_once_however_often_the_page_is_drawn(app, run, monkeypatch):
    opened = []

    def open_and_count(name, content):
        opened.append(name)
        return open_drawing(name, content)

    monkeypatch.setattr("parts.shared.drawing.open_drawing", open_and_count)
    open_draw(app)
    upload(app, picture_file("once.png", paper=211))
    app.run()

    assert not app.exception
    assert opened == ["once.png"]


def test_clear_makes_room_for_another_file(app, run):
    open_draw(app)
    write(app, SEVEN)
    upload(app, picture_file())
    app.button(key="clear").click().run()

    assert not app.exception
    assert app.file_uploader[0].value is None
    assert alt_of(app, "uploaded") is None
    assert answer(app) == "Answer: nothing yet"
    upload(app, picture_file("other.png"))
    assert alt_of(app, "uploaded") == "other.png: digit found"


def test_clear_of_an_empty_place_for_a_file_costs_no_drawing(app, run):
    open_draw(app)
    write(app, SEVEN)
    read_from(app, "File")
    app.button(key="clear").click().run()
    read_from(app, "Draw")

    assert app.session_state["first_drawing"]["objects"] == [SEVEN]


def test_the_drawing_is_back_after_a_picture(app, run):
    open_draw(app)
    write(app, SEVEN)
    upload(app, picture_file())
    read_from(app, "Draw")

    assert not app.exception
    assert alt_of(app, "uploaded") is None
    assert canvases(app)
    assert app.session_state["first_drawing"]["objects"] == [SEVEN]


def test_the_drawing_can_be_downloaded_as_a_picture(app, run):
    open_draw(app)
    write(app, SEVEN)

    (button,) = app.get("download_button")
    assert (button.proto.label, button.proto.disabled) == ("PNG", False)


def test_the_question_why_is_about_the_picture_in_the_file(app, run):
    open_draw(app)
    upload(app, picture_file())
    app.button(key="why").click().run()

    assert not app.exception
    assert any("The network reads **3**" in markdown.value for markdown in app.markdown)
    app.switch_page("draw.py").run()
    assert answer(app) == "Answer: nothing yet"
