"""What a run's or a sweep's name may be."""

import re

import pytest

from mnist_core.errors import ConfigError
from mnist_core.store.names import (
    MAX_NAME_LENGTH,
    checked_name,
    name_or_new,
    new_run_name,
    with_ending,
)


def test_a_name_loses_needless_spaces():
    assert checked_name("  my   first\nrun ", "run") == "my first run"


@pytest.mark.parametrize("name", ["", "  \n", "x" * (MAX_NAME_LENGTH + 1)])
def test_a_name_that_is_empty_or_too_long_is_refused(name):
    with pytest.raises(ConfigError, match="A sweep's name"):
        checked_name(name, "sweep")


def test_a_run_without_a_name_gets_one_of_two_words():
    assert re.fullmatch(r"[a-z]+-[a-z]+", name_or_new("  ", "run"))
    assert name_or_new("mine", "run") == "mine"
    assert len({new_run_name() for _ in range(50)}) > 25


def test_a_long_name_makes_room_for_its_ending():
    long = "x" * MAX_NAME_LENGTH

    assert with_ending("coarse search", "12") == "coarse search 12"
    assert with_ending(long, "12") == f"{long[:-3]} 12"


@pytest.mark.parametrize(
    ("name", "ending", "expected"),
    [
        ("first sweep best seed 3", "taught", "first sweep taught"),
        ("first taught", "seed 4", "first taught seed 4"),
        ("first taught seed 4", "seed 5", "first taught seed 5"),
        ("first seed 2 taught", "taught", "first taught"),
        ("first seed 2", "seed 3", "first seed 3"),
        ("seed 7", "taught", "seed 7 taught"),
        ("well taught", "taught", "well taught"),
    ],
)
def test_no_name_grows_by_the_endings_that_the_lab_puts_on_it(name, ending, expected):
    assert with_ending(name, ending) == expected
