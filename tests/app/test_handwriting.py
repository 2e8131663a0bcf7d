"""The personal set on the Draw page: kept by a click, shown, deleted, imported, learned."""

from typing import Any

import numpy as np
import pytest
from sqlalchemy import update

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, load_mnist
from mnist_core.handwriting.csv_files import digits_csv
from mnist_core.handwriting.personal_set import keep_all, personal_set
from mnist_core.ink.canvas_json import digit_drawing, read_canvas
from mnist_core.store.drawing_rows import count_drawings, read_drawings
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow
from tests.app.components import table_column
from tests.app.runs import trained
from tests.app.test_draw_page import (
    SEVEN,
    alt_of,
    answer,
    captions,
    open_draw,
    picture_file,
    read_from,
    tell,
    upload,
    write,
)

IMAGES = np.random.default_rng(0).integers(0, 256, (12, 28, 28)).astype(np.uint8)
DIGITS = LabelledDigits(IMAGES, np.array([3] * 9 + [7] * 3, np.uint8))


def reads_three(store: RunStore, name: str = "always-three") -> Run:
    """Make a finished run that reads 3 in whatever it is shown."""
    run = trained(store, RunConfig(hidden_units=(), epochs=1), name, error=0.05)
    biases = np.where(np.arange(10) == 3, 9, 0).astype(np.float32)
    kernel = np.zeros((784, 10), np.float32)
    store.artifacts.write(run.id, "last", {"kernel_1": kernel, "bias_1": biases})
    return run


def reads_seven_then_three(store: RunStore, seven: list[Any], three: list[Any]) -> None:
    """Make a finished run that reads 7 in the one drawing, and 3 in the other."""
    run = reads_three(store, "changes-its-mind")
    first, then = (read_canvas({"objects": drawn}).image for drawn in (seven, three))
    assert first is not None
    assert then is not None
    a, b = first.ravel(), then.ravel()
    kernel, biases = np.zeros((784, 10), np.float32), np.full(10, -99, np.float32)
    kernel[:, 3], biases[3], biases[7] = b - a, (a @ a - b @ b) / 2, 0
    store.artifacts.write(run.id, "last", {"kernel_1": kernel, "bias_1": biases})


def taught(store: RunStore, parent: Run, digits: LabelledDigits) -> Run:
    """Make a run that has been taught."""
    run = reads_three(store, "pupil")
    facts = {
        "parent_id": parent.id,
        "parent_name": parent.name,
        "drawings": len(digits),
        "digest": "d",
        "folds": 5,
        "before": {"drawings": 0.5, "test": 0.95},
        "after": {"drawings": 0.875, "test": 0.948},
    }
    with store.database.begin() as connection:
        values = {"taught": facts}
        connection.execute(update(RunRow).where(RunRow.id == run.id).values(**values))
    earlier = np.zeros((0, 32), np.uint8)
    arrays = {"images": digits.images, "labels": digits.labels, "earlier": earlier}
    store.artifacts.write(run.id, "drawings", arrays)
    return store.read(run.id)


def open_handwriting(app):
    open_draw(app)
    app.session_state["draw_tab"] = "My handwriting"
    return app.run()


def button(app, key):
    return app.button(key=key)


def facts(store):
    """Give all that is kept of each drawing, newest first."""
    return [
        (one.id, one.label, one.read_as, one.created_at, one.image.tobytes())
        for one in read_drawings(store)
    ]


def test_what_was_kept_is_undone_and_the_drawing_is_back_on_the_canvas(app, store):
    reads_three(store)
    keep_all(store, DIGITS)
    before = facts(store)
    open_draw(app)
    assert "Your answer keeps the drawing" in captions(app)
    write(app, SEVEN)
    button(app, "keep_7").click().run()
    assert "Kept as 7 · 13 drawings" in captions(app)
    app.run()
    assert button(app, "undo_keep").label == "Undo keep"

    button(app, "undo_keep").click().run()

    assert not app.exception
    assert facts(store) == before
    assert app.session_state["first_drawing"]["objects"] == [SEVEN]
    assert "Your answer keeps the drawing" in captions(app)
    assert not [each for each in app.button if each.key == "undo_keep"]


def test_a_drawing_is_kept_with_the_stroke_that_the_page_has_not_drawn_yet(app, store):
    reads_three(store)
    open_draw(app)
    second = {**SEVEN, "left": 60, "top": 60}
    write(app, SEVEN)
    tell(app, SEVEN, second)

    button(app, "keep_4").click().run()

    (kept,) = read_drawings(store)
    whole = read_canvas({"objects": [SEVEN, second]}).image
    assert whole is not None
    np.testing.assert_allclose(kept.image / 255, whole, atol=0.003)
    button(app, "undo_keep").click().run()
    assert app.session_state["first_drawing"]["objects"] == [SEVEN, second]


