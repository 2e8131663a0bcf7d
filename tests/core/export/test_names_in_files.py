"""A name that could end the text in which it stands: in scripts, notebooks, pages and tables."""

import ast
import csv
import io
import json
from html.parser import HTMLParser

import pytest
from sqlalchemy import update

from mnist_core.config import RunConfig
from mnist_core.export.csv_tables import runs_csv
from mnist_core.export.export_run import export_run
from mnist_core.export.keras_script import keras_script
from mnist_core.store.tables import RunRow
from tests.app.runs import trained

CONFIG = RunConfig(hidden_units=(4,), epochs=1)
NAMES = [
    '"""; import os; os.system("touch executed"); """',
    "'''\\",
    "</title><script>alert(1)</script>",
    "${alert(1)} `x` {{ 7 * 7 }} {% raw %}",
    "# **b** $x^2$ :smile:",
    "\u202eabc",  # which earlier versions took for a name
]


class Texts(HTMLParser):
    """Collects a page's title, and how many scripts it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.title, self.scripts, self._inside = "", 0, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag
        self.scripts += tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data


def called(store, name):
    """Give a run of a name, whether or not a new one may have it."""
    run = trained(store, CONFIG, "new", weights=True)
    with store.database.begin() as connection:
        connection.execute(update(RunRow).where(RunRow.id == run.id).values(name=name))
    return store.read(run.id)


def calls(source):
    return [
        ast.unparse(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_script_and_a_notebook_do_the_same_whatever_the_run_is_called(store, tmp_path, name):
    plain, odd = (called(store, each) for each in ("plain", name))

    assert calls(keras_script(odd)) == calls(keras_script(plain))

    notebooks = []
    for number, run in enumerate((plain, odd)):
        (file,) = export_run(store, run, tmp_path / f"{number}.ipynb")
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        notebooks.append(["".join(cell["source"]) for cell in cells])
    assert notebooks[0][1:] == notebooks[1][1:]
    assert not set(notebooks[1][0].splitlines()[0][2:]) & set('"*$`<>{}\\:#')


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_the_name_as_it_is_and_runs_nothing_of_it(store, tmp_path, name):
    plain, odd = (called(store, each) for each in ("plain", name))
    pages = [
        Texts(export_run(store, run, tmp_path / f"{run.id}.html")[0].read_text(encoding="utf-8"))
        for run in (plain, odd)
    ]

    assert pages[1].title == f"{odd.name} reads digits"
    assert pages[0].scripts == pages[1].scripts > 0


@pytest.mark.parametrize("name", [*NAMES, "=1+1", "@SUM(A1)", "-2", "+3", 'a,"b";c'])
def test_a_table_gives_the_name_back_and_no_formula(store, name):
    run = called(store, name)

    (row,) = csv.DictReader(io.StringIO(runs_csv([run])))

    assert row["name"].removeprefix("'") == run.name.removeprefix("'")
    assert row["name"][0] not in "=+-@"
