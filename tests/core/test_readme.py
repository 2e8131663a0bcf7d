"""What the README shows is so: its commands, its file tree, its pictures."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
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


def test_every_picture_is_there():
    pictures = re.findall(r"\((tests/screenshots/[\w-]+\.png)\)", README)

    assert len(pictures) >= 4
    assert [picture for picture in pictures if not (PROJECT / picture).exists()] == []


def test_every_dependency_is_explained():
    requirements = (PROJECT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[<>=\[]", line)[0] for line in requirements]

    assert [name for name in names if f"| {name} |" not in README] == []
