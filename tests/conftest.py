"""Fixtures that several kinds of tests share: a lab of its own for each test."""

from pathlib import Path

import pytest

from mnist_core.environment import Settings, read_settings
from mnist_core.store.run_store import RunStore

SHARED_LAB = "lab"


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in a hook of its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process what shares a lab, and the tests of each other file.

    The longest come first in ``testpaths``, so that the processes end at about the same time.
    """
    for item in items:
        shares = SHARED_LAB in getattr(item, "fixturenames", ())
        group = SHARED_LAB if shares else item.nodeid.split("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("DATABASE", "ARTIFACTS", "SCHEDULER", "WORKERS"):
        monkeypatch.delenv(f"DIGIT_LAB_{name}", raising=False)
    monkeypatch.setenv("DIGIT_LAB_HOME", str(tmp_path / "lab"))
    return read_settings()


@pytest.fixture
def store(settings: Settings) -> RunStore:
    return RunStore(settings)
