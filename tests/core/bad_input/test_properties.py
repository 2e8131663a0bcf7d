"""Whatever is given: what the lab writes it reads again, and any text is a value or a sentence."""

import json
from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mnist_core import setting_options as limits
from mnist_core.cli.config_file import config_from_text
from mnist_core.config import RunConfig
from mnist_core.config_input import config_from_json, make_config
from mnist_core.errors import LabError
from mnist_core.handwriting.csv_files import digits_csv
from mnist_core.handwriting.labelled_files import read_labelled
from mnist_core.handwriting.npz_files import digits_npz
from mnist_core.ink.drawing_files import read_drawing
from mnist_core.ink.strokes import strokes_from_json
from mnist_core.sweeps.search_space import Dimension, make_dimension
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.variable_settings import NUMBERS, VARIABLE, WHOLE_NUMBERS
from tests.core.bad_input.files import picture

SIGNS = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"RIFF\0\0\0\0WEBP",
    b"BM",
    b"PK\x03\x04",
)

LONGEST = 500  # letters of a sentence that lists all settings


def sentence_of(read: Callable[[], object]) -> str:
    """Give why something cannot be read; "" where it can, and any other exception is a failure."""
    try:
        read()
    except LabError as error:
        return str(error) or "no sentence" * LONGEST
    return ""


def begins_with(name: str, sentence: str) -> bool:
    """Tell whether a sentence, if there is one, says first which file it is about."""
    return not sentence or sentence.startswith(name)


def real(lowest: float, highest: float) -> st.SearchStrategy[float]:
    return st.floats(lowest, highest, allow_nan=False)


def one_of(words: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(words))


@st.composite
def configs(draw: st.DrawFn) -> RunConfig:
    """Draw settings that a run may have."""
    optimizer = draw(one_of(limits.Optimizer))
    whole = st.integers
    values = {
        "hidden_units": draw(st.lists(whole(1, limits.MAX_NEURONS), max_size=6).map(tuple)),
        "activation": draw(one_of(limits.Activation)),
        "dropout": draw(real(0, limits.MAX_DROPOUT)),
        "kernel_initializer": draw(one_of(limits.Initializer)),
        "l2": draw(real(0, 1)),
        "optimizer": optimizer,
        "momentum": draw(real(0, 0.999)) if optimizer in limits.MOMENTUM_OPTIMIZERS else 0.0,
        "nesterov": optimizer == "sgd" and draw(st.booleans()),
        "learning_rate": draw(st.none() | real(limits.MIN_LEARNING_RATE, limits.MAX_LEARNING_RATE)),
        "batch_size": draw(whole(1, limits.MAX_BATCH_SIZE)),
        "early_stopping_patience": draw(st.none() | whole(1, limits.MAX_PATIENCE)),
        "normalization": draw(one_of(limits.Normalization)),
        "validation": draw(one_of(limits.Validation)),
        "seed": draw(whole(0, limits.MAX_SEED)),
    }
    return make_config(values)


@st.composite
def dimensions(draw: st.DrawFn) -> Dimension:
    """Draw a range that a sweep may vary a setting over."""
    field = draw(st.sampled_from(sorted(NUMBERS)))
    lowest, highest = NUMBERS[field]
    ends = st.integers(*WHOLE_NUMBERS[field]) if field in WHOLE_NUMBERS else real(lowest, highest)
    low, high = sorted((float(draw(ends)), float(draw(ends))))
    assume(low < high)
    log = draw(st.booleans()) and low > 0
    return make_dimension(
        field, low=low, high=high, log=log, steps=draw(st.none() | st.integers(2, 10_000))
    )


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["strokes", "objects", "drawing", "width", "type", "path", "src"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)
points = st.lists(st.lists(st.integers(-500, 500), min_size=2, max_size=2), min_size=1, max_size=9)
images = st.integers(1, 5).flatmap(
    lambda count: st.binary(min_size=count * 784, max_size=count * 784)
)


