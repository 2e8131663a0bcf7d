"""The Help page: what it tells of this lab, without secrets, and its ways to the pages."""

from dataclasses import replace

import pytest
import streamlit

from mnist_core.version import VERSION
from parts.help import places
from parts.shared.menu_pages import EVERY_PAGE, HELP
from parts.shared.tour import STEPS


@pytest.fixture
def help_page(app):
    app.run()
    return app.switch_page("help.py").run()


def words(app):
    kinds = (app.header, app.subheader, app.markdown, app.caption)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def test_it_links_to_all_other_pages_with_a_sentence_each(help_page):
    others = [page for page in EVERY_PAGE if page is not HELP]

    assert not help_page.exception
    assert [link.label for link in help_page.page_link] == [page.title for page in others]
    assert [page.sentence for page in others if page.sentence not in words(help_page)] == []


def test_it_tells_what_this_lab_keeps_where(help_page, settings):
    assert f"`{settings.home}`" in words(help_page)
    assert f"`{settings.database}`" in words(help_page)
    assert f"`{settings.artifacts}`" in words(help_page)


def test_it_shows_no_password(app, settings, monkeypatch):
    elsewhere = replace(settings, artifacts="s3://me:hunter2@bucket/lab")
    monkeypatch.setattr(places, "read_settings", lambda: elsewhere)
    app.run().switch_page("help.py").run()

    assert "`s3://me:***@bucket/lab`" in words(app)
    assert "hunter2" not in words(app)


def test_it_names_the_versions(help_page):
    assert f"Digit Lab {VERSION}" in words(help_page)
    assert f"Streamlit {streamlit.__version__}" in words(help_page)


def test_it_names_the_keys_that_keep_a_drawing(help_page):
    assert "`0` to `9`" in words(help_page)


def test_it_begins_the_tour(help_page):
    help_page.button(key="help_tour").click().run()

    assert help_page.session_state["page_now"] == ""
    assert STEPS[0].title in words(help_page)
