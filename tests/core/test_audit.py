"""The look for known weaknesses prints, and neither fails a check nor holds it up."""

import os
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
# Stands for python, which makes an environment with itself as python and pip-audit.
PYTHON = """#!/bin/sh
case "$0 $*" in
  *pip-audit*--path*) echo "urllib3 1.0 PYSEC-2023-212"; {audit} ;;
  *"-m venv"*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; cp "$0" "$3/bin/pip-audit" ;;
  *"-m pip"*) {install} ;;
esac
"""


@pytest.mark.parametrize(
    ("install", "audit", "says"),
    [
        ("exit 0", "exit 0", "urllib3"),
        ("exit 0", "exit 1", "status 1: what it found is above"),
        ("exit 0", "sleep 600", "status 124"),
        ("exit 1", "exit 0", "could not be installed"),
        ("sleep 600", "exit 0", "could not be installed"),
    ],
    ids=["clean", "weaknesses", "slow answers", "no network", "slow network"],
)
def test_what_an_audit_finds_or_cannot_find_is_printed_and_fails_nothing(
    tmp_path, install, audit, says
):
    python = tmp_path / "python"
    python.write_text(PYTHON.format(install=install, audit=audit), encoding="utf-8")
    python.chmod(0o755)

    done = subprocess.run(
        ["bash", ".ci/audit", "1"],
        cwd=PROJECT,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert says in done.stdout


def test_every_check_prints_an_audit_before_the_tests():
    lines = (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert lines.index("bash .ci/audit") < lines.index("bash tests/run")