def test_a_yes_to_what_has_been_drawn_over_since_keeps_nothing_and_says_so(app, store):
    second = {**SEVEN, "left": 60, "top": 60}
    reads_seven_then_three(store, [SEVEN], [SEVEN, second])
    open_draw(app)
    write(app, SEVEN)
    assert button(app, "keep_yes").label == "Yes, a 7"
    tell(app, SEVEN, second)

    button(app, "keep_yes").click().run()

    assert read_drawings(store) == []
    assert "what was drawn since reads as a 3" in app.toast[0].value
    assert button(app, "keep_yes").label == "Yes, a 3"

    button(app, "keep_yes").click().run()
    (kept,) = read_drawings(store)
    assert (kept.label, kept.read_as) == (3, 3)


def test_a_yes_keeps_the_newest_stroke_where_the_network_reads_the_same_with_it(app, store):
    reads_three(store)
    open_draw(app)
    write(app, SEVEN)
    tell(app, SEVEN, {**SEVEN, "left": 60, "top": 60})

    button(app, "keep_yes").click().run()

    (kept,) = read_drawings(store)
    assert (kept.label, kept.read_as) == (3, 3)
    assert not app.toast


@pytest.mark.parametrize(
    ("label", "words"),
    [
        (7, "In the set already, as a 7; nothing was added"),
        (1, "It was in the set as a 7; now it is a 1"),
    ],
)
def test_a_drawing_that_is_known_is_said_to_be_and_undo_gives_it_its_label_back(
    app, store, label, words
):
    reads_three(store)
    open_draw(app)
    write(app, SEVEN)
    button(app, "keep_7").click().run()
    before = facts(store)
    write(app, SEVEN)
    button(app, f"keep_{label}").click().run()

    assert words in captions(app)
    assert [drawing.label for drawing in read_drawings(store)] == [label]
    button(app, "undo_keep").click().run()
    assert facts(store) == before


def test_keeping_an_uploaded_picture_is_undone_too(app, store):
    reads_three(store)
    open_draw(app)
    write(app, SEVEN)
    upload(app, picture_file())
    button(app, "keep_1").click().run()
    assert [drawing.label for drawing in read_drawings(store)] == [1]
    assert answer(app) == "Answer: nothing yet"

    button(app, "undo_keep").click().run()

    assert count_drawings(store) == 0
    assert alt_of(app, "uploaded") == "paper.png: digit found"
    read_from(app, "Draw")
    assert app.session_state["first_drawing"]["objects"] == [SEVEN]


@pytest.mark.parametrize("all_of_them", [True, False])
def test_deleted_drawings_are_put_back_as_they_were(app, store, all_of_them):
    reads_three(store)
    keep_all(store, DIGITS)
    before = facts(store)
    open_handwriting(app)
    app.session_state["ticked_drawings"] = [read_drawings(store)[number].id for number in (2, 5)]
    app.run()
    button(app, "delete_all_drawings" if all_of_them else "delete_drawings").click().run()
    assert f"{12 if all_of_them else 2} drawings deleted" in captions(app)
    assert count_drawings(store) == (0 if all_of_them else 10)

    button(app, "undo_delete").click().run()

    assert not app.exception
    assert facts(store) == before
    assert not [each for each in app.button if each.key == "undo_delete"]


def test_only_the_last_change_can_be_undone(app, store):
    reads_three(store)
    keep_all(store, DIGITS)
    open_handwriting(app)
    write(app, SEVEN)
    button(app, "keep_7").click().run()
    button(app, "delete_all_drawings").click().run()

    assert [each.key for each in app.button if each.label.startswith("Undo ")] == ["undo_delete"]


def test_a_full_set_refuses_to_take_deleted_drawings_back(app, store, monkeypatch):
    reads_three(store)
    keep_all(store, DIGITS)
    open_handwriting(app)
    button(app, "delete_all_drawings").click().run()
    monkeypatch.setattr("mnist_core.handwriting.personal_set.MAX_DRAWINGS", 5)
    button(app, "undo_delete").click().run()

    assert not app.exception
    assert "delete some first" in app.toast[0].value
    assert count_drawings(store) == 0
    assert button(app, "undo_delete")


def test_a_wrong_answer_is_corrected_and_the_next_can_be_written(app, store):
    reads_three(store)
    open_draw(app)
    write(app, SEVEN)
    board = app.session_state["board"]
    button(app, "keep_7").click().run()

    assert not app.exception
    (kept,) = read_drawings(store)
    assert (kept.label, kept.read_as) == (7, 3)
    assert "Kept as 7 · 1 drawing" in captions(app)
    assert app.session_state["board"] == board + 1
    assert answer(app) == "Answer: nothing yet"


def test_a_right_answer_is_kept_too(app, store):
    reads_three(store)
    open_draw(app)
    write(app, SEVEN)
    assert button(app, "keep_yes").label == "Yes, a 3"
    assert button(app, "keep_3").disabled
    button(app, "keep_yes").click().run()

    assert [(kept.label, kept.read_as) for kept in read_drawings(store)] == [(3, 3)]


def test_nothing_can_be_kept_of_an_empty_canvas(app, store):
    reads_three(store)
    open_draw(app)

    assert all(button(app, f"keep_{name}").disabled for name in ("yes", *range(10)))


