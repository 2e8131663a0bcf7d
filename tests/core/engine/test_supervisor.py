"""What the store has of an engine that is only starting, or cannot start; made-up engines."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mnist_core.config import RunConfig
from mnist_core.engine import supervisor as supervisor_module
from mnist_core.engine.supervisor import Supervisor
from mnist_core.store.service_status import read_service, report_service
from tests.waiting import wait_until

WAITS = "import sys; sys.stdin.read()"
REPORTING = (
    "from mnist_core.environment import read_settings; "
    "from mnist_core.store.run_store import RunStore; "
    "from mnist_core.store.service_status import report_service"
)
ENDS = "import sys; sys.exit('no module named dask')"


@contextmanager
def supervised(settings, script: str) -> Iterator[Supervisor]:
    supervisor = Supervisor(settings, engine=(sys.executable, "-c", script))
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


@pytest.mark.parametrize("state", ["stopped", "ready", "failed"])
def test_an_engine_is_starting_from_the_first_moment_whatever_was_before(settings, store, state):
    report_service(store.database, state, "of yesterday")

    with supervised(settings, WAITS):
        report = read_service(store.database)

    assert (report.state, report.message) == ("starting", "")


def test_an_engine_that_ends_before_it_is_ready_has_failed_and_the_log_is_named(settings, store):
    with supervised(settings, ENDS):
        wait_until(lambda: read_service(store.database).state == "failed")

    assert str(settings.home / "engine.log") in read_service(store.database).message
    assert "no module named dask" in (settings.home / "engine.log").read_text()


def test_what_an_engine_says_of_its_failure_stays_while_it_is_tried_again(settings, store):
    starts = settings.home / "starts"
    report = "report_service(RunStore(read_settings()).database, 'failed', 'No memory.')"
    with supervised(settings, f"{REPORTING}; {report}; open({str(starts)!r}, 'a').write('x')"):
        wait_until(lambda: starts.exists() and len(starts.read_text()) >= 2)

        assert read_service(store.database).message == "No memory."


def test_an_engine_that_served_and_was_killed_is_starting_again(settings, store):
    with supervised(settings, WAITS) as supervisor:
        wait_until(lambda: supervisor.pid is not None)
        first = supervisor.pid
        report_service(store.database, "ready")
        assert first is not None
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: supervisor.pid != first)

        assert read_service(store.database).state == "starting"


def test_a_database_that_cannot_be_opened_does_not_keep_the_server_from_starting(settings):
    settings.home.mkdir()
    (settings.home / "lab.sqlite").write_bytes(b"no database" * 500)

    with supervised(settings, WAITS) as supervisor:
        wait_until(lambda: supervisor.pid is not None)


def test_the_engine_waits_for_the_first_page(settings, store):
    painted = threading.Event()
    supervisor = Supervisor(settings, painted, engine=(sys.executable, "-c", WAITS))
    supervisor.start()
    try:
        assert supervisor.pid is None
        painted.set()
        wait_until(lambda: supervisor.pid is not None)
    finally:
        supervisor.stop()


@pytest.mark.parametrize("waiting", [True, False])
def test_the_engine_waits_for_no_page_where_a_run_does_nor_for_ever(
    settings, store, waiting, monkeypatch
):
    monkeypatch.setattr(supervisor_module, "FIRST_PAGE_S", 3_600.0 if waiting else 0.01)
    if waiting:
        store.create(RunConfig())
    supervisor = Supervisor(settings, threading.Event(), engine=(sys.executable, "-c", WAITS))
    supervisor.start()
    try:
        wait_until(lambda: supervisor.pid is not None)
    finally:
        supervisor.stop()
