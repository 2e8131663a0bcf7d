"""What Streamlit's search for garbage has to go through when a page has run."""

import gc

from parts.shared import imported


def test_a_page_that_has_run_leaves_little_to_search(app):
    gc.unfreeze()
    imported._freeze.cache_clear()

    app.run()

    assert len(gc.get_objects()) < gc.get_freeze_count() / 4


def test_another_run_freezes_nothing_more(app):
    app.run()
    frozen = gc.get_freeze_count()

    app.run()

    assert gc.get_freeze_count() <= frozen
