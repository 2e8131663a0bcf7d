"""What a sweep varies, written as a command line has it, and read back."""

import pytest

from mnist_core.errors import ConfigError
from mnist_core.sweeps.search_space import make_dimension
from mnist_core.sweeps.search_space_text import parse_dimension


@pytest.mark.parametrize(
    ("text", "grid"),
    [
        ("optimizer=adam,sgd", ("adam", "sgd")),
        ("hidden_units=64|128|128,64", ("64", "128", "128,64")),
        ("hidden-units=|64 32", ("", "64,32")),
        ("learning_rate=none,0.01", (None, 0.01)),
        ("nesterov=true,false", (True, False)),
        ("dropout=0..0.5:3", (0.0, 0.25, 0.5)),
        ("learning_rate=1e-4..1e-1:log:4", (1e-4, 1e-3, 1e-2, 1e-1)),
        ("layers=1..3", (1, 2, 3)),
        ("batch_size=16..256:log", (16, 32, 64, 128, 256)),
        ("epochs=1..10:4", (1, 4, 7, 10)),
    ],
)
def test_a_dimension_is_read_as_it_is_written(text, grid):
    assert parse_dimension(text).grid == grid


@pytest.mark.parametrize(
    "text",
    [
        "optimizer=adam,sgd",
        "hidden_units=64|128,64|",
        "learning_rate=0.0001..0.1:log:7",
        "dropout=0..0.5",
        "nesterov=true,false",
        "early_stopping_patience=none,3",
    ],
)
def test_a_dimension_reads_its_own_text_back(text):
    dimension = parse_dimension(text)

    assert dimension.text == text
    assert parse_dimension(dimension.text) == dimension


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("optimizer", "gives nothing to vary"),
        ("=1,2", "gives nothing to vary"),
        ("validation=holdout,test", "validation cannot be varied"),
        ("colour=red", "colour cannot be varied"),
        ("optimizer=adam,adamax2", "adamax2"),
        ("optimizer=adam,adam", "same value twice"),
        ("dropout=0.1,0.10", "same value twice"),
        ("layers=1..x", "is no range"),
        ("layers=1..3:lag", "is no range"),
        ("dropout=0..0.5:log", "no logarithm"),
        ("dropout=0.5..0.1", "a range goes upwards"),
        ("dropout=0.2..0.2", "a range goes upwards"),
        ("dropout=0..0.99", "inside 0 to 0.9"),
        ("neurons=1.5..3", "whole numbers"),
        ("neurons=10,many", "whole numbers from 1 to 4,096"),
        ("epochs=1..9:1", "steps"),
    ],
)
def test_what_cannot_be_varied_costs_one_sentence(text, sentence):
    with pytest.raises(ConfigError, match=sentence) as caught:
        parse_dimension(text)

    assert "\n" not in str(caught.value)


def test_words_have_no_range():
    with pytest.raises(ConfigError, match="has no range"):
        make_dimension("optimizer", low=0, high=1)