def test_without_a_network_a_drawing_can_be_named_all_the_same(app, store):
    run = reads_three(store)
    store.artifacts.write(run.id, "last", {})  # damaged
    open_draw(app)
    assert "This network cannot be opened" in " ".join(each.value for each in app.caption)
    write(app, SEVEN)
    assert button(app, "keep_yes").disabled
    button(app, "keep_7").click().run()

    assert [(kept.label, kept.read_as) for kept in read_drawings(store)] == [(7, None)]


@pytest.mark.parametrize("over_it", [(), (SEVEN,)])
def test_a_digit_of_mnist_is_a_persons_only_once_written_over(app, store, over_it):
    reads_three(store)
    open_draw(app)
    write(app, *digit_drawing(load_mnist().x_test[0])["objects"], *over_it)

    assert answer(app).startswith("Answer: 3")
    assert button(app, "keep_7").disabled == (not over_it)
    assert any("MNIST" in caption.value for caption in app.caption) == (not over_it)


def test_an_empty_set_says_how_to_begin(app, store):
    reads_three(store)
    open_handwriting(app)

    assert not app.exception
    assert "say what it is" in app.info[0].value


def test_the_set_is_shown_with_what_is_misread_and_ticked_drawings_are_deleted(app, store):
    reads_three(store)
    keep_all(store, DIGITS)
    open_handwriting(app)
    assert app.selectbox(key="show_drawings").options[:2] == ["All · 12", "Misread · 3"]
    assert button(app, "delete_drawings").disabled

    app.session_state["ticked_drawings"] = [read_drawings(store)[0].id, "gone"]
    app.run()
    button(app, "delete_drawings").click().run()

    assert not app.exception
    assert count_drawings(store) == 11
    assert "1 drawing deleted" in captions(app)
    button(app, "delete_all_drawings").click().run()
    assert count_drawings(store) == 0


def test_files_are_imported_and_a_bad_one_is_one_sentence(app, store):
    reads_three(store)
    open_handwriting(app)
    app.file_uploader(key="import_0").set_value([("seven.csv", b"7", "text/csv")]).run()
    assert "seven.csv must begin with the line" in app.error[0].value.replace("\\", "")

    exported = digits_csv(DIGITS.images, DIGITS.labels).encode()
    app.file_uploader(key="import_0").set_value([("mine.csv", exported, "text/csv")]).run()

    assert not app.exception
    assert not app.error
    assert count_drawings(store) == 12
    assert app.toast[0].value == "12 new drawings"


@pytest.mark.parametrize(
    ("kept", "state", "words"),
    [
        (3, "finished", "7 more drawings needed"),
        (12, "training", "is still training"),
        (12, "finished", None),
    ],
)
def test_what_stands_in_the_way_of_learning_is_said(app, store, kept, state, words):
    run = reads_three(store)
    with store.database.begin() as connection:
        connection.execute(update(RunRow).where(RunRow.id == run.id).values(state=state))
    keep_all(store, LabelledDigits(IMAGES[:kept], DIGITS.labels[:kept]))
    open_handwriting(app)
    if state == "training":  # nobody's choice opens it
        app.selectbox(key="read_by_starter").set_value(run.id).run()

    assert not app.exception
    assert button(app, "learn").disabled == (words is not None)
    if words is not None:
        assert any(words in caption.value for caption in app.caption)


def test_a_taught_run_shows_what_it_changed_and_can_become_the_reader(app, store):
    parent = reads_three(store)
    keep_all(store, DIGITS)
    pupil = taught(store, parent, personal_set(store))
    open_draw(app)
    app.query_params["run"] = parent.id
    app.session_state["draw_tab"] = "My handwriting"
    app.run()

    assert not app.exception
    shown = [(metric.value, metric.delta) for metric in app.metric]
    assert shown == [("87.5%", "+37.5 points"), ("94.80%", "-0.20 points")]
    button(app, "read_with_it").click().run()
    assert app.session_state["run_id"] == pupil.id
    assert (button(app, "read_with_it").label, button(app, "read_with_it").disabled) == (
        "In use",
        True,
    )


def test_a_run_is_not_scored_on_what_it_has_learned(app, store):
    parent = reads_three(store)
    keep_all(store, DIGITS)
    taught(store, parent, LabelledDigits(IMAGES[3:], DIGITS.labels[3:]))
    open_handwriting(app)

    assert table_column(app, "Run") == ["pupil", "always-three"]
    assert table_column(app, "Drawings") == ["3", "12"]
    assert table_column(app, "Correct") == ["100%", "75%"]


def test_a_run_that_learned_all_drawings_shows_its_score_by_cross_validation(app, store):
    parent = reads_three(store)
    keep_all(store, DIGITS)
    taught(store, parent, personal_set(store))
    open_handwriting(app)

    assert table_column(app, "Drawings") == ["12†", "12"]
    said = "† Cross-validated: each drawing was read by a copy that was not trained on it."
    assert any(caption.value.startswith(said) for caption in app.caption)
