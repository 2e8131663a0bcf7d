"""The camera on the Draw page without a browser: where it is offered, and what its picture does."""

import io

import pytest
from PIL import Image

from mnist_core.store.drawing_rows import read_drawings
from tests.app.test_draw_page import (
    SEVEN,
    alt_of,
    answer,
    canvases,
    captions,
    open_draw,
    picture_file,
    read_from,
    write,
)
from tests.app.test_handwriting import reads_three
from tests.app.test_number_page import label

HERE, ELSEWHERE = "http://localhost:8501", "http://10.0.0.5:8501"


@pytest.fixture
def camera(app, store):
    """The Draw page on this machine, its camera asked for over a drawing."""
    reads_three(store)
    app.context = {"url": HERE}
    open_draw(app)
    write(app, SEVEN)
    return read_from(app, "Camera")


def photo(**levels):
    """Make what a camera takes of a bar on a sheet."""
    file = io.BytesIO()
    _, content, _ = picture_file(**levels)
    Image.open(io.BytesIO(content)).save(file, "JPEG")
    return "camera-input-2026.jpg", file.getvalue(), "image/jpeg"


def take(app, **levels):
    return app.camera_input[0].set_value(photo(**levels)).run()


@pytest.mark.parametrize(("address", "offered"), [(HERE, True), (ELSEWHERE, False)])
def test_the_camera_is_offered_where_browsers_allow_it_and_the_file_everywhere(
    app, address, offered
):
    app.context = {"url": address}
    open_draw(app)

    choice = app.button_group(key="read_from")
    assert ["Camera" in option for option in choice.options].count(True) == offered
    read_from(app, "File")
    assert not app.exception
    assert app.file_uploader
    assert ("camera needs https" in captions(app)) is not offered


def test_no_camera_starts_before_it_is_asked_for(app):
    app.context = {"url": HERE}
    open_draw(app)
    assert not app.camera_input

    read_from(app, "Camera")

    assert not app.exception
    assert app.camera_input
    assert not canvases(app)
    assert answer(app) == "Answer: nothing yet"
    app.switch_page("train.py").run()
    app.switch_page("draw.py").run()
    assert not app.camera_input
    assert canvases(app)


def test_a_taken_picture_stands_in_the_camera_s_place_with_its_digit_framed(camera):
    take(camera)

    assert not camera.exception
    assert alt_of(camera, "uploaded") == "photo.jpg: digit found"
    assert not camera.camera_input
    assert answer(camera).startswith("Answer: 3, ")
    assert "Reading photo\\.jpg; Clear takes another" in captions(camera)


def test_clear_starts_the_camera_again_and_draw_brings_the_drawing_back(camera):
    take(camera)
    camera.button(key="clear").click().run()
    assert camera.camera_input
    assert answer(camera) == "Answer: nothing yet"

    read_from(camera, "Draw")

    assert not camera.exception
    assert not camera.camera_input
    assert camera.session_state["first_drawing"]["objects"] == [SEVEN]


def test_a_picture_without_ink_says_so(camera):
    take(camera, ink=235)

    assert not camera.exception
    assert "photo\\.jpg is empty: no ink was found in it" in captions(camera)
    assert camera.button(key="keep_7").disabled


def test_a_taken_picture_is_kept_and_the_camera_is_ready_for_the_next(camera, store):
    take(camera)
    camera.button(key="keep_7").click().run()

    assert not camera.exception
    assert [drawing.label for drawing in read_drawings(store)] == [7]
    assert camera.camera_input
    camera.button(key="undo_keep").click().run()
    assert alt_of(camera, "uploaded") == "photo.jpg: digit found"


def test_a_number_is_taken_too_and_the_picture_stays_when_digits_are_asked_for(camera):
    camera.session_state["what_to_read"] = "A number"
    camera.run()
    assert camera.camera_input

    take(camera)

    assert not camera.exception
    assert label(camera, "number_uploaded") == "photo.jpg: 1 digit found"
    camera.button_group(key="what_to_read").set_value("A digit").run()
    assert alt_of(camera, "uploaded") == "photo.jpg: digit found"
