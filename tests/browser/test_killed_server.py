"""A server that is killed while it trains, and started again."""

import re

import pytest
from playwright.sync_api import expect

from mnist_core.store.run_store import RunStore
from tests.browser.real_lab import Server
from tests.run_at_work import LONG_ENOUGH
from tests.waiting import wait_until

pytestmark = pytest.mark.keras


def test_a_killed_server_loses_nothing(tmp_path, chromium):
    server = Server(tmp_path / "lab", workers=1)
    store = RunStore(server.settings)
    run = store.create(LONG_ENOUGH)
    server.start()
    page = chromium.new_page()
    try:
        wait_until(lambda: store.read(run.id).epochs_done >= 1)

        server.kill()
        assert store.read(run.id).ended_at is None
        server.start()
        page.goto(f"{server.url}/?run={run.id}")
        end = page.get_by_text(re.compile("Finished after 5 epochs"))
        expect(end).to_be_visible()

        assert [epoch.number for epoch in store.history(run.id)] == [1, 2, 3, 4, 5]
    finally:
        page.close()
        server.stop()
