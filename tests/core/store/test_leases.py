"""One holder at a time, whatever kind of row is held."""

import threading
import time

import pytest
from sqlalchemy import and_, select, true

from mnist_core.config import RunConfig
from mnist_core.errors import LeaseLost
from mnist_core.store import jobs, leases
from mnist_core.store.database import transaction
from mnist_core.store.leases import Lease, claimable, expired
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import JobRow, RunRow


@pytest.fixture(params=["run", "job"])
def lease_of(request, store):
    """A function that makes the lease of one row for a holder, for a row of either kind."""
    run = store.create(RunConfig(hidden_units=(16,)))
    if request.param == "run":
        return lambda holder: Lease(RunRow, RunRow.id == run.id, holder, "It is lost.")
    jobs.request(store, run.id, "map")
    row = and_(JobRow.run_id == run.id, JobRow.kind == "map")
    return lambda holder: Lease(JobRow, row, holder, "It is lost.")


def claimed(store, lease, condition=None) -> bool:
    with transaction(store.database) as session:
        return lease.claim(session, true() if condition is None else condition) is not None


def attempts(store, lease):
    with transaction(store.database, reads_only=True) as session:
        return session.scalar(select(lease.table.attempts).where(lease.row))


def names(store, lease, wanted) -> list[str]:
    """Name the holders of the rows that ``wanted`` selects, "" where there is none."""
    chosen = select(lease.table.lease_holder).where(wanted(lease.table))
    with transaction(store.database, reads_only=True) as session:
        return [holder or "" for holder in session.scalars(chosen)]


@pytest.fixture
def expiring(monkeypatch):
    """Let every lease that is claimed or renewed from now on expire at once."""
    monkeypatch.setattr(leases, "LEASE_S", -1.0)


def test_a_held_row_is_claimed_by_its_holder_alone(store, lease_of):
    assert claimed(store, lease_of("first"))

    assert not claimed(store, lease_of("second"))
    assert claimed(store, lease_of("first"))
    assert names(store, lease_of("first"), claimable) == []


def test_of_workers_that_ask_at_once_one_gets_the_row(settings, store, lease_of):
    winners: list[str] = []

    def ask(holder: str) -> None:
        if claimed(RunStore(settings), lease_of(holder)):
            winners.append(holder)

    threads = [threading.Thread(target=ask, args=(f"worker-{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(winners) == 1


def test_a_row_that_does_not_meet_the_condition_is_claimed_by_nobody(store, lease_of):
    lease = lease_of("worker")

    assert not claimed(store, lease, lease.table.state == "failed")
    assert attempts(store, lease) == 0
    assert claimed(store, lease, lease.table.state == "queued")


def test_a_row_that_was_never_held_is_claimable_but_not_expired(store, lease_of):
    assert names(store, lease_of("worker"), claimable) == [""]
    assert names(store, lease_of("worker"), expired) == []


def test_an_expired_lease_is_claimed_by_the_next_worker_and_counted(store, lease_of, expiring):
    assert claimed(store, lease_of("dead"))
    assert names(store, lease_of("dead"), expired) == ["dead"]

    assert claimed(store, lease_of("next"))

    assert names(store, lease_of("next"), claimable) == ["next"]
    assert attempts(store, lease_of("next")) == 2


@pytest.mark.parametrize("action", ["renew", "write", "release"])
def test_a_holder_that_lost_its_lease_changes_nothing(store, lease_of, expiring, action):
    lost = lease_of("dead")
    assert claimed(store, lost)
    assert claimed(store, lease_of("next"))

    with pytest.raises(LeaseLost, match=r"^It is lost\.$"), transaction(store.database) as session:
        getattr(lost, action)(session, {"attempts": 7})

    assert attempts(store, lost) == 2
    assert names(store, lost, claimable) == ["next"]


def test_a_lease_of_a_deleted_row_is_lost(store, lease_of):
    lease = lease_of("worker")
    assert claimed(store, lease)
    for run in store.recent():
        store.delete(run.id)

    with pytest.raises(LeaseLost), transaction(store.database) as session:
        lease.renew(session, {})


def test_a_renewed_lease_does_not_expire_and_gives_what_was_asked_for(store, lease_of, monkeypatch):
    lease = lease_of("worker")
    with monkeypatch.context() as patched:
        patched.setattr(leases, "LEASE_S", -1.0)
        assert claimed(store, lease)

    with transaction(store.database) as session:
        given = lease.renew(session, {"attempts": 0}, (lease.table.state, lease.table.attempts))

    assert tuple(given) == ("queued", 0)
    assert names(store, lease, expired) == []
    assert not claimed(store, lease_of("other"))


def test_a_released_row_is_anyones(store, lease_of):
    assert claimed(store, lease_of("first"))

    with transaction(store.database) as session:
        lease_of("first").release(session, {"message": "Given back."})

    assert names(store, lease_of("first"), claimable) == [""]
    assert claimed(store, lease_of("second"))


def test_what_is_written_on_a_condition_is_written_only_where_it_is_met(store, lease_of):
    lease = lease_of("worker")
    assert claimed(store, lease)

    with transaction(store.database) as session:
        refused = lease.write_if(session, lease.table.state == "failed", {"attempts": 8})
        strange = lease_of("other").write_if(session, true(), {"attempts": 9})
        done = lease.write_if(session, lease.table.state == "queued", {"state": "failed"})

    assert (refused, strange, done) == (False, False, True)
    assert attempts(store, lease) == 1


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock so many seconds forwards, or backwards."""
    real, wrong_by = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + wrong_by[0])
    return lambda seconds: wrong_by.__setitem__(0, seconds)


@pytest.mark.parametrize("jump_s", [-3600.0, -60.0, 3600.0])
def test_a_clock_that_jumps_keeps_no_lease_of_a_dead_holder_alive(store, lease_of, clock, jump_s):
    assert claimed(store, lease_of("dead"))

    clock(jump_s)

    assert names(store, lease_of("dead"), expired) == ["dead"]
    assert claimed(store, lease_of("next"))


@pytest.mark.parametrize("jump_s", [-3600.0, 3600.0])
def test_a_holder_renews_its_lease_by_the_clock_of_now(store, lease_of, clock, jump_s):
    lease = lease_of("worker")
    assert claimed(store, lease)

    clock(jump_s)
    with transaction(store.database) as session:
        lease.renew(session, {})

    assert names(store, lease, expired) == []
    assert not claimed(store, lease_of("other"))


def test_after_a_clock_has_jumped_one_of_two_holders_writes(store, lease_of, clock):
    slow = lease_of("slow")
    assert claimed(store, slow)
    clock(3600.0)
    assert claimed(store, lease_of("next"))

    with pytest.raises(LeaseLost), transaction(store.database) as session:
        slow.renew(session, {})


def test_a_process_that_reserved_its_own_new_run_has_it_for_as_long_as_it_said(store, clock):
    run = store.create(RunConfig(hidden_units=(16,)), holder="command-line")
    held = Lease(RunRow, RunRow.id == run.id, "command-line", "It is lost.")

    assert names(store, held, expired) == []
    clock(-1.5)  # another machine's clock
    assert names(store, held, expired) == []
