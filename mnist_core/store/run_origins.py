"""Which runs a list shows by where they are from, as conditions for the database."""

from collections.abc import Sequence
from typing import get_args

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import aliased

from mnist_core.store.records import Origin
from mnist_core.store.tables import RunRow

ALL_ORIGINS: tuple[Origin, ...] = get_args(Origin)


def is_shown(
    origins: Sequence[Origin], always: Sequence[str], *, together: bool
) -> ColumnElement[bool]:
    """Find the runs that a list shows.

    A repeat is shown with its seed group, whose first run says where that is from; where that was
    deleted and repeats alone are left, they are shown too.

    Args:
        origins: of the runs that are shown, with their repeats.
        always: ids of runs that are shown wherever they are from.
        together: whether a seed group is shown as a whole.
    """
    if set(origins) >= set(ALL_ORIGINS):
        return true()
    shown, orphans = _seed_groups_of(origins), _seed_groups_of_repeats_alone()
    if together:
        run = aliased(RunRow)
        named = select(run.family).where(run.id.in_(always))
        return RunRow.family.in_(shown.union(orphans, named))
    repeats = and_(RunRow.origin == "repeat", RunRow.family.in_(shown.union(orphans)))
    return or_(RunRow.origin.in_(origins), repeats, RunRow.id.in_(always))


def _seed_groups_of(origins: Sequence[Origin]) -> Select[str]:
    run = aliased(RunRow)
    return select(run.family).where(run.origin.in_(origins))


def _seed_groups_of_repeats_alone() -> Select[str]:
    run, member = aliased(RunRow), aliased(RunRow)
    others = select(member.id).where(member.family == run.family, member.origin != "repeat")
    return select(run.family).where(run.origin == "repeat", ~others.correlate(run).exists())
