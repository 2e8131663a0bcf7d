"""The other ways to open the lab: ``python app.py``, ``uv run app.py``, and a codespace."""

import json
import os
import re
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.browser.real_lab import free_port
from tests.waiting import wait_until

PROJECT = Path(__file__).parents[2]
APP = PROJECT / "app.py"
README = (PROJECT / "README.md").read_text(encoding="utf-8")
# The regular expression of PEP 723, "Inline script metadata".
HEADER = r"(?m)^# /// script\s(?P<content>(^#(| .*)$\s)+)^# ///$"


def header() -> dict[str, object]:
    """Give what uv reads on top of ``app.py``."""
    (found,) = re.finditer(HEADER, APP.read_text(encoding="utf-8"))
    lines = found["content"].splitlines()
    return tomllib.loads("\n".join(line.removeprefix("#").removeprefix(" ") for line in lines))


def test_uv_installs_exactly_the_requirements():
    requirements = (PROJECT / "requirements.txt").read_text(encoding="utf-8").split()

    assert header()["dependencies"] == requirements
    assert "`uv run app.py`" in README


def test_uv_takes_the_versions_of_python_that_the_readme_names():
    assert "Python 3.11 to 3.13" in README
    assert header()["requires-python"] == ">=3.11,<3.14"


@contextmanager
def python_app(home: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``python app.py`` from a folder that is not the lab's."""
    with subprocess.Popen(
        [sys.executable, str(APP), *options],
        cwd=home,
        env=os.environ | {"HOME": str(home), "DIGIT_LAB_HOME": str(home / "lab")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def listening(process: subprocess.Popen[str]) -> set[tuple[str, int]]:
    connections = psutil.Process(process.pid).net_connections("tcp")
    return {each.laddr for each in connections if each.status == psutil.CONN_LISTEN}


def test_python_app_py_opens_the_lab_to_this_machine_alone_from_any_folder(tmp_path):
    port = free_port()
    (tmp_path / ".streamlit").mkdir()
    options = f'[server]\nheadless = true\nport = {port}\naddress = "0.0.0.0"\n'
    (tmp_path / ".streamlit" / "config.toml").write_text(options, encoding="utf-8")

    with python_app(tmp_path) as process:
        wait_until(lambda: listening(process) or process.poll() is not None)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            assert answer.status == 200
        assert listening(process) == {("127.0.0.1", port)}


def test_python_app_py_says_where_options_are_taken(tmp_path):
    with python_app(tmp_path, "--server.address", "0.0.0.0") as process:
        said, _ = process.communicate()

    assert process.returncode == 1
    assert said.splitlines() == [
        f"app.py takes no options; streamlit does: streamlit run {APP} --server.address 0.0.0.0"
    ]


def container() -> dict[str, str]:
    settings: dict[str, str] = json.loads(
        (PROJECT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    )
    return settings


def test_a_codespace_is_opened_by_the_commands_of_the_readme():
    start = container()["postAttachCommand"].partition(" $")[0]

    assert f"{container()['postCreateCommand']} && {start}\n" in README


@pytest.mark.parametrize(
    ("variables", "options"),
    [
        ({}, ""),
        (
            {
                "CODESPACE_NAME": "bookish-disco",
                "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.github.dev",
            },
            " --browser.serverAddress bookish-disco-8501.app.github.dev --browser.serverPort 443",
        ),
    ],
)
def test_a_codespace_tells_the_lab_the_name_of_its_proxy(variables, options):
    command = f'streamlit() {{ echo "$*"; }}; {container()["postAttachCommand"]}'

    said = subprocess.run(["sh", "-c", command], env=variables, capture_output=True, text=True)

    assert said.stdout == f"run app.py{options}\n"
