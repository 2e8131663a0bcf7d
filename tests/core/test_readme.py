"""What the README shows is so: its commands, its file tree, its pictures."""

import ast
import re
from pathlib import Path

import pytest

from tests.core.test_walls import FLOORS

PROJECT = Path(__file__).parents[2]
CORE_FOLDERS, PAGE_FOLDERS = (
    sorted(file.parent for file in (PROJECT / root).glob("*/__init__.py"))
    for root in ("mnist_core", "pages/parts")
)
FOLDERS = [*CORE_FOLDERS, *PAGE_FOLDERS]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def block_after(heading: str) -> str:
    """Give the first code block below a heading."""
    found = re.search(rf"^## {heading}$.*?^```\w*\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def test_one_command_opens_the_lab():
    assert "pip install -r requirements.txt && streamlit run app.py" in README


def test_one_command_runs_every_test_and_ci_runs_the_same():
    assert "bash tests/run" in README
    assert "bash tests/run" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_file_tree_names_the_cores_folders_from_the_ground_up():
    core = block_after("Where things are").split("mnist_core/")[1].split("tests/")[0]

    assert tuple(re.findall(r"^  (\w+)(?=  )", core, re.MULTILINE)) == FLOORS[1:]


def test_the_file_tree_names_every_folder_of_the_pages():
    pages = block_after("Where things are").split("mnist_core/")[0]
    folders = {path.parent.name for path in PROJECT.glob("pages/parts/*/__init__.py")}

    assert len(folders) > 5
    assert [folder for folder in folders if not re.search(rf"\b{folder}\b", pages)] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_names_its_modules_a_line_each(folder):
    sentence, _, listed = docstring_of(folder).partition("\n\n")

    assert sentence.endswith(".")
    assert re.findall(r"^(\w+)  +\S", listed, re.MULTILINE) == modules_in(folder)


@pytest.mark.parametrize(
    "folder", [PROJECT / "mnist_core", *CORE_FOLDERS], ids=lambda folder: folder.name
)
def test_a_module_with_logic_is_tested_under_its_name_or_where_its_folder_says(folder):
    tests = PROJECT / "tests" / "core" / folder.relative_to(PROJECT / "mnist_core")
    without = [
        file.stem
        for file in folder.glob("*.py")
        if has_functions(file) and not (tests / f"test_{file.stem}.py").exists()
    ]
    told = re.search(r"^Tested under other names: (.*)\.$", docstring_of(folder), re.M | re.S)
    parts = " ".join(told[1].split()).split("; ") if told is not None else []
    named = [part.rpartition(" by ") for part in parts]
    modules = [name for names, _, _ in named for name in re.split(", | and ", names)]

    assert sorted(modules) == sorted(without)
    assert {test for _, _, test in named} <= {
        file.stem for file in (PROJECT / "tests").rglob("test_*.py")
    }


@pytest.mark.parametrize("folder", PAGE_FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_of_pages_names_its_tests(folder):
    told = re.search(r"^Tested by (.*)\.$", docstring_of(folder), re.M | re.S)
    assert told is not None
    named = set(re.findall(r"test_\w+", told[1]))

    assert named
    assert named <= {file.stem for file in (PROJECT / "tests").rglob("test_*.py")}


def docstring_of(folder: Path) -> str:
    """Give what a folder's ``__init__`` tells of it."""
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    return text or ""


def has_functions(file: Path) -> bool:
    """Tell whether a module has logic of its own; the command line's door has none."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.FunctionDef) for node in nodes)


def modules_in(folder: Path) -> list[str]:
    """Name a folder's modules in the order of their names."""
    return sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")


def test_every_picture_is_there():
    pictures = re.findall(r"\((tests/screenshots/[\w-]+\.png)\)", README)

    assert len(pictures) >= 4
    assert [picture for picture in pictures if not (PROJECT / picture).exists()] == []


def test_every_dependency_is_explained():
    requirements = (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[<>=\[]", line)[0] for line in requirements]

    assert [name for name in names if f"| {name} |" not in README] == []
