"""The walls of the house: who may import whom."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
CORE = sorted((PROJECT / "mnist_core").glob("*.py"))
MAY_IMPORT_KERAS = {"model", "training", "stepping", "augmentation", "checkpoint"}


def imports(file: Path) -> set[str]:
    """Name the top packages that a file imports anywhere in it."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in plain | named}


@pytest.mark.parametrize(
    "file", sorted((PROJECT / "mnist_core").glob("*.py")), ids=lambda f: f.stem
)
def test_the_core_never_imports_streamlit(file):
    assert "streamlit" not in imports(file)


@pytest.mark.parametrize(
    "file", sorted((PROJECT / "mnist_core").glob("*.py")), ids=lambda f: f.stem
)
def test_only_the_training_folder_imports_keras(file):
    assert file.stem in MAY_IMPORT_KERAS or not imports(file) & {"keras", "tensorflow"}


VISIT_EVERY_PAGE = """
import sys
sys.path[:0] = sys.argv[1:3]
import app
from streamlit.testing.v1 import AppTest
visit = AppTest.from_file(sys.argv[2] + "/shell.py", default_timeout=180).run()
assert not visit.exception
for page in ("draw", "compare", "sweep", "diagnose", "lessons"):
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
