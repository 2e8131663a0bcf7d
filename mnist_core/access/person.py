"""Whose things are whose: a person, and what they may do with what belongs to whom."""

from dataclasses import dataclass

from mnist_core.errors import NotYours

OWNERS_ID = ""  # of whatever was begun on the lab's own machine


@dataclass(frozen=True)
class Person:
    """Whoever asks the lab for something.

    Attributes:
        id: what is theirs bears it.
        may_change_all: whether they may stop, delete and rename what others have begun.
    """

    id: str
    may_change_all: bool = False

    def may_change(self, owner: str) -> bool:
        """Return whether they may stop, delete or rename what belongs to an owner."""
        return self.may_change_all or self.id == owner

    def require_change(self, owner: str, name: str) -> None:
        """Let them change what belongs to an owner, or refuse it in a sentence.

        Raises:
            NotYours: it belongs to somebody else.
        """
        if not self.may_change(owner):
            raise NotYours(f"{name} belongs to somebody else: only they and the teacher change it.")

    def require_drawings(self, owner: str, name: str) -> None:
        """Let them see the drawings in what belongs to an owner; nobody else may, nor a teacher.

        Raises:
            NotYours: somebody else wrote them.
        """
        if self.id != owner:
            raise NotYours(f"{name} holds drawings of somebody else, which are theirs alone.")


OWNER = Person(OWNERS_ID, may_change_all=True)  # of the machine, at its command line too
STRANGER = Person("stranger")  # owns nothing, changes nothing
