"""Values that the database keeps as JSON, written and read in one place."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from mnist_core.errors import StoreError


def json_text(value: object) -> str:
    """Write a value as the database keeps it; earlier versions of the lab wrote the same bytes."""
    return json.dumps(value)


class NotJson:
    """What stands in a column of JSON and is none; whoever uses it is told that it is damaged.

    A row can so be read, changed and deleted without what is damaged in it.
    """

    def _refuse(self) -> NoReturn:
        raise StoreError(
            "A row of the lab's database is damaged; "
            "python -m mnist_core check --repair puts it aside."
        )

    def __bool__(self) -> bool:
        self._refuse()

    def __iter__(self) -> Iterator[Any]:
        self._refuse()

    def __getitem__(self, _key: object) -> Any:
        self._refuse()

    def keys(self) -> Iterable[str]:
        """Refuse, as every other use does."""
        self._refuse()


class JsonColumn(TypeDecorator[Any]):
    """A column of text whose rows give and take dicts and lists; None is NULL.

    A row's value is to be replaced as a whole: a change inside it is not noticed.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write the value for the database."""
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the value from the database; one that is no JSON is refused where it is used."""
        try:
            return None if value is None else json.loads(value)
        except (ValueError, TypeError, RecursionError):  # the last over brackets in brackets
            return NotJson()
