"""Numbers: split where one digit ends and the next begins, whoever wrote them and however."""

import json
import warnings
from dataclasses import replace

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from mnist_core.cli.read_files import number_line, read_numbers
from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.figures.number import boxed_number, number_answer
from mnist_core.ink.strokes import Strokes
from mnist_core.multidigit.digit_likeness import oddness
from mnist_core.multidigit.read_number import (
    MOST_DIGITS,
    NO_NUMBER,
    SEVERAL_LINES,
    TOO_MANY,
    UNSURE,
    NumberReading,
    read_number,
)
from mnist_core.network.mlp import Network, forward, snapshot_arrays
from tests.app.runs import trained
from tests.core.multidigit.number_cases import HANDS, pasted_number, pictured, written_number

NUMBERS = ("2024", "10", "357", "1618", "90210", "46", "2718", "808", "1111", "65", "39")
HIDDEN = 96


@pytest.fixture(scope="module")
def reader() -> Network:
    """A network that reads well enough, fitted in a few seconds by another library."""
    mnist = load_mnist()
    model = MLPClassifier((HIDDEN,), alpha=0.01, max_iter=12, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is not to converge
        model.fit(mnist.x_train[:12_000].reshape(-1, 784) / 255, mnist.y_train[:12_000])
    kernels, biases = (
        tuple(array.astype(np.float32) for array in arrays)
        for arrays in (model.coefs_, model.intercepts_)
    )
    return Network("relu", kernels, biases)


def guess(reading: NumberReading) -> str:
    """Give the best guess of each digit, sure or not."""
    return "".join(str(one.digit) for one in reading.digits)


@pytest.mark.parametrize("kind", HANDS)
def test_numbers_are_split_in_every_hand(kind, reader):
    """At most two of eleven have more or fewer digits than were written."""
    random = np.random.default_rng(7)
    readings = [read_number(written_number(text, HANDS[kind], random), reader) for text in NUMBERS]

    alike = [len(guess(one)) == len(text) for one, text in zip(readings, NUMBERS, strict=True)]
    assert sum(alike) >= len(NUMBERS) - 2


@pytest.mark.parametrize("dark", [False, True], ids=["light on dark", "dark on light"])
def test_a_picture_of_digits_is_read_in_order(dark, reader):
    mnist, random = load_mnist(), np.random.default_rng(1)
    right = 0
    for first in range(0, 40, 4):
        images = mnist.x_test[first : first + 4].astype(np.float32) / np.float32(255)
        picture = pasted_number(list(images), HANDS["apart"], random)
        reading = read_number(1 - picture if dark else picture, reader)
        right += guess(reading) == "".join(map(str, mnist.y_test[first : first + 4]))

    assert right >= 7


def test_each_digit_is_shown_as_the_network_sees_it(reader):
    strokes = written_number("2024", HANDS["apart"], np.random.default_rng(0))
    upright = replace(reader, normalization="slant")

    reading = read_number(strokes, upright)

    images = np.stack([one.image for one in reading.digits])
    again = forward(replace(reader, normalization="none"), images)
    np.testing.assert_allclose(
        [one.probabilities for one in reading.digits], again.probabilities, atol=1e-6
    )


def test_each_box_holds_its_digits_ink_and_boxes_go_from_left_to_right(reader):
    strokes = written_number("2024", HANDS["apart"], np.random.default_rng(0))

    reading = read_number(strokes, reader)

    middles = [(one.box[0] + one.box[2]) / 2 for one in reading.digits]
    low, high = np.vstack(strokes.lines).min(axis=0), np.vstack(strokes.lines).max(axis=0)
    assert middles == sorted(middles)
    assert np.min([one.box[:2] for one in reading.digits], axis=0) == pytest.approx(low, abs=3)
    assert np.max([one.box[2:] for one in reading.digits], axis=0) == pytest.approx(high, abs=3)
    assert all(one.image.shape == (28, 28) for one in reading.digits)


def test_strokes_and_their_picture_are_split_alike(reader):
    strokes = written_number("357", HANDS["apart"], np.random.default_rng(3))

    drawn, pictures = read_number(strokes, reader), read_number(pictured(strokes, 9), reader)

    assert len(drawn.digits) == len(pictures.digits) == 3


def test_what_is_no_digit_gets_a_question_mark_and_a_reason(reader):
    scribble = np.random.default_rng(2).uniform(40, 160, (40, 2))
    reading = read_number(Strokes(600.0, 200.0, (scribble,)), reader)

    assert UNSURE in reading.text
    assert reading.hints


def test_nothing_drawn_is_nothing_read(reader):
    assert read_number(Strokes(600.0, 200.0, ()), reader) == NO_NUMBER
    assert read_number(np.ones((50, 100), np.float32), reader) == NO_NUMBER


def test_too_many_digits_are_refused_with_a_sentence(reader):
    strokes = written_number("1" * (MOST_DIGITS + 4), HANDS["apart"], np.random.default_rng(0))

    reading = read_number(strokes, reader)

    assert (reading.text, reading.hints) == ("", (TOO_MANY,))


def test_very_many_strokes_are_refused_before_their_pairs_take_memory(reader):
    dots = tuple(np.array([[float(number), 5.0]]) for number in range(99_000))

    assert read_number(Strokes(100_000.0, 10.0, dots), reader).hints == (TOO_MANY,)


def test_several_lines_are_refused_with_a_sentence(reader):
    above, below = (
        written_number(text, HANDS["apart"], np.random.default_rng(0), canvas=(600, 150))
        for text in ("12345", "67890")
    )
    lines = *above.lines, *(line + np.array([0, 150]) for line in below.lines)
    strokes = Strokes(600.0, 300.0, lines)

    for drawing in (strokes, pictured(strokes, 6), 1 - pictured(strokes, 6)):
        reading = read_number(drawing, reader)
        assert (reading.text, reading.hints) == ("", (SEVERAL_LINES,))


def test_half_a_digit_and_two_at_once_look_odder_than_digits():
    images = load_mnist().x_test[:300].astype(np.float32) / np.float32(255)
    halves, pairs = images.copy(), np.maximum(np.roll(images, -6, 2), np.roll(images[::-1], 6, 2))
    halves[:, :, 14:] = 0

    usual = np.median(oddness(images))

    assert np.median(oddness(halves)) > usual + 0.1
    assert np.median(oddness(pairs)) > usual + 0.3


def test_the_figures_show_every_digit_and_a_dash_before_there_is_one(reader):
    strokes = written_number("2024", HANDS["apart"], np.random.default_rng(0))
    reading = read_number(strokes, reader)

    figure = boxed_number(strokes, reading, (600.0, 200.0))

    boxes = [shape for shape in figure.layout.shapes if shape.layer != "below"]
    assert len(boxes) == len(reading.digits)
    assert reading.text in number_answer(reading).to_json()
    assert boxed_number(None, NO_NUMBER, (600.0, 200.0)).layout.height == figure.layout.height


def test_files_are_read_as_numbers_with_boxes_and_probabilities(store, reader, tmp_path):
    run = trained(store, RunConfig(hidden_units=(HIDDEN,), epochs=1), "reader", weights=True)
    store.artifacts.write(run.id, "last", snapshot_arrays(reader.weights))
    strokes = written_number("2024", HANDS["apart"], np.random.default_rng(0))
    file, empty = tmp_path / "year.json", tmp_path / "empty.json"
    lines = [line.tolist() for line in strokes.lines]
    file.write_text(json.dumps({"width": 600, "height": 200, "strokes": lines}))
    empty.write_text(json.dumps({"width": 600, "height": 200, "strokes": []}))

    answer, nothing = read_numbers(store, run, [file, empty])

    assert [len(digit["probabilities"]) for digit in answer["digits"]] == [10] * len(
        answer["number"]
    )
    assert answer["number"] in number_line(answer)
    assert [digit["doubt"] is None for digit in answer["digits"]] == [
        letter != UNSURE for letter in answer["number"]
    ]
    assert {digit["runner_up"] == digit["digit"] for digit in answer["digits"]} == {False}
    assert nothing == {"file": str(empty), "error": "empty.json is empty: no ink was found in it."}