@given(configs())
def test_settings_that_are_written_are_read_again(config):
    assert config_from_json(config.model_dump_json()) == config
    assert config_from_json(config.text) == config
    shown = json.dumps({"id": "x", "config": config.model_dump(mode="json")})
    assert config_from_text(shown) == config


@given(configs())
def test_a_link_s_settings_are_read_again(config):
    """As ``settings_link`` writes them: each as its text."""
    link = {
        name: ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for name, value in config.model_dump().items()
    }

    assert make_config(link) == config


@given(st.text() | documents.map(json.dumps))
def test_any_text_is_settings_or_one_sentence(text):
    assert len(sentence_of(lambda: config_from_text(text))) < LONGEST


@given(st.sampled_from(sorted(RunConfig.model_fields)), st.text() | documents)
def test_any_value_of_a_setting_is_taken_or_costs_one_sentence(name, value):
    assert len(sentence_of(lambda: make_config({name: value}))) < LONGEST


@given(dimensions())
def test_a_range_that_is_written_is_read_again(dimension):
    assert parse_dimension(dimension.text) == dimension


@given(st.lists(real(1e-6, 10), min_size=1, max_size=5, unique=True))
def test_a_list_that_is_written_is_read_again(values):
    dimension = make_dimension("learning_rate", values=values)

    assert parse_dimension(dimension.text) == dimension


@given(
    st.sampled_from(VARIABLE) | st.text(max_size=5),
    st.text(max_size=12) | st.from_regex(r"[-+.e0-9]{1,6}\.\.[-+.e0-9]{1,6}(:log|:[0-9]+){0,3}"),
)
def test_any_text_varies_something_or_costs_one_sentence(field, described):
    text = f"{field}={described}"
    sentence = sentence_of(lambda: parse_dimension(text))

    assert len(sentence) < LONGEST
    if not sentence:
        dimension = parse_dimension(text)
        assert parse_dimension(dimension.text) == dimension


@given(st.lists(points, max_size=4))
def test_strokes_that_are_written_are_read_again(lines):
    read = strokes_from_json({"width": 500, "height": 500, "strokes": lines})

    written = {"width": 500, "height": 500, "strokes": [line.tolist() for line in read.lines]}
    again = strokes_from_json(written)
    assert [line.tolist() for line in again.lines] == [line.tolist() for line in read.lines]
    assert [line.tolist() for line in read.lines] == lines


@given(documents)
def test_any_document_is_a_drawing_or_costs_one_sentence(document):
    content = json.dumps(document).encode()

    assert begins_with("a.json ", sentence_of(lambda: read_drawing("a.json", content)))


@given(st.sampled_from(SIGNS), st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_cost_one_sentence(sign, rest):
    assert begins_with("a.png ", sentence_of(lambda: read_drawing("a.png", sign + rest)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
@given(st.data())
def test_a_picture_with_any_byte_changed_or_cut_is_read_or_costs_one_sentence(kind, data):
    whole = bytearray(picture("RGB", kind))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] = data.draw(st.integers(0, 255))
    content = bytes(whole[: data.draw(st.integers(place, len(whole)))])

    assert begins_with("a.png ", sentence_of(lambda: read_drawing("a.png", content)))


@given(images, st.data())
def test_a_personal_set_that_is_written_is_read_again(content, data):
    drawn = np.frombuffer(content, np.uint8).reshape(-1, 28, 28).copy()
    drawn[:, 0, 0] = 1  # each has ink
    labels = data.draw(st.lists(st.integers(0, 9), min_size=len(drawn), max_size=len(drawn)))
    digits = np.array(labels, np.uint8)

    for name, written in (
        ("a.npz", digits_npz(drawn, digits)),
        ("a.csv", digits_csv(drawn, digits).encode()),
    ):
        read = read_labelled([(name, written)])
        assert (read.images == drawn).all()
        assert read.labels.tolist() == labels


@given(st.sampled_from(["a.csv", "a.npz", "7.json", "7.png"]), st.binary(max_size=300))
def test_any_file_is_a_personal_set_or_costs_one_sentence(name, content):
    assert begins_with(name, sentence_of(lambda: read_labelled([(name, content)])))
