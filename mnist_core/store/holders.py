"""Who holds a lease: a process of a machine; others on that machine can see that it has died."""

import functools
import hashlib
import os
import uuid

import psutil
from sqlalchemy import Engine, select, update

from mnist_core.operating_system import numbers_of_processes
from mnist_core.store.database import transaction
from mnist_core.store.tables import JobRow, RunRow, SweepTrialRow

LEASED_TABLES = (RunRow, JobRow, SweepTrialRow)
AT_WORK = ("queued", "training", "working")  # a run that goes on after a pause is queued
LONG_AGO = 0.0


def new_holder() -> str:
    """Make a text that no other holder of a lease has; it begins with this process's number."""
    return f"{os.getpid()}-{this_machine()}-{uuid.uuid4().hex[:8]}"


def has_died(holder: str) -> bool:
    """Return whether a holder was a process of this machine that is no more.

    Of another machine's nothing is known. Where another process has the number by now, this one
    cannot be told from it, and counts as alive. A killed process that its parent has not asked
    about yet still has its number, and is dead.
    """
    number, _, rest = holder.partition("-")
    machine, _, single = rest.partition("-")
    if not single or machine != this_machine() or not number.isdecimal():
        return False
    try:
        return bool(psutil.Process(int(number)).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False


def expire_leases_of_the_dead(database: Engine) -> None:
    """Let the leases run out now whose holders have died on this machine."""
    for holder in _holders(database):
        if has_died(holder):
            with transaction(database) as session:
                for table in LEASED_TABLES:
                    held = update(table).where(table.lease_holder == holder)
                    session.execute(held.values(lease_until=LONG_AGO))


def _holders(database: Engine) -> set[str]:
    found: set[str] = set()
    with transaction(database, reads_only=True) as session:
        for table in LEASED_TABLES:
            held = table.state.in_(AT_WORK), table.lease_until > LONG_AGO
            found |= {
                str(holder) for holder in session.scalars(select(table.lease_holder).where(*held))
            }
    return found


@functools.lru_cache(maxsize=1)
def this_machine() -> str:
    """Give a text of eight letters and digits for what process numbers are unique in."""
    return hashlib.blake2s(numbers_of_processes().encode(), digest_size=4).hexdigest()
