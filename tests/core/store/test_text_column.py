"""What no database takes, in what is kept and in what is looked for."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import RunNotFound
from mnist_core.store.run_list_queries import Query, read_page
from mnist_core.store.run_search import has_word
from mnist_core.store.seed_groups import seed_groups
from mnist_core.store.text_column import TextColumn

NOT_KEPT = ["\0", "\ud800", "a\0b"]


@pytest.mark.parametrize("text", NOT_KEPT)
def test_notes_are_kept_with_a_sign_for_what_no_database_takes(store, text):
    run = store.create(RunConfig(), "ruff")

    store.annotate(run.id, f"x{text}y")

    expected = "x" + text.replace("\0", "\ufffd").replace("\ud800", "\ufffd") + "y"
    assert store.read(run.id).notes == expected


@pytest.mark.parametrize("text", NOT_KEPT)
def test_a_run_is_not_found_by_what_no_database_takes(store, text):
    store.create(RunConfig(), "ruff")

    with pytest.raises(RunNotFound):
        store.find(text)
    assert not store.exists(text)
    assert store.called(text) == []
    assert seed_groups(store, [text], together=True) == []
    assert read_page(store, Query(words=text)).total == 0
    assert read_page(store, Query(words=f"tag={text}")).total == 0
    assert read_page(store, Query(words=f"optimizer={text}")).total == 0


@pytest.mark.parametrize("word", ["a\0b", "optimizer=\0", "tag=\0", "\0=a"])
def test_no_zero_byte_of_a_search_goes_around_the_column_s_type(word):
    binds = has_word(word).compile().binds.values()

    sent = [bind for bind in binds if "\0" in str(bind.value)]
    assert [bind.value for bind in sent if not isinstance(bind.type, TextColumn)] == []
