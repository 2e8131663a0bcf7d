"""A key of the session, or of a widget, is written in one module: others call its functions."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PAGES = Path(__file__).parents[2] / "pages"
METHODS = {"get", "pop", "setdefault"}


def test_no_two_modules_write_the_same_key():
    users = defaultdict(set)
    for file in PAGES.rglob("*.py"):
        for key in keys_written_in(ast.parse(file.read_text(encoding="utf-8"))):
            users[key].add(file.relative_to(PAGES).as_posix())

    assert len(users) > 100
    assert {key: files for key, files in users.items() if len(files) > 1} == {}


def keys_written_in(tree: ast.AST) -> Iterator[str]:
    """Give the literal keys of ``st.session_state`` and of widgets."""
    for node in ast.walk(tree):
        key: ast.AST | None = None
        if isinstance(node, ast.keyword) and node.arg == "key":
            key = node.value
        elif isinstance(node, ast.Subscript) and is_session_state(node.value):
            key = node.slice
        elif isinstance(node, ast.Compare) and is_session_state(node.comparators[0]):
            key = node.left
        elif isinstance(node, ast.Call) and calls_session_state(node.func):
            key = node.args[0]
        if isinstance(key, ast.Constant):
            yield str(key.value)


def calls_session_state(function: ast.AST) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in METHODS
        and is_session_state(function.value)
    )


def is_session_state(value: ast.AST) -> bool:
    """Tell whether this is ``st.session_state``, also where it is called ``state``."""
    return ast.unparse(value) in ("st.session_state", "state")
