"""Fixtures that several kinds of tests share: a lab of its own for each test."""

from pathlib import Path

import pytest

from mnist_core.environment import Settings, read_settings
from mnist_core.store.run_store import RunStore


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("DATABASE", "ARTIFACTS", "SCHEDULER", "WORKERS"):
        monkeypatch.delenv(f"DIGIT_LAB_{name}", raising=False)
    monkeypatch.setenv("DIGIT_LAB_HOME", str(tmp_path / "lab"))
    return read_settings()


@pytest.fixture
def store(settings: Settings) -> RunStore:
    return RunStore(settings)
