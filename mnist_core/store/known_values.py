"""What values in a row may be beyond their columns' kinds: each refuses what no lab has written."""

from collections.abc import Container, Iterable

from mnist_core.store.names import ID

LATEST_S = 2e11  # since 1970: what a calendar still has


def require_id(text: str) -> None:
    """Refuse an id that no lab gives, and that may lead to what is not its run's.

    Raises:
        ValueError: it is one.
    """
    if not ID.fullmatch(text):
        raise ValueError(text)


def require_known(text: str, known: Container[str]) -> None:
    """Refuse a word that is none of a closed set.

    Raises:
        ValueError: it is none.
    """
    if text not in known:
        raise ValueError(text)


def require_kind(values: Iterable[object], kind: type | tuple[type, ...]) -> None:
    """Refuse values of another kind.

    Raises:
        TypeError: one is.
    """
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{value!r}")


def require_up_to(most: float, *values: float | None) -> None:
    """Refuse numbers outside [0, ``most``], and those that are none.

    Raises:
        ValueError: one is.
    """
    for value in values:
        if value is not None and not 0 <= value <= most:
            raise ValueError(value)
