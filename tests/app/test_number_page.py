"""Numbers on the Draw page without a browser: the canvas's strokes in, the number out."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.multidigit.uncertainty import AT_BORDER, DOT_LEFT_OUT
from tests.app.components import data_of
from tests.app.runs import trained
from tests.app.test_draw_page import picture_file, read_from, upload


@pytest.fixture
def number(app, store):
    """The Draw page, set to a number."""
    trained(store, RunConfig(hidden_units=(8,), epochs=1), "reader", weights=True)
    app.run()
    app.switch_page("draw.py").run()
    app.session_state["what_to_read"] = "A number"
    return app.run()


def label(app, key):
    """Give what a figure says to those who cannot see it."""
    for element in app.get("bidi_component"):
        if f"-{key}" in element.proto.id:
            return data_of(element)["alt"]
    return None


def write(app, *lines):
    key = f"number_canvas_{app.session_state['number_board']}"
    objects = [
        {"type": "Path", "path": [["M", *line[0]], *(["L", *point] for point in line[1:])]}
        for line in lines
    ]
    drawing = {"raw": {"objects": objects, "background": "#000000"}, "data": None}
    app.session_state[key] = {"drawing": drawing, "backgroundFit": None}
    return app.run()


def test_an_empty_canvas_invites_and_reads_nothing(number):
    assert not number.exception
    assert label(number, "number_answer") == "Number: nothing yet"
    assert any("such as 2024" in caption.value for caption in number.caption)


def test_two_strokes_far_apart_are_two_digits_and_clear_takes_them(number):
    write(number, [(100, 40), (100, 160)], [(300, 40), (300, 160)])
    assert not number.exception
    assert label(number, "number_boxes") == "Digits in boxes: 2"

    number.button(key="clear_number").click().run()

    assert label(number, "number_boxes") == "Digits in boxes: 0"


def test_every_hint_is_to_be_had_the_most_useful_first(number):
    write(number, [(100, 0), (100, 160)], [(300, 40), (300, 160)], [(30, 150), (31, 151)])

    (caption,) = [one for one in number.caption if AT_BORDER in one.value]
    others = caption.help.split("\n\n")
    assert caption.value == f"{AT_BORDER} {len(others)} more:"
    assert others[0] == DOT_LEFT_OUT


def test_undo_takes_the_newest_stroke_though_the_page_has_not_drawn_it_yet(number):
    write(number, [(100, 40), (100, 160)])
    key = f"number_canvas_{number.session_state['number_board']}"
    lines = [{"type": "Path", "path": [["M", x, 40], ["L", x, 160]]} for x in (100, 300)]
    drawing = {"raw": {"objects": lines, "background": "#000000"}, "data": None}
    number.session_state[key] = {"drawing": drawing, "backgroundFit": None}

    number.button(key="undo_number").click().run()

    assert number.session_state["number_first"]["objects"] == lines[:1]


def test_a_drawing_that_cannot_be_read_costs_a_sentence(number):
    key = f"number_canvas_{number.session_state['number_board']}"
    odd = {"raw": {"objects": [{"type": "Rect"}]}, "data": None}
    number.session_state[key] = {"drawing": odd, "backgroundFit": None}
    number.run()

    assert not number.exception
    assert "no free stroke" in number.error[0].value


def test_an_uploaded_picture_stands_in_the_canvas_s_place_until_it_is_cleared(number):
    write(number, [(100, 40), (100, 160)], [(300, 40), (300, 160)])
    upload(number, picture_file())

    assert not number.exception
    assert label(number, "number_uploaded") == "paper.png: 1 digit found"
    assert label(number, "number_boxes") == "Digits in boxes: 1"
    assert not [one for one in number.get("bidi_component") if "number_canvas_" in one.proto.id]
    number.button(key="clear_number").click().run()
    assert label(number, "number_uploaded") is None
    assert label(number, "number_boxes") == "Digits in boxes: 0"
    assert number.file_uploader


@pytest.mark.parametrize(
    ("file", "empty"),
    [
        (picture_file("blank.png", ink=235), True),
        (picture_file(), False),
        (("letter.png", b"Dear lab,", "image/png"), False),
    ],
)
def test_a_file_is_called_empty_where_no_ink_is_in_it_and_only_there(number, file, empty):
    upload(number, file)

    said = [caption.value for caption in number.caption if "no ink was found" in caption.value]
    assert not number.exception
    assert len(said) == empty


def test_the_number_is_back_after_a_picture(number):
    write(number, [(100, 40), (100, 160)], [(300, 40), (300, 160)])
    upload(number, picture_file())
    read_from(number, "Draw")

    assert not number.exception
    assert len(number.session_state["number_first"]["objects"]) == 2
