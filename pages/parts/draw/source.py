"""Where what is read comes from: the canvas, or a picture of the camera's or in a file instead."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from mnist_core.ink.picture_files import FIELD_TYPES
from mnist_core.web.secure_address import is_secure
from parts.shared.component import component
from parts.shared.drawing_board import (
    CAMERA,
    DRAW,
    FILE,
    SOURCE,
    change_source,
    chosen_source,
    picture_field,
    show_picture,
)

ICONS = {DRAW: "draw", CAMERA: "photo_camera", FILE: "upload"}
CAMERA_PX = 400  # wide at the most: higher than the canvas of a number, yet in sight with it
A_DIGIT_HINT = "One digit, dark on light or light on dark."
A_NUMBER_HINT = "One line of digits, dark on light or light on dark."
NO_CAMERA = "No camera? Allow it in the browser, or choose File."
NOT_SECURE = "The camera needs https here; on a phone, Upload opens it."
FORMATS = "PNG, JPEG, WebP, BMP, GIF or HEIC, or a file of strokes."


@dataclass(frozen=True)
class Photo:
    """A picture that the camera took, as a file."""

    content: bytes
    name: str = "photo.jpg"

    def getvalue(self) -> bytes:
        """Give its content."""
        return self.content


def choose_source() -> None:
    """Draw the choice; the camera is one where browsers allow it."""
    st.segmented_control(
        "Read from",
        list(ICONS) if _has_camera() else [DRAW, FILE],
        default=DRAW,
        required=True,
        key=SOURCE,
        format_func=lambda source: f":material/{ICONS[source]}: {source}",
        label_visibility="collapsed",
        width="stretch",
        on_change=change_source,
    )


def ask_for_picture() -> None:
    """Draw the camera, which starts with it, or the field for a file."""
    key = f"picture_{picture_field()}"
    with st.container(gap="xsmall"):
        if chosen_source() == CAMERA:
            _camera(key)
        else:
            _file_field(key)


def _camera(key: str) -> None:
    st.camera_input(
        "Take a picture",
        key=key,
        resolution="720p",
        label_visibility="collapsed",
        width=CAMERA_PX,
        on_change=_show,
        args=(CAMERA, key),
    )
    st.caption(NO_CAMERA)
    _rear_camera(key)


def _file_field(key: str) -> None:
    types = [*FIELD_TYPES, "json"]
    st.file_uploader("Read an image instead", types, key=key, on_change=_show, args=(FILE, key))
    st.caption(FORMATS)
    if not _has_camera():
        st.caption(NOT_SECURE)


def _rear_camera(key: str) -> None:
    """Let a phone begin with the camera that looks away from its reader."""
    switch = component(Path(__file__).with_name("rear_camera.js"), "<div></div>")
    switch(key=f"rear_{key}", height=1)


def _has_camera() -> bool:
    return is_secure(st.context.url)


def _show(source: str, key: str) -> None:
    given = st.session_state.get(key)
    if given is not None:
        show_picture(Photo(given.getvalue()) if source == CAMERA else given, source)
