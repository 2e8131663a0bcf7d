"""Texts as every database takes them, those that are kept and those that are looked for."""

import re

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

# PostgreSQL refuses a zero byte, and no database has halves of letters (surrogates).
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")
_INSTEAD = "\ufffd"  # Unicode's own sign for what could not be represented


class TextColumn(TypeDecorator[str]):
    """A column of text, whose comparisons take any text as well."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        """What a value of the column is."""
        return str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write a text for the database, with U+FFFD for what it does not take."""
        return None if value is None else _NOT_KEPT.sub(_INSTEAD, value)
