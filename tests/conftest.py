"""Fixtures that several kinds of tests share: a lab of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from mnist_core.environment import Settings, read_settings
from mnist_core.store.run_store import RunStore
from mnist_core.training.compiler_flags import compile_in_order

compile_in_order()  # as a worker does; scripts compile as they would elsewhere

# These files of tests/browser start a lab of their own, or none. The others share two: those up to
# a letter, and those from it on, which take about as long.
FROM = "test_l"
OWN_LABS = (
    "test_class.py",
    "test_every_page.py",
    "test_killed_server.py",
    "test_login.py",
    "test_room.py",
    "test_web_page.py",
)


class FilesAndTwoLabs(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Keeps in one process the tests of a file, and all that share a browser's lab.

    The longest come first in ``testpaths``, so that the processes end at about the same time.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        folder, _, name = file.rpartition("/")
        if not folder.endswith("tests/browser") or name in OWN_LABS:
            return file
        return f"{folder}, {'second' if name >= FROM else 'first'} lab"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndTwoLabs:
    return FilesAndTwoLabs(config, log)


@pytest.fixture(autouse=True, scope="session")
def _one_thread_of_numpys() -> Iterator[None]:
    """Multiply matrices in one thread, as the pages do: two wait for each other by spinning."""
    with threadpool_limits(1, user_api="blas"):
        yield


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("DATABASE", "ARTIFACTS", "SCHEDULER", "WORKERS"):
        monkeypatch.delenv(f"DIGIT_LAB_{name}", raising=False)
    monkeypatch.setenv("DIGIT_LAB_HOME", str(tmp_path / "lab"))
    return read_settings()


@pytest.fixture
def store(settings: Settings) -> RunStore:
    return RunStore(settings)
