"""Tags are trimmed, each once, and limited in number and length."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.store.tags import checked_tags


def test_tags_lose_needless_spaces_and_what_stands_twice():
    assert checked_tags(["  week   3 ", "homework", "week 3"]) == ("homework", "week 3")
    assert checked_tags([]) == ()


@pytest.mark.parametrize("tags", [[""], ["  "], ["x" * 31], [str(n) for n in range(11)]])
def test_too_many_and_too_long_tags_are_refused_in_one_sentence(tags):
    with pytest.raises(ConfigError, match="at most 10 tags, each of 1 to 30 characters"):
        checked_tags(tags)


@pytest.mark.parametrize(
    ("tag", "refused"),
    [
        ("\u3164", r"A tag needs a letter that can be seen\."),
        ("a\u202eb", r"A tag cannot turn a text around: 'a\\u202eb'\."),
        ("a\x1bb", r"A tag cannot have control characters: 'a\\x1bb'\."),
    ],
)
def test_tags_that_cannot_be_read_are_refused_in_one_sentence(tag, refused):
    with pytest.raises(ConfigError, match=refused):
        checked_tags([tag])


def test_ten_tags_of_thirty_characters_are_allowed():
    tags = tuple(f"{n}{'x' * 29}" for n in range(10))

    assert checked_tags(tags) == tags


def test_a_run_keeps_the_tags_that_it_was_given_last(store):
    run = store.create(RunConfig())
    store.tag(run.id, ["new", " old "])
    assert store.read(run.id).tags == ("new", "old")

    with pytest.raises(ConfigError):
        store.tag(run.id, [""])
    assert store.read(run.id).tags == ("new", "old")
    store.tag(run.id, [])

    assert store.read(run.id).tags == ()
