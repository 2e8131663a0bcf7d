"""How a varied value is written, for a command line and for a page."""

import pytest

from mnist_core.sweeps.variable_settings import shown_value, value_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "none"),
        (True, "true"),
        (0.001, "0.001"),
        (0.5, "0.5"),
        (128, "128"),
        ("adam", "adam"),
    ],
)
def test_a_command_line_writes_a_value_as_it_would_be_typed(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("learning_rate", 0.0012345, "0.00123"),
        ("batch_size", 1_000, "1,000"),
        ("shuffle", True, "yes"),
        ("shuffle", False, "no"),
        ("hidden_units", "128,64", "128-64"),
        ("hidden_units", "", "none"),
        ("optimizer", "adam", "adam"),
    ],
)
def test_a_page_shows_a_value_in_short(field, value, text):
    assert shown_value(field, value) == text
