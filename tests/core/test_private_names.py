"""No private name of a library's: it may be renamed in any release."""

import ast
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LIBRARIES = {"dask", "distributed", "keras", "optuna", "streamlit", "tensorflow"}
FILES = [
    PROJECT / "app.py",
    *sorted((PROJECT / "mnist_core").rglob("*.py")),
    *sorted((PROJECT / "pages").rglob("*.py")),
]
INSIDE = ("streamlit.runtime", "streamlit.proto", "streamlit.elements", "streamlit.web")
REACHING = {"getattr", "setattr", "delattr", "hasattr"}
OF_TUPLES = {"_asdict", "_fields", "_make", "_replace"}  # public, as the documentation says


def is_private(name: str) -> bool:
    """Tell whether a name begins with one underscore."""
    return name.startswith("_") and not name.startswith("__")


def own_names(tree: ast.AST) -> set[str]:
    """Name what the classes of a module define: methods, fields, and what they set on self."""
    members = [
        each for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in node.body
    ]
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    methods = {each.name for each in members if isinstance(each, functions)}
    stored = {
        ast.unparse(node).removeprefix("self.")
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    return methods | stored


def private_imports(tree: ast.AST) -> set[str]:
    """Name the modules and names of libraries that an import takes although they are private."""
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"{node.module}.{alias.name}" for alias in node.names]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    return {
        name
        for name in imported
        if name.split(".")[0] in LIBRARIES and any(map(is_private, name.split(".")))
    }


def private_names(source: str) -> set[str]:
    """Name the private attributes that a module reaches for and has not defined, and imports.

    An attribute counts whatever it is taken from: a client or a study may come from anywhere.
    """
    tree = ast.parse(source)
    reached = {name for name in map(attribute_in, ast.walk(tree)) if is_private(name)}
    return reached - own_names(tree) - OF_TUPLES | private_imports(tree)


def attribute_in(node: ast.AST) -> str:
    """Name the attribute that an expression reaches for, by a dot or by name; "" for none."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call) and ast.unparse(node.func) in REACHING and len(node.args) > 1:
        name = node.args[1]
        return str(name.value) if isinstance(name, ast.Constant) else ""
    return ""


def test_the_modules_reach_for_no_private_name():
    found = {
        file.relative_to(PROJECT).as_posix(): names
        for file in FILES
        if (names := private_names(file.read_text(encoding="utf-8")))
    }

    assert len(FILES) > 200
    assert found == {}


def test_no_module_imports_the_inside_of_streamlit():
    importers = {file.name for file in FILES if imports_the_inside(file)}

    assert importers == set()


def imports_the_inside(file: Path) -> bool:
    """Tell whether a file imports from a module that Streamlit keeps to itself."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return any(module.startswith(INSIDE) for module in modules)


def test_a_private_name_is_found_in_an_import_and_behind_any_object():
    source = """
from optuna.storages._rdb import models
import keras.src._x
class A:
    _own_state: int
    def __init__(self):
        self._mine = 0
        self._mine, self._own_state, self.study._storage
        self.study._cached = getattr(self.study, "_directions")
"""

    assert private_names(source) == {
        "_storage",
        "_cached",
        "_directions",
        "optuna.storages._rdb.models",
        "keras.src._x",
    }
