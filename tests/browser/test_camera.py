"""The Draw page's camera in a real browser, which films a written digit, or has none."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from mnist_core.dataset import load_mnist
from tests.browser.conftest import PATIENCE_MS, noted_problems
from tests.browser.real_lab import Server, launch
from tests.browser.test_draw_page import (
    ANSWER,
    CANVAS,
    box_of,
    expect_answer,
    open_draw,
    read_from,
    write_at,
)
from tests.waiting import wait_until

pytestmark = pytest.mark.keras
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
ASKED_FOR = """(() => {
    window.asked = []
    const media = navigator.mediaDevices, ask = media.getUserMedia.bind(media)
    media.getUserMedia = async (what) => {
        asked.push(what.video.facingMode)
        const given = await ask(what)
        window.given = { facing: what.video.facingMode, stream: given }
        return given
    }
})()"""
# With the camera before it, whose film has begun: a moment before, the other one's still stands.
FILMS = """(() => {
    const film = document.querySelector("video")
    return window.given?.facing === "environment" && film?.srcObject === given.stream
        && film.currentTime > 0
})()"""
FRAMES = """[...document.querySelector(".st-key-uploaded .js-plotly-plot").layout.shapes]
    .map(({ x0, y0, x1, y1 }) => [x0, y0, x1, y1])"""


def film_of_a_seven() -> bytes:
    """Make a film, as YUV4MPEG2, of a seven on a sheet: 200 pixels high in 640 by 480."""
    digit = np.kron(load_mnist().x_test[0], np.ones((10, 10)))[40:240, 40:240]
    light = np.full((480, 640), 225.0)
    light[140:340, 220:420] -= 0.75 * digit
    frame = light.astype(np.uint8).tobytes() + bytes([128]) * (2 * 240 * 320)
    return b"YUV4MPEG2 W640 H480 F30:1 Ip A1:1 C420jpeg\n" + 2 * (b"FRAME\n" + frame)


@pytest.fixture(scope="module")
def filming(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium with a camera, which lies before a seven."""
    film: Path = tmp_path_factory.mktemp("film") / "seven.y4m"
    film.write_bytes(film_of_a_seven())
    browser = launch(
        chromium.browser_type,
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    yield browser
    browser.close()


@pytest.fixture
def phone(filming: Browser, server: Server, lab) -> Iterator[Page]:
    """A phone's tab that may not use the camera unless it is granted."""
    with filming.new_context(
        base_url=server.url, viewport={"width": 390, "height": 844}, user_agent=PHONE
    ) as visitor:
        visitor.set_default_timeout(PATIENCE_MS)
        visitor.add_init_script(ASKED_FOR)
        page = visitor.new_page()
        with noted_problems(page) as problems:
            yield page
        assert problems == []


def open_on_phone(page: Page, lab) -> None:
    """Open the page, and wait until it has found that it is narrow."""
    open_draw(page, lab)
    wait_until(lambda: box_of(page, CANVAS)["width"] > 320)


def take(page: Page) -> None:
    """Take a picture, once the camera gives one: a click before that is lost."""
    page.wait_for_function(FILMS)
    page.get_by_role("button", name="Take Photo").click()


def test_a_picture_is_taken_framed_and_read_and_another_after_it(phone, lab):
    phone.context.grant_permissions(["camera"])
    open_on_phone(phone, lab)
    expect(phone.locator("video")).to_have_count(0)
    read_from(phone, "Camera")

    take(phone)

    expect_answer(phone, "7, ")
    expect(phone.locator(ANSWER).last).to_be_in_viewport(ratio=1)
    expect(phone.get_by_role("img", name="photo.jpg: digit found")).to_be_in_viewport(ratio=1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    ((left, top, right, foot),) = phone.evaluate(FRAMES)
    scale = (right - left) / (foot - top)
    assert 0.5 < scale < 1.1  # the seven's, not the sheet's
    expect(phone.locator("video")).to_have_count(0)  # the camera is off
    phone.locator(".st-key-clear button").click()
    expect(phone.get_by_role("button", name="Take Photo")).to_be_enabled()
    expect_answer(phone, "nothing yet")


def test_a_phone_films_what_lies_before_it_and_not_its_reader(phone, lab):
    phone.context.grant_permissions(["camera"])
    open_on_phone(phone, lab)

    read_from(phone, "Camera")

    take(phone)
    expect_answer(phone, "7, ")
    assert phone.evaluate("asked") == ["user", "environment"]


def test_a_refused_camera_says_so_and_leaves_the_drawing(phone, lab):
    open_on_phone(phone, lab)
    write_at(phone, box_of(phone, CANVAS), [[(90, 90), (230, 90), (160, 260)]])
    expect_answer(phone, "7, ")

    read_from(phone, "Camera")

    expect_no_camera(phone)
    read_from(phone, "Draw")
    expect_answer(phone, "7, ")
    expect(phone.locator(CANVAS).last).to_be_visible()


def test_where_there_is_no_camera_a_file_is_a_choice_away(page, lab):
    open_draw(page, lab)
    read_from(page, "Camera")

    expect_no_camera(page)
    read_from(page, "File")
    wait_until(lambda: page.locator("input[type=file]").count() == 1)
    expect(page.get_by_test_id("stCameraInput")).to_have_count(0)


def expect_no_camera(page: Page) -> None:
    expect(page.get_by_text("Learn how to allow access")).to_be_visible()
    expect(page.get_by_text("No camera?")).to_be_visible()
    expect(page.get_by_role("button", name="Take Photo")).to_be_disabled()
    expect(page.get_by_test_id("stException")).to_have_count(0)
