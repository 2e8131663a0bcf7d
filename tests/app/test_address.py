"""A page's old address, sent by requests that were on their way when it changed."""

import pytest

from mnist_core.presets import PRESETS
from parts.shared import stale_url
from tests.app.runs import shown_name


@pytest.fixture
def began(app, store, monkeypatch):
    """The Train page just after a run was begun beside an older one; and what it said before."""
    monkeypatch.setattr(stale_url, "REPLACED_WITHIN_S", 3_600.0)  # however slow the machine is
    older = store.create(PRESETS["slide-1"].config, "older")
    app.run()
    said = dict(app.query_params)
    app.button(key="train").click().run()
    assert store.newest().id != older.id
    assert app.query_params["run"] == store.newest().id
    return app, said


def send_event(app, words: dict[str, str]) -> None:
    """Send a request with this address."""
    app.query_params.clear()
    app.query_params.update(words)
    app.run()


def test_a_tick_that_still_says_the_old_address_changes_nothing(began, store):
    app, said = began
    assert said["run"] != store.newest().id

    send_event(app, said)

    assert shown_name(app) == store.newest().name
    assert app.query_params["run"] == store.newest().id


def test_going_back_counts_once_the_browser_has_answered(began, monkeypatch):
    app, said = began
    monkeypatch.setattr(stale_url, "REPLACED_WITHIN_S", 0.0)

    send_event(app, said)

    assert shown_name(app) == "older"


def test_another_address_counts_at_once(began, store):
    app, _ = began
    other = store.create(PRESETS["slide-2"].config, "other")

    send_event(app, {"run": other.id})

    assert shown_name(app) == "other"


def test_the_same_address_counts_on_another_page(began, store):
    app, said = began
    app.switch_page(str(stale_url.__file__).replace("parts/shared/stale_url.py", "draw.py"))

    send_event(app, said)

    assert not app.exception
    assert app.query_params["run"] == said["run"]
