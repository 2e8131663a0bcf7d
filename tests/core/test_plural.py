"""Nouns after their numbers, and the numbers."""

import pytest

from mnist_core.plural import number_text, plural


def test_only_one_is_singular():
    assert [plural("epoch", count) for count in (0, 1, 2, 1.5)] == [
        "epochs",
        "epoch",
        "epochs",
        "epochs",
    ]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (60_000, 6, "60,000"),
        (0, 6, "0"),
        (1e-5, 6, "0.00001"),
        (0.001, 6, "0.001"),
        (0.123456789, 3, "0.123"),
        (2.0, 6, "2"),
        (1e-7, 6, "0.0000001"),
        (1000.0, 6, "1000"),
    ],
)
def test_a_number_is_written_as_people_do(value, digits, text):
    assert number_text(value, digits) == text
