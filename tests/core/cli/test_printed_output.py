"""Standard output that is full, closed, or read no longer: the work is done, and nothing breaks."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.cli.printed_output import DroppingOutput
from tests.core.cli.test_commands import PROJECT
from tests.waiting import PATIENCE_S

FULL = Path("/dev/full")
TINY = ("--hidden-units", "8", "--train-size", "100", "--epochs", "2")
NO_ROOM = "Standard output cannot be written: No space left on device.\n"


def lab(home, output, *words):
    """Run the command line with its output going somewhere, and give status and errors."""
    environment = os.environ | {"DIGIT_LAB_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    ended = subprocess.run(
        [sys.executable, "-m", "mnist_core", *words],
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=home.parent,
        timeout=PATIENCE_S,
        check=False,
    )
    return ended.returncode, ended.stderr


@pytest.fixture
def unread():
    """A pipe whose reader has gone."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


@pytest.mark.parametrize("words", [("check",), ("backup", "lab.zip"), ("show", "starter")], ids=str)
def test_a_full_output_costs_one_sentence_and_the_status_1(store, settings, words):
    with FULL.open("w") as full:
        assert lab(settings.home, full, *words) == (1, NO_ROOM)

    assert (settings.home.parent / "lab.zip").exists() == ("backup" in words)


def test_a_reader_that_has_gone_ends_a_command_quietly(store, settings, unread):
    assert lab(settings.home, unread, "show", "starter", "--json") == (1, "")


def test_an_output_that_is_closed_from_the_start_costs_one_sentence(store, settings):
    close_it = 'exec "$0" -m mnist_core check >&-'

    ended = subprocess.run(
        ["bash", "-c", close_it, sys.executable],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"DIGIT_LAB_HOME": str(settings.home), "PYTHONPATH": str(PROJECT)},
        timeout=PATIENCE_S,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == "Standard output cannot be written: Bad file descriptor.\n"


@pytest.mark.keras
def test_a_training_whose_output_is_full_goes_on_to_its_end(store, settings):
    with FULL.open("w") as full:
        status, error = lab(settings.home, full, "train", *TINY)

    assert (status, error.splitlines(keepends=True)[-1]) == (1, NO_ROOM)
    assert "Traceback" not in error
    assert [run.state for run in store.recent()] == ["finished"]


@pytest.mark.keras
def test_a_training_whose_reader_has_gone_goes_on_to_its_end(store, settings, unread):
    status, error = lab(settings.home, unread, "train", *TINY)

    assert status == 1
    assert "Traceback" not in error
    assert "Standard output" not in error
    assert [run.state for run in store.recent()] == ["finished"]


class Filling(io.RawIOBase):
    """A stream with room for four bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.content = b""

    def writable(self):
        return True

    def write(self, data):
        if len(self.content) == 4:
            raise OSError(28, "No space left on device")
        taken = bytes(data[: 4 - len(self.content)])
        self.content += taken
        return len(taken)


def test_what_has_room_is_written_and_the_rest_is_dropped():
    end = Filling()
    output = DroppingOutput(end)

    with io.BufferedWriter(output) as writer:
        writer.write(b"abcdefgh")
        writer.flush()
        writer.write(b"ijkl")

    assert end.content == b"abcd"
    assert str(output.error) == "[Errno 28] No space left on device"
