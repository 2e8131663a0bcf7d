"""The take-home page in a real browser, offline: it reads what the lab reads."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from mnist_core.config import RunConfig
from mnist_core.dataset import Mnist, load_mnist, scale_pixels
from mnist_core.export.web_page import web_page
from mnist_core.ink.preprocess import AT_BORDER, ONLY_A_SPECK, TWO_DIGITS, read_strokes
from mnist_core.ink.strokes import strokes_from_json
from mnist_core.network.doubt import SURE_FROM, doubt_text
from mnist_core.network.mlp import Network, forward, network_from_arrays, network_input
from mnist_core.setting_options import Activation, Normalization
from tests.app.runs import random_weights, trained
from tests.core.ink.degrade import traced

Document = dict[str, Any]
Opener = Callable[[RunConfig, Network], Page]

CANVASES = ((280, 280), (1000, 600), (90, 300), (28, 28))
TRACED, VARIANTS = 40, 5
CONFIG = RunConfig(hidden_units=(64, 32), epochs=1)
NAME = "</script><script>window.broken = true</script><img src=/x onerror=alert(1)>"


@pytest.fixture
def open_page(chromium: Browser, store, tmp_path: Path) -> Iterator[Opener]:
    """Open the page of a network from a file, offline; it may ask for nothing and complain not."""
    context = chromium.new_context(
        offline=True, has_touch=True, viewport={"width": 1280, "height": 900}
    )
    page, file = context.new_page(), tmp_path / "page.html"
    run = trained(store, CONFIG, NAME)
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))

    def open_page(config: RunConfig, network: Network) -> Page:
        file.write_text(web_page(replace(run, config=config), network), encoding="utf-8")
        page.goto(file.as_uri())
        return page

    yield open_page
    context.close()
    assert set(asked) == {file.as_uri()}
    assert problems == []


@pytest.fixture(scope="module")
def mnist() -> Mnist:
    return load_mnist()


@pytest.fixture(scope="module")
def network(mnist) -> Network:
    return fitted_network(mnist, "none")


def fitted_network(mnist: Mnist, normalization: Normalization) -> Network:
    """Fit the last of three layers to some training digits; the others are random."""
    arrays = random_weights(CONFIG, 0)
    pixels, labels = scale_pixels(mnist.x_train[:4_000]), np.eye(10)[mnist.y_train[:4_000]]
    fired = forward(network_from_arrays("relu", arrays, normalization), pixels).hidden[-1]
    inputs = np.column_stack([fired, np.ones(len(fired))]).astype(float)
    fitted = 10 * np.linalg.solve(inputs.T @ inputs + np.eye(33), inputs.T @ labels)
    last = {"kernel_3": fitted[:-1], "bias_3": fitted[-1]}
    return network_from_arrays("relu", arrays | last, normalization)


@pytest.fixture(scope="module")
def documents(mnist) -> list[Document]:
    """Trace test digits as hands may write them: any size, place, slant, canvas and speed."""
    random = np.random.default_rng(0)
    digits = mnist.x_test[:TRACED].astype(np.float32) / np.float32(255)
    lines = [
        traced(digit, spacing=spacing).lines
        for digit, spacing in zip(digits, np.geomspace(0.2, 5, TRACED), strict=True)
    ]
    return [written(lines[number % TRACED], number, random) for number in range(TRACED * VARIANTS)]


def written(lines, number: int, random: np.random.Generator) -> Document:
    """Turn, scale, move and shake lines of a canvas of 280; some in whole pixels, as a mouse."""
    width, height = CANVASES[number % len(CANVASES)]
    scale, angle = random.uniform(0.05, 1.1) * min(width, height) / 280, random.uniform(-0.4, 0.4)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    tremble = random.choice([0, 0.5]) * scale
    middle = np.array([width, height]) / 2
    placed = [
        (line - 140) @ turn + middle + random.normal(0, tremble, line.shape) for line in lines
    ]
    strokes = [(np.round(line) if number % 3 == 0 else line).tolist() for line in placed]
    return {"width": width, "height": height, "strokes": strokes}


SCRIBBLE = np.cumsum(np.random.default_rng(1).normal(0, 4, (2_000, 2)), axis=0).tolist()
SPECIAL: list[Any] = [
    [[[50, 60]]],  # a dot
    [[[50, 60], [50, 60]], []],  # a dot of a pen that stood still, and a stroke of no point
    [[[50, 60], [50, 200]], [[60, 30]]],  # two points and a dot
    [[[50, 60, 0.1], [90, 60, 0.2], [90, 60, 0.3], [50, 150, 0.4]]],  # with pressure
    # two digits, and nearer to each other until they are one; and one with a low mark beside it
    *([[[90, 60], [90, 200]], [[90 + gap, 85], [90 + gap, 200]]] for gap in range(24, 64, 3)),
    [[[90, 60], [90, 200]], [[190, 135], [190, 200]]],
    [SCRIBBLE],
]


def lab_reads(drawings: list[Document]):
    return [read_strokes(strokes_from_json(drawing)) for drawing in drawings]


def page_reads(page: Page, drawings: list[Document]) -> list[dict[str, Any]]:
    script = "text => JSON.stringify(JSON.parse(text).map(digitLab.read))"
    answers: list[dict[str, Any]] = json.loads(page.evaluate(script, json.dumps(drawings)))
    return answers


@pytest.mark.parametrize("normalization", get_args(Normalization))
def test_two_hundred_digits_are_read_as_the_lab_reads_them(
    normalization, open_page, mnist, documents
):
    network = fitted_network(mnist, normalization)
    special = [{"width": 280, "height": 280, "strokes": strokes} for strokes in SPECIAL]
    drawings = documents + special
    readings = lab_reads(drawings)
    images = np.stack([reading.image for reading in readings])
    expected, seen = forward(network, images), network_input(network, images)

    answers = page_reads(open_page(CONFIG, network), drawings)

    shown = np.array([answer["image"] for answer in answers]).reshape(len(answers), -1)
    np.testing.assert_allclose(shown, seen, atol=1e-5)
    probabilities = np.array([answer["probabilities"] for answer in answers])
    np.testing.assert_allclose(probabilities, expected.probabilities, atol=1e-4)
    ordered = np.sort(expected.probabilities, axis=1)
    decided = ordered[:, -1] - ordered[:, -2] > 2e-4
    digits = np.array([answer["digit"] for answer in answers])
    np.testing.assert_array_equal(digits[decided], expected.digits[decided])
    assert decided.sum() >= 200
    assert len(set(digits)) == 10
    hints = [tuple(answer["hints"]) for answer in answers]
    assert hints == [reading.hints for reading in readings]
    assert {(), (AT_BORDER,), (TWO_DIGITS,), (ONLY_A_SPECK,)} <= set(hints)
    doubts = [doubt_text(shares) for shares in expected.probabilities]
    clear = decided & (np.abs(ordered[:, -1] - SURE_FROM) > 2e-4)
    clear &= ordered[:, -2] - ordered[:, -3] > 2e-4
    assert [answer["doubt"] for answer in np.array(answers)[clear]] == list(np.array(doubts)[clear])
    assert len(set(doubts)) > 3


def test_every_activation_gives_the_labs_probabilities(open_page, documents):
    images = np.stack([reading.image for reading in lab_reads(documents[:12])])
    for activation in get_args(Activation):
        config = RunConfig(hidden_units=(40, 30), activation=activation)
        weights = random_weights(config, 5)
        weights["kernel_1"] *= 3  # far into both tails
        network = network_from_arrays(activation, weights)

        answers = page_reads(open_page(config, network), documents[:12])

        probabilities = [answer["probabilities"] for answer in answers]
        expected = forward(network, images).probabilities
        np.testing.assert_allclose(probabilities, expected, rtol=1e-4, err_msg=activation)


def draw(page: Page, *lines: list[tuple[int, int]]) -> None:
    """Write with the mouse, in shares of 280 of the canvas."""
    box = page.locator("#board").bounding_box()
    assert box is not None
    for line in lines:
        points = [
            (box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280) for x, y in line
        ]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=9)
        page.mouse.up()


def expect_the_labs_answer(page: Page, network: Network) -> None:
    """What stands on the page is what the lab reads from the strokes that the page recorded."""
    drawing = page.evaluate("digitLab.drawing()")
    image = read_strokes(strokes_from_json(drawing)).image
    assert image is not None
    answer = forward(network, image[None])
    digit, share = int(answer.digits[0]), float(answer.probabilities.max())
    expect(page.locator("#digit")).to_have_text(str(digit))
    expect(page.locator("#sure")).to_have_text(f"{share:.1%} sure")
    expect(page.locator("li.best")).to_have_text(f"{digit}{share:.1%}")
    expect(page.get_by_role("status")).to_contain_text(f"It reads {digit}, {share:.1%} sure.")


FOUR = [(90, 60), (80, 150), (200, 150)], [(170, 60), (170, 230)]


def test_a_digit_drawn_with_the_mouse_is_read_undone_and_cleared(open_page, network):
    page = open_page(CONFIG, network)
    expect(page.locator("#digit")).to_have_text("–")
    expect(page.locator(".run")).to_contain_text(NAME)
    assert page.evaluate("window.broken") is None

    draw(page, *FOUR)
    expect_the_labs_answer(page, network)
    assert len(page.evaluate("digitLab.drawing().strokes")) == 2
    page.keyboard.press("Control+z")
    assert len(page.evaluate("digitLab.drawing().strokes")) == 1
    expect_the_labs_answer(page, network)
    page.keyboard.press("Escape")

    expect(page.locator("#digit")).to_have_text("–")
    expect(page.get_by_role("status")).to_have_text("Nothing is drawn.")
    page.get_by_role("button", name="Undo").click()  # even a drawing that was cleared
    expect_the_labs_answer(page, network)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#digit")).to_have_text("–")


def test_a_finger_leaves_a_dot_and_the_page_fits_the_smallest_phone(open_page, network):
    page = open_page(CONFIG, network)
    page.set_viewport_size({"width": 320, "height": 640})

    page.locator("#board").tap()

    expect(page.locator("#hint")).to_have_text(ONLY_A_SPECK)
    expect_the_labs_answer(page, network)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


NO_DRAWINGS: tuple[object, ...] = (
    None,
    {"strokes": []},
    {"width": 9, "height": 9, "strokes": [[["a", 1]]]},
)


def test_a_document_that_is_no_drawing_is_refused_in_one_sentence(open_page, network):
    page = open_page(CONFIG, network)
    reading = (
        "document => { try { digitLab.read(document) } catch (error) { return error.message } }"
    )

    complaints = [page.evaluate(reading, document) for document in NO_DRAWINGS]

    assert all(complaint.startswith("A drawing is {width, height") for complaint in complaints)
