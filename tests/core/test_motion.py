"""What moves by itself on a page stands still where the system asks for less motion."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
STYLES = [
    file for root in ("pages", "mnist_core") for file in sorted((PROJECT / root).rglob("*.css"))
]
SCRIPTS = [
    file for root in ("pages", "mnist_core") for file in sorted((PROJECT / root).rglob("*.js"))
]
MOVES = re.compile(r"(?<![\w-])(?:animation|transition)(?:-\w+)?: (?!none)")
LESS = "@media (prefers-reduced-motion: reduce)"
MOVING_CALLS = re.compile(r"behavior: \"smooth\"|\.animate\(|Plotly\.animate|transition: {")


def test_a_style_that_moves_something_has_a_rule_for_less_motion():
    moving = {file.name: file.read_text(encoding="utf-8") for file in STYLES}
    moving = {name: text for name, text in moving.items() if MOVES.search(text)}

    assert len(moving) >= 3
    assert [name for name, text in moving.items() if LESS not in text] == []


def test_no_script_moves_anything():
    assert len(SCRIPTS) > 30
    texts = {file.name: file.read_text(encoding="utf-8") for file in SCRIPTS}

    assert [name for name, text in texts.items() if MOVING_CALLS.search(text)] == []
