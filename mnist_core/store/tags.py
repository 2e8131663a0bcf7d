"""Tags of the reader's own on runs: what a tag may be, and which are in use."""

from collections.abc import Iterable

from sqlalchemy import Select, String, select, type_coerce

from mnist_core.errors import ConfigError
from mnist_core.store.json_column import json_text
from mnist_core.store.names import require_readable
from mnist_core.store.tables import RunRow

MAX_TAGS, MAX_TAG_LENGTH = 10, 30
tags_as_text = type_coerce(RunRow.tags, String)


def checked_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Give tags without needless spaces, each once, in alphabetical order.

    Raises:
        ConfigError: there are more than 10, or one is empty, has more than 30 characters, shows
            nothing, or has what steers a terminal or turns a text around.
    """
    trimmed = {" ".join(tag.split()) for tag in tags}
    if len(trimmed) > MAX_TAGS or not all(1 <= len(tag) <= MAX_TAG_LENGTH for tag in trimmed):
        raise ConfigError(
            f"A run has at most {MAX_TAGS} tags, each of 1 to {MAX_TAG_LENGTH} characters."
        )
    for tag in trimmed:
        require_readable(tag, "A tag")
    return tuple(sorted(trimmed))


def lists_of_tags() -> Select[list[str]]:
    """Select the tags of runs that have any; runs of the same tags give them once."""
    return select(RunRow.tags).where(tags_as_text != json_text([])).distinct()
