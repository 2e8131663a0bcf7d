"""One PostgreSQL server for all tests, with databases of their own."""

import itertools
import os
from collections.abc import Callable, Iterator

import pytest

from mnist_core.environment import Settings
from mnist_core.store.run_store import RunStore
from tests.cluster.real_postgresql import PostgreSQL, find_programs, open_postgresql


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    programs = find_programs()
    if programs is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed; as root, `bash tests/run` installs it")
    assert programs is not None, "PostgreSQL is not installed"
    with open_postgresql(programs) as server:
        yield server


@pytest.fixture(scope="session")
def new_database(postgresql: PostgreSQL) -> Callable[[], str]:
    """Makes an empty database and gives its URL."""
    numbers = itertools.count()
    return lambda: postgresql.create_database(f"lab_{next(numbers)}")


@pytest.fixture
def open_store() -> Iterator[Callable[[Settings], RunStore]]:
    """Opens stores, and closes their connections when the test is over."""
    opened: list[RunStore] = []

    def open_one(settings: Settings) -> RunStore:
        opened.append(RunStore(settings))
        return opened[-1]

    yield open_one
    for store in opened:
        store.database.dispose()
