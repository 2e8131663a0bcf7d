"""What looks after a lab's home, as scripts meet it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.app import runs
from tests.core.care.conftest import SMALL

PROJECT = Path(__file__).parents[3]


def lab(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DIGIT_LAB_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        [sys.executable, "-m", "mnist_core", *words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=home.parent,
        check=False,
    )


def test_backup_and_restore_say_what_they_did_and_runs_are_shown_as_before(
    settings, store, tmp_path
):
    run = runs.trained(store, SMALL, "ruff", weights=True)
    other = tmp_path / "other"

    saved = lab(settings.home, "backup", "lab.zip")
    restored = lab(other, "restore", "lab.zip")
    before, after = (lab(home, "show", run.id, "--json") for home in (settings.home, other))

    assert (saved.returncode, saved.stdout) == (0, "Saved lab.zip: 1 run, 3 files\n")
    assert (restored.returncode, restored.stdout) == (
        0,
        f"Restored 1 run, 3 files into {other}\n",
    )
    assert json.loads(before.stdout)["name"] == "ruff"
    assert after.stdout == before.stdout


def test_a_backup_whose_name_steers_the_terminal_is_told_in_one_plain_line(
    settings, store, tmp_path
):
    saved = lab(settings.home, "backup", "a\x1b[2J\nb.zip")

    assert (saved.returncode, saved.stdout) == (0, "Saved a?[2J?b.zip: 0 runs, 0 files\n")


def test_what_cannot_be_backed_up_or_restored_costs_a_line_and_the_exit_status_1(
    settings, store, tmp_path
):
    (tmp_path / "letter.zip").write_text("Dear lab,")

    there = lab(settings.home, "backup", "letter.zip")
    foreign = lab(tmp_path / "other", "restore", "letter.zip")
    full = lab(settings.home, "restore", "letter.zip")

    for refused, words in (
        (there, "letter.zip is there already"),
        (foreign, "letter.zip is no zip that can be read"),
        (full, "has something in it"),
    ):
        assert (refused.returncode, refused.stdout) == (1, "")
        assert words in refused.stderr
        assert refused.stderr.count("\n") == 1


def test_check_has_the_exit_status_1_where_something_is_wrong_until_it_is_mended(
    settings, store, tmp_path
):
    run = runs.trained(store, SMALL, "ruff", weights=True)
    assert (
        lab(settings.home, "check").stdout == f"Nothing is wrong with the lab in {settings.home}.\n"
    )
    snapshot = settings.home / "artifacts" / run.id / "epoch-0001.npz"
    snapshot.write_bytes(snapshot.read_bytes()[:99])

    found, mended, after = (
        lab(settings.home, "check", *words) for words in ((), ("--repair",), ())
    )

    assert (found.returncode, found.stdout) == (
        1,
        f"The file epoch-0001.npz of ruff ({run.id}) is damaged.\n",
    )
    assert mended.returncode == 1
    assert mended.stdout.startswith(found.stdout.strip() + " It was moved to ")
    assert after.returncode == 0
