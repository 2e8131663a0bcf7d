"""A text as Markdown that shows it as it is; each was looked at in Chromium with Streamlit 1.67."""

import re

import pytest

from parts.shared.texts import JOINER, as_markdown

# What is changed after the escapes are read, and so needs an invisible joiner: where it stands.
DIVIDED = {
    "->": 1,
    "x -> y": 3,
    "<->": 1,
    "--": 1,
    ">=": 1,
    ":material/home:": 1,
    ":streamlit:": 1,
    "https://e.org": 6,
    "WWW.a.de": 3,
    "a@b.org": 2,
}
ESCAPED = [
    "**b**",
    "$x^2$",
    ":smile:",
    "<i>",
    "&amp;",
    "[a](b)",
    "~~c~~",
    "`k`",
    "# h",
    "1. x",
    "\\",
]


@pytest.mark.parametrize("text", [*DIVIDED, *ESCAPED, "a->b", "a:b", "x  y", "数字"])
def test_a_text_is_itself_once_escapes_and_joiners_are_taken_out(text):
    shown = re.sub(r"\\(.)", r"\1", as_markdown(text)).replace(JOINER, "")

    assert shown == " ".join(text.split())


@pytest.mark.parametrize("text", DIVIDED)
def test_what_is_changed_after_the_escapes_is_divided(text):
    plain = re.sub(r"\\(.)", r"\1", as_markdown(text))

    assert plain.index(JOINER) == DIVIDED[text]
    assert plain.count(JOINER) == 1


@pytest.mark.parametrize("text", ESCAPED)
def test_each_sign_of_markdown_s_own_is_escaped(text):
    signs = [sign for sign in text if not sign.isalnum() and sign not in " /;^"]

    assert [sign for sign in signs if f"\\{sign}" not in as_markdown(text)] == []


def test_lines_and_spaces_are_one_line():
    assert as_markdown("    a\n\n# b\n") == r"a \# b"
