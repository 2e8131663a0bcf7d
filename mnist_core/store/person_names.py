"""What the persons of a room are called, so that others see whose runs are whose."""

import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from sqlalchemy import select

from mnist_core.errors import ConfigError
from mnist_core.store.database import transaction
from mnist_core.store.names import require_readable
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import PersonRow

MAX_PERSON_NAME_LENGTH = 40
MEMBER = "Member"  # of whom a provider of identities gives no name
RESERVED = {"teacher", "the teacher", "somebody else", "somebody else here"}


def call_oneself(store: RunStore, name: str) -> str:
    """Give the person who uses the store a name, and return it without needless spaces.

    Raises:
        ConfigError: it is empty, too long, shows nothing, or is taken for another person's.
    """
    checked = _plain(name)
    if not 0 < len(checked) <= MAX_PERSON_NAME_LENGTH:
        raise ConfigError(f"A name has 1 to {MAX_PERSON_NAME_LENGTH} characters.")
    require_readable(checked, "A name")
    others = select(PersonRow.name).where(PersonRow.id != store.person.id)
    with transaction(store.database) as session:
        taken = {each.casefold() for each in session.scalars(others)} | RESERVED
        if checked.casefold() in taken:
            raise ConfigError(f"Somebody here is called {checked} already; add a letter.")
        session.merge(PersonRow(id=store.person.id, name=checked))
    return checked


def call_by_login(store: RunStore, name: str) -> str:
    """Call the person who uses the store what their provider of identities does, and return it.

    It is shortened where it is too long, numbered where another person is called so, and a member's
    where it shows nothing.
    """
    plain = _plain(name)
    try:
        require_readable(plain, "A name")
    except ConfigError:
        plain = MEMBER
    others = select(PersonRow.name).where(PersonRow.id != store.person.id)
    with transaction(store.database) as session:
        taken = {each.casefold() for each in session.scalars(others)} | RESERVED
        checked = next(each for each in _variants(plain) if each.casefold() not in taken)
        session.merge(PersonRow(id=store.person.id, name=checked))
    return checked


def _variants(name: str) -> Iterable[str]:
    """Give a name, and then the same with 2, 3 and so on, none of them too long."""
    endings = chain([""], (f" {number}" for number in count(2)))
    return (name[: MAX_PERSON_NAME_LENGTH - len(ending)] + ending for ending in endings)


def _plain(name: str) -> str:
    """Leave out what cannot be seen or turns a text around, and needless spaces."""
    composed = unicodedata.normalize("NFKC", name)
    seen = (
        each for each in composed if unicodedata.category(each) not in ("Cc", "Cf") or each == " "
    )
    return " ".join("".join(seen).split())


def person_names(store: RunStore, ids: Iterable[str]) -> dict[str, str]:
    """Give the names of persons by their ids, of those who have one."""
    known = select(PersonRow).where(PersonRow.id.in_(set(ids)))
    with transaction(store.database, reads_only=True) as session:
        return {row.id: row.name for row in session.scalars(known)}
