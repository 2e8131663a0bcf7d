"""The Draw page in a real browser: a mouse writes a digit, a network reads it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Page, expect

from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from tests.app.runs import trained
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

SEVEN = [[(80, 80), (200, 80), (140, 220)]]
ONE = [[(140, 60), (140, 220)]]
FOUR = [[(90, 60), (80, 150), (200, 150)], [(170, 60), (170, 230)]]
CANVAS = ".upper-canvas"
BOARD = "[class*=st-key-canvas_]"
BOARD_KEYS = (
    f"[...document.querySelectorAll('{BOARD}')].map(b => /canvas_\\d+/.exec(b.className)[0])"
)
FIRED = "JSON.stringify(document.querySelector('.st-key-layer_1 .js-plotly-plot')?.data?.[0].z)"
SHARES = """[...[...document.querySelectorAll('.st-key-bars *')].find(part => part.shadowRoot)
    ?.shadowRoot.querySelectorAll('.share') ?? []].map(share => share.textContent).join()"""
# Two stand there for a moment where a page turns narrow: the last stays.
ANSWER = "[role=img][aria-label^='Answer:']"


def open_draw(page: Page, lab) -> None:
    page.goto("/draw")
    expect(page.locator(CANVAS).first).to_be_visible()
    expect(page.locator(ANSWER).last).to_be_visible()


def box_of(page: Page, selector: str) -> FloatRect:
    boxes: list[FloatRect] = []

    def found() -> bool:  # a page that changes its order has it in no place for a moment
        expect(page.locator(selector).last).to_be_visible()
        box = page.locator(selector).last.bounding_box()
        boxes.extend([box] if box is not None else [])
        return bool(boxes)

    wait_until(found)
    return boxes[-1]


def draw(page: Page, strokes) -> None:
    """Write with the mouse, in pixels of the 280 px canvas, once that is in its place.

    A new canvas lies below its place until its style has loaded; a pen would miss it there.
    """
    wait_until(lambda: box_of(page, CANVAS)["y"] == box_of(page, BOARD)["y"])
    write_at(page, box_of(page, CANVAS), strokes)


def write_at(page: Page, box: FloatRect, strokes) -> None:
    """Write with the mouse in this place, whatever is there."""
    for (x, y), *others in strokes:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x_next, y_next in others:
            page.mouse.move(box["x"] + x_next, box["y"] + y_next, steps=12)
        page.mouse.up()


def board_of(page: Page) -> str:
    """Give the key of the canvas, once it is the only one."""
    page.wait_for_function(f"{BOARD_KEYS}.length === 1")
    (key,) = page.evaluate(BOARD_KEYS)
    return key


def expect_new_board(page: Page, before: str) -> None:
    """Wait until another canvas has replaced this one; for a moment both are there."""
    page.wait_for_function(f"before => {BOARD_KEYS}.every(key => key !== before)", arg=before)
    board_of(page)
    expect(page.locator(CANVAS).last).to_be_visible()


def begin_anew(page: Page, button: str) -> None:
    """Press Clear or Undo, and wait for the new canvas that it begins."""
    before = board_of(page)
    page.locator(f".st-key-{button} button").click()
    expect_new_board(page, before)


def read_from(page: Page, source: str) -> None:
    """Choose where what is read comes from: Draw, Camera or File."""
    page.locator(".st-key-read_from").get_by_role("radio", name=source).click()


def expect_answer(page: Page, answer: str) -> None:
    label = re.compile(f"Answer: {answer}")
    expect(page.locator(ANSWER).last).to_have_attribute("aria-label", label)


def draw_more(page: Page, strokes) -> None:
    """Write on, and wait until the server has read it: other neurons fire than before."""
    before = page.evaluate(FIRED)
    draw(page, strokes)
    page.wait_for_function(f"before => {FIRED} !== before", arg=before)


@pytest.mark.parametrize(("strokes", "digit"), [(SEVEN, 7), (ONE, 1), (FOUR, 4)])
def test_a_drawn_digit_is_read(page, lab, strokes, digit):
    open_draw(page, lab)
    expect_answer(page, "nothing yet")

    draw(page, strokes)

    expect_answer(page, f"{digit}, ")
    expect(page.get_by_text(re.compile(r"\d+ of 256 fire"))).to_be_visible()


def test_the_answer_follows_the_pen_and_no_script_runs_before_it_is_lifted(page, lab):
    asked: list[str] = []
    page.on("websocket", lambda it: it.on("framesent", lambda _: asked.append(it.url)))
    open_draw(page, lab)
    expect_answer(page, "nothing yet")
    page.wait_for_load_state("networkidle")
    box = box_of(page, CANVAS)
    (x, y), *others = SEVEN[0]
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    before = len(asked)

    for x_next, y_next in others:
        page.mouse.move(box["x"] + x_next, box["y"] + y_next, steps=12)

    expect_answer(page, "7, ")
    assert page.evaluate(SHARES).count("%") == 10
    assert len(asked) == before
    expect(page.get_by_role("button", name="Yes, a 7")).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_role("button", name="Yes, a 7")).to_be_enabled()
    expect_answer(page, "7, ")


def test_a_large_network_answers_when_the_pen_is_lifted_and_the_page_says_so(page, lab, idle):
    large = trained(lab, RunConfig(hidden_units=(1_500, 700)), "large", weights=True)
    page.goto(f"/draw?run={large.id}")
    expect(page.get_by_text("answers when the pen is lifted")).to_be_visible()
    expect_answer(page, "nothing yet")

    draw(page, SEVEN)

    expect_answer(page, r"\d, ")


def test_undo_takes_a_stroke_and_clear_takes_all(page, lab):
    open_draw(page, lab)
    draw_more(page, FOUR)
    expect_answer(page, "4, ")

    begin_anew(page, "undo")
    expect(page.locator(ANSWER).last).not_to_have_attribute("aria-label", re.compile("Answer: 4"))
    begin_anew(page, "clear")

    expect_answer(page, "nothing yet")
    draw(page, ONE)
    expect_answer(page, "1, ")


def test_the_drawing_survives_a_visit_to_another_page(page, lab):
    open_draw(page, lab)
    draw_more(page, SEVEN)
    expect_answer(page, "7, ")

    page.get_by_role("link", name="Train").click()
    expect(page.get_by_role("heading", name="A new network")).to_be_visible()
    page.get_by_role("link", name="Draw").click()

    expect_answer(page, "7, ")
    draw_more(page, [[(60, 272), (220, 272)]])
    begin_anew(page, "undo")
    expect_answer(page, "7, ")


def test_a_click_right_after_a_stroke_is_about_that_stroke(page, lab):
    open_draw(page, lab)
    draw_more(page, FOUR[:1])
    begun = board_of(page)

    draw(page, FOUR[1:])
    page.locator(".st-key-undo button").click()

    expect_new_board(page, begun)
    page.locator(".st-key-undo button").click()  # the first stroke is still there to be taken
    expect_answer(page, "nothing yet")


def test_what_is_written_right_after_clear_stands_on_the_new_canvas(page, lab):
    open_draw(page, lab)
    draw_more(page, FOUR)
    begun = board_of(page)
    box = box_of(page, CANVAS)  # where the new one will be

    page.locator(".st-key-clear button").click()
    write_at(page, box, SEVEN)

    expect_new_board(page, begun)
    expect(page.get_by_role("button", name="Yes, a 7")).to_be_enabled()
    expect_answer(page, "7, ")


def test_a_stroke_in_which_another_button_is_pressed_is_not_answered(page, lab):
    open_draw(page, lab)
    box = box_of(page, CANVAS)
    page.mouse.move(box["x"] + 80, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 80, steps=12)
    expect_answer(page, r"\d, ")

    page.mouse.click(box["x"] + 200, box["y"] + 80, button="right")

    expect_answer(page, "nothing yet")
    page.mouse.up()
    expect_answer(page, "nothing yet")


def test_the_ink_stays_when_another_network_reads(page, lab, idle):
    trained(lab, RunConfig(hidden_units=(20,)), "another", error=0.5, weights=True)
    open_draw(page, lab)
    draw_more(page, SEVEN)
    page.locator(CANVAS).evaluate("canvas => { window.written = canvas }")

    for name in ("starter", "another", "starter"):
        reads = page.get_by_role("combobox", name="Read by")
        expect(reads).to_have_count(1)  # for a moment the one before is there as well
        reads.click()
        page.get_by_role("option", name=name).click()
        expect(page.get_by_text(f"Read by {name}")).to_be_visible()

    expect_answer(page, "7, ")
    assert page.evaluate("window.written.isConnected")


def test_the_drawing_is_downloaded_as_a_picture(page, lab):
    open_draw(page, lab)
    draw_more(page, SEVEN)
    expect_answer(page, "7, ")

    with page.expect_download() as download:
        page.get_by_role("button", name="PNG", exact=True).click()

    with Image.open(download.value.path()) as picture:
        assert (picture.format, picture.size) == ("PNG", (560, 560))
        assert picture.getpixel((280, 160)) == 255


@pytest.mark.parametrize("before", ["", "clear"])
def test_an_uploaded_image_is_read_dark_on_light_in_the_canvas_s_place(page, lab, before):
    open_draw(page, lab)
    if before:  # which begins a new canvas
        draw(page, FOUR)
        expect_answer(page, "4, ")
        begin_anew(page, before)
    draw(page, ONE)
    expect_answer(page, "1, ")
    picture = Image.fromarray(255 - load_mnist().x_test[0]).resize((200, 200))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")

    read_from(page, "File")
    page.locator("input[type=file]").set_input_files(
        {"name": "seven.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
    )

    expect_answer(page, "7, ")
    expect(page.get_by_role("img", name="seven.png: digit found")).to_be_visible()
    expect(page.locator(BOARD)).to_have_count(0)
    page.locator(".st-key-clear button").click()
    expect_answer(page, "nothing yet")
    expect(page.locator("input[type=file]")).to_have_count(1)
    read_from(page, "Draw")
    expect_answer(page, "1, ")
    board_of(page)


def test_a_file_that_is_no_image_is_one_sentence(page, lab):
    open_draw(page, lab)

    read_from(page, "File")
    page.locator("input[type=file]").set_input_files(
        {"name": "letter.png", "mimeType": "image/png", "buffer": b"Dear lab,"}
    )

    expect(page.get_by_text(re.compile(r"letter\.png is neither"))).to_be_visible()
    expect_answer(page, "nothing yet")


def test_several_runs_read_the_same_drawing(page, lab):
    other = lab.create(RunConfig(hidden_units=(), epochs=1, train_size=5_000), "plain-pixels")
    wait_until(lambda: lab.read(other.id).state == "finished")
    open_draw(page, lab)
    page.get_by_role("combobox", name="Compare with").click()
    page.get_by_role("option").first.click()

    draw(page, SEVEN)

    expect(page.get_by_text("Other runs read it as")).to_be_visible()
    expect_answer(page, "7, ")


def test_the_canvas_stays_where_it_is_when_the_best_is_chosen(page, lab, idle):
    bad = trained(lab, RunConfig(hidden_units=(8,), epochs=1), "bad", error=0.7, weights=True)
    page.goto(f"/draw?run={bad.id}")
    expect(page.get_by_text("often wrong")).to_be_visible()
    expect(page.locator(ANSWER).last).to_be_visible()
    before = box_of(page, CANVAS)

    page.get_by_role("button", name="Read with the best").click()

    expect(page.get_by_text("often wrong")).to_have_count(0)
    assert box_of(page, CANVAS) == before


def test_a_drawing_is_read_again_after_each_epoch_without_a_touch(page, lab, idle):
    run = lab.create(RunConfig(hidden_units=(784,), batch_size=200, epochs=60), "learner")
    wait_until(lambda: lab.read(run.id).epochs_done > 0)
    page.goto(f"/draw?run={run.id}")
    expect(page.locator(ANSWER).last).to_be_visible()
    draw(page, FOUR)
    expect_answer(page, r"\d")
    page.locator(".upper-canvas").evaluate("canvas => { window.written = canvas }")
    page.evaluate(
        """() => { window.answers = new Set()
        window.watching = setInterval(
            () => window.answers.add(JSON.stringify(window.digitLabAnswer)), 50) }"""
    )

    page.wait_for_function("window.answers.size >= 4")

    expect_answer(page, r"\d")
    assert page.evaluate("window.written.isConnected")
    assert lab.read(run.id).state == "training"


def test_each_stroke_is_answered_while_a_run_trains(page, lab):
    run = lab.create(RunConfig(hidden_units=(784, 784), batch_size=200, epochs=50))
    wait_until(lambda: lab.read(run.id).progress is not None)
    open_draw(page, lab)

    for x in (60, 120, 180):
        draw_more(page, [[(x, 60), (x + 30, 200)]])
        expect_answer(page, r"\d")

    assert lab.read(run.id).state == "training"


def test_the_cards_stand_side_by_side_and_the_answer_is_in_sight_on_a_phone(page, lab):
    open_draw(page, lab)
    canvas, answer = box_of(page, CANVAS), box_of(page, ANSWER)
    assert answer["x"] > canvas["x"] + canvas["width"]

    page.set_viewport_size({"width": 390, "height": 844})

    wait_until(lambda: box_of(page, ANSWER)["y"] > box_of(page, CANVAS)["y"] + 280)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wait_until(lambda: box_of(page, CANVAS)["width"] > 320)
    canvas, answer = box_of(page, CANVAS), box_of(page, ANSWER)
    assert canvas["y"] > 0
    assert answer["y"] + answer["height"] <= 844
    page.mouse.move(canvas["x"] + 90, canvas["y"] + 90)
    page.mouse.down()
    page.mouse.move(canvas["x"] + 230, canvas["y"] + 90, steps=12)
    page.mouse.move(canvas["x"] + 160, canvas["y"] + 260, steps=12)
    expect_answer(page, "7, ")
    page.mouse.up()
    expect(page.get_by_role("button", name="Yes, a 7")).to_be_enabled()
    expect_answer(page, "7, ")
