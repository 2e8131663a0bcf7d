"""Terminals that cannot encode a letter, and tables whose cells are of any length."""

import json
import os
import subprocess
import sys

import pytest

from mnist_core.cli.terminal import as_line, table_lines
from mnist_core.config import RunConfig
from tests.core.cli.test_commands import PROJECT
from tests.waiting import PATIENCE_S


def printed(store_home, encoding, *words):
    """Run the command line with its output in an encoding, and give status, output and errors."""
    environment = os.environ | {
        "DIGIT_LAB_HOME": str(store_home),
        "PYTHONPATH": str(PROJECT),
        "PYTHONIOENCODING": encoding,
        "PYTHONUTF8": "0",
        "LC_ALL": "C",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mnist_core", *words],
        capture_output=True,
        env=environment,
        timeout=PATIENCE_S,
        check=False,
    )
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_runs_prints_a_question_mark_for_a_letter_that_the_terminal_has_not(
    store, settings, encoding
):
    run = store.create(RunConfig(), "数字", holder="worker")

    status, out, error = printed(settings.home, encoding, "runs")

    assert (status, error) == (0, "")
    assert out.split() == [run.id, "??", "queued", "784-128-10"]


@pytest.mark.keras
def test_train_ends_where_the_terminal_cannot_encode_the_name(store, settings):
    tiny = ("--hidden-units", "8", "--train-size", "100", "--epochs", "1")

    status, out, _ = printed(settings.home, "ascii", "train", "--name", "数字", *tiny)

    assert status == 0
    assert out.startswith("?? (")
    assert [(run.name, run.state) for run in store.recent()] == [("数字", "finished")]


@pytest.mark.keras
def test_show_and_json_of_a_name_that_the_terminal_cannot_encode(store, settings):
    store.create(RunConfig(), "数字", holder="worker")

    status, out, _ = printed(settings.home, "cp1252", "show", "数字")
    assert (status, out[:4]) == (0, "?? (")

    status, out, _ = printed(settings.home, "ascii", "show", "数字", "--json")
    assert (status, json.loads(out)["name"]) == (0, "数字")


def test_columns_stand_below_each_other_whatever_the_cells():
    rows = [("a", "数字", "x"), ("bb", "e" * 80, "y"), ("c", "e\u0301", "z")]

    lines = table_lines(rows)

    assert lines[0] == "a   数字" + " " * 36 + "  x"
    assert lines[1] == "bb  " + "e" * 39 + "…  y"
    assert lines[2] == "c   e\u0301" + " " * 39 + "  z"
    assert table_lines([]) == []


def test_what_steers_a_terminal_is_not_printed():
    assert as_line("a\x1b[2J\nb\u2028\ud800") == "a?[2J?b??"
