"""What a person has given, quoted in a message."""

import pytest

from mnist_core.quoting import named, quoted


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("adam", "'adam'"),
        ("a" * 100, f"'{'a' * 60}…'"),
        ("\x1b[2J", r"'\x1b[2J'"),
        ("\u202eabc", r"'\u202eabc'"),
        (3.5, "3.5"),
        ([1] * 100, "[" + "1, " * 19 + "1,…"),
    ],
)
def test_a_value_is_quoted_in_one_short_line(value, text):
    assert quoted(value) == text


def test_a_number_that_python_refuses_to_write_is_no_error():
    assert quoted(10**5000) == "a number of too many digits"


def test_what_could_be_a_setting_s_name_stands_without_quotes():
    assert [named(text) for text in ("colour", "a b", "\x00", "x" * 40)] == [
        "colour",
        "'a b'",
        r"'\x00'",
        f"'{'x' * 40}'",
    ]
