"""The walls of the house: who may import whom."""

import ast
import os
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CORE = sorted((PROJECT / "mnist_core").rglob("*.py"))
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
# From the ground up: a folder imports itself and those that stand before it. "" is the ground.
FLOORS = (
    "",
    "access",
    "network",
    "ink",
    "multidigit",
    "store",
    "handwriting",
    "training",
    "sweeps",
    "analysis",
    "compare",
    "lessons",
    "export",
    "figures",
    "web",
    "care",
    "engine",
    "cli",
)
KERAS = {"keras", "tensorflow"}
NOT_FOR_PAGES = KERAS | {"sqlalchemy", "optuna", "dask", "distributed"}
DOOR = PROJECT / "mnist_core" / "__main__.py"  # the command line's, which imports the top
EVERY_PAGE_MAY = {"shared", "settings_form"}


def name_of(file: Path) -> str:
    """Name a file from the project's root, for a test's id."""
    return file.relative_to(PROJECT).as_posix()


def imports(file: Path) -> set[str]:
    """Name all modules that a file imports anywhere in it, with what is taken from them."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return plain | named


def packages(file: Path) -> set[str]:
    """Name the top packages that a file imports."""
    return {name.split(".")[0] for name in imports(file)}


def folder_of(file: Path, root: str) -> str:
    """Name the folder below ``root`` in which a file stands; its own files stand in ""."""
    parts = file.relative_to(PROJECT / root).parts
    return parts[0] if len(parts) > 1 else ""


def folders_imported_by(file: Path, package: str, root: str) -> set[str]:
    """Name the folders of ``package`` that a file imports from."""
    names = [name.split(".") for name in imports(file) if name.split(".")[0] == package]
    return {
        parts[1] if len(parts) > 1 and (PROJECT / root / parts[1]).is_dir() else ""
        for parts in names
    }


def test_there_are_modules_to_look_at():
    assert len(CORE) > 120
    assert len(PAGES) > 60


def test_a_folder_imports_only_folders_that_stand_before_it():
    too_high = {
        name_of(file): folders for file in CORE if file != DOOR and (folders := folders_above(file))
    }

    assert too_high == {}


def folders_above(file: Path) -> set[str]:
    """Name the folders that a file of the core imports although they stand after its own."""
    own = FLOORS.index(folder_of(file, "mnist_core"))
    imported = folders_imported_by(file, "mnist_core", "mnist_core")
    return {folder for folder in imported if FLOORS.index(folder) > own}


def test_no_page_imports_the_parts_of_another():
    strange = {name_of(file): folders for file in PAGES if (folders := parts_of_other_pages(file))}

    assert strange == {}


def parts_of_other_pages(file: Path) -> set[str]:
    """Name the folders of parts that a page, or a part of it, imports and that are another's."""
    own = folder_of(file, "pages/parts") if "parts" in file.parts else file.stem
    allowed = {"shared", own} if own in EVERY_PAGE_MAY else EVERY_PAGE_MAY | {own}
    return folders_imported_by(file, "parts", "pages/parts") - allowed


def test_the_core_never_imports_streamlit():
    assert [name_of(file) for file in CORE if "streamlit" in packages(file)] == []


def test_only_the_training_folder_imports_keras():
    rest = [file for file in CORE if folder_of(file, "mnist_core") != "training"]

    assert [name_of(file) for file in rest if packages(file) & KERAS] == []


def test_only_the_store_and_the_sweeps_speak_sql():
    rest = [file for file in CORE if folder_of(file, "mnist_core") not in ("store", "sweeps")]

    assert [name_of(file) for file in rest if "sqlalchemy" in packages(file)] == []


def test_no_module_imports_itself_by_way_of_others():
    modules = {module_of(file): file for file in (*CORE, *PAGES)}
    graph = {
        module: {named for name in imports(file) for named in named_modules(name)} & set(modules)
        for module, file in modules.items()
    }

    order = list(TopologicalSorter(graph).static_order())  # raises CycleError at a circle

    assert len(order) == len(CORE) + len(PAGES)


def module_of(file: Path) -> str:
    """Name a file as imports do; pages stand on the path while the app runs."""
    name = file.relative_to(PROJECT).with_suffix("").as_posix().replace("/", ".")
    return name.removeprefix("pages.").removesuffix(".__init__")


def named_modules(name: str) -> set[str]:
    """Give what an import may mean: a module, or something that stands in one."""
    return {name, name.rpartition(".")[0]}


def test_pages_reach_for_no_database_no_engine_and_no_keras():
    assert [name_of(file) for file in PAGES if packages(file) & NOT_FOR_PAGES] == []


VISIT_EVERY_PAGE = """
import sys
sys.path[:0] = sys.argv[1:3]
import app
from streamlit.testing.v1 import AppTest
visit = AppTest.from_file(sys.argv[2] + "/shell.py", default_timeout=180).run()
assert not visit.exception
for page in ("draw", "compare", "sweep", "diagnose", "lessons", "presenter", "board", "help"):
    assert not visit.switch_page(page + ".py").run().exception
print({"keras", "tensorflow", "dask", "distributed", "sklearn", "alembic"} & set(sys.modules))
"""


def test_the_web_process_shows_its_pages_without_keras_or_dask(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", VISIT_EVERY_PAGE, str(PROJECT), str(PROJECT / "pages")],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"DIGIT_LAB_HOME": str(tmp_path)},
    )

    assert done.stdout.strip() == "set()", done.stderr
