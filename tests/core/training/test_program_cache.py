"""Compiled programs are kept for later processes, and a damaged one costs only its time."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mnist_core import operating_system
from mnist_core.training import program_cache
from mnist_core.training.program_cache import DIRECTORY, FLAGS, forget_programs, keep_programs

NAME = 'Anna\'s "lab" \\ 1'  # of a folder, with all that a list of flags may stumble over
# Imports Keras once, and trains in a fork of itself for each line that it is told.
TRAINS = """
import json, os, sys
from pathlib import Path
from mnist_core.training.program_cache import keep_programs
from tests.core.training.training_helpers import SMALL, ScriptedListener, numbers, train
for line in sys.stdin:
    if os.fork():
        os.wait()
        continue
    keep_programs(Path(sys.argv[1]))
    listener = ScriptedListener(1)
    train(SMALL.model_copy(update={"epochs": 1}), listener, path="compiled")
    print(json.dumps(numbers(listener.epochs)), flush=True)
    os._exit(0)
"""


@pytest.fixture(autouse=True)
def flags(monkeypatch):
    monkeypatch.delenv(FLAGS, raising=False)


def folder_in_use() -> Path:
    flags = shlex.split(os.environ[FLAGS])
    (flag,) = (each for each in flags if each.startswith(DIRECTORY))
    return Path(flag.removeprefix(DIRECTORY))


def files(home: Path) -> list[Path]:
    return sorted(home.rglob("*.pb"))


@pytest.fixture
def train_in_a_process(tmp_path: Path) -> Iterator[Callable[[], list[list[float]]]]:
    """Trains a network in a new process, which keeps its programs in the test's folder."""
    command = (sys.executable, "-c", TRAINS, str(tmp_path / NAME))
    with (
        (tmp_path / "errors").open("w+") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as trains,
    ):

        def train() -> list[list[float]]:
            assert trains.stdin is not None
            assert trains.stdout is not None
            trains.stdin.write("train\n")
            trains.stdin.flush()
            line = trains.stdout.readline()
            assert line, (tmp_path / "errors").read_text()[-2000:]
            numbers: list[list[float]] = json.loads(line)
            return numbers

        yield train


@pytest.mark.keras
def test_a_program_is_found_again_and_a_damaged_one_is_made_anew(tmp_path, train_in_a_process):
    first = train_in_a_process()
    kept = files(tmp_path / NAME)
    times = [file.stat().st_mtime_ns for file in kept]

    assert len(kept) == 2  # of the training and of the validation
    assert train_in_a_process() == first
    assert [file.stat().st_mtime_ns for file in kept] == times

    for file in kept:
        file.write_bytes(file.read_bytes()[:1000])
    assert train_in_a_process() == first
    assert all(file.stat().st_size > 1000 for file in files(tmp_path / NAME))


def test_the_oldest_programs_go_where_there_are_too_many(tmp_path, monkeypatch):
    keep_programs(tmp_path)
    for number in range(4):
        file = folder_in_use() / f"{number}.pb"
        file.write_bytes(bytes(100))
        os.utime(file, (number, number))
    monkeypatch.setattr(program_cache, "KEPT_BYTES", 250)
    monkeypatch.delenv(FLAGS)

    keep_programs(tmp_path)

    assert [file.name for file in files(tmp_path)] == ["2.pb", "3.pb"]


def test_another_processor_has_a_folder_of_its_own(tmp_path, monkeypatch):
    keep_programs(tmp_path)
    here = folder_in_use()
    processor = tmp_path / "cpuinfo"
    processor.write_text("flags\t\t: fpu sse\n")
    monkeypatch.setattr(operating_system, "PROCESSOR", processor)
    monkeypatch.delenv(FLAGS)

    keep_programs(tmp_path)

    assert folder_in_use() != here


def test_a_folder_that_cannot_be_made_is_not_used(tmp_path):
    (tmp_path / "programs").write_text("a file in its place")

    keep_programs(tmp_path)

    assert FLAGS not in os.environ


def test_what_somebody_has_set_stays(tmp_path, monkeypatch):
    monkeypatch.setenv(FLAGS, f"{DIRECTORY}{tmp_path}")

    keep_programs(tmp_path / "home")

    assert folder_in_use() == tmp_path
    assert not forget_programs()
