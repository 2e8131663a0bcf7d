"""A lab on several machines: what is trained there ends as if nothing had happened."""

import contextlib
import socket

import optuna
import psutil
import pytest
from optuna.trial import TrialState as OptunaState
from sqlalchemy import select

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from mnist_core.store.tables import RunRow
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials
from tests.cluster.real_cluster import Cluster
from tests.core.training.training_helpers import numbers
from tests.run_at_work import LONG_ENOUGH, is_inside, run_inside
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

WORKERS, TRIALS = {"one", "two"}, 6
PLAN = make_plan(
    base=RunConfig(hidden_units=(32,), batch_size=2, epochs=2, train_size=20_000),
    dimensions=[parse_dimension("learning_rate=1e-4..1e-1:log"), parse_dimension("dropout=0..0.5")],
    trials=TRIALS,
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, new_database):
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), new_database())
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def store(cluster):
    store = RunStore(cluster.settings)
    yield store
    store.database.dispose()


@pytest.fixture(scope="module")
def undisturbed(cluster, store):
    """A run that was written down before the engine began, and trained to its end."""
    run = store.create(LONG_ENOUGH)
    cluster.start(*WORKERS)
    wait_until(lambda: store.read(run.id).state == "finished")
    return store.read(run.id)


def holders(store: RunStore, **facts: str) -> dict[str, int]:
    """Give the processes that train now, by the ids of their runs."""
    held = select(RunRow.id, RunRow.lease_holder).filter_by(state="training", **facts)
    with store.database.connect() as connection:
        rows = connection.execute(held)
        return {run: int(owner.split("-")[0]) for run, owner in rows if owner}


def test_a_run_trains_on_a_worker_and_leaves_its_history_and_files(store, undisturbed):
    kept = {"checkpoint", "last", *(f"epoch-{number:04d}" for number in range(1, 6))}

    assert undisturbed.test_accuracy > 0.9
    assert [epoch.number for epoch in store.history(undisturbed.id)] == list(range(1, 6))
    assert set(store.artifacts.names(undisturbed.id)) == kept
    assert read_service(store.database).state == "ready"


def test_nothing_listens_beyond_loopback(cluster, undisturbed):
    listening = {
        (cluster.name_of(process.pid), connection.laddr.ip)
        for process in cluster.processes()
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN and connection.family != socket.AF_UNIX
    }

    assert {name for name, _ in listening} >= {"scheduler", *WORKERS}
    assert {address for _, address in listening} == {"127.0.0.1"}


def test_a_run_whose_worker_is_killed_ends_as_if_undisturbed(cluster, store, undisturbed):
    run = run_inside(store, lambda: store.create(LONG_ENOUGH), 2)
    seen: list[str] = []

    def kill() -> bool:
        pid = holders(store).get(run.id)
        if pid is None or not is_inside(store, run.id, 2):
            return False
        seen.append(cluster.name_of(pid))
        return kill_inside(store, run.id, pid, 2)

    wait_until(kill)
    assert seen[-1] in WORKERS

    wait_until(lambda: store.read(run.id).state == "finished")
    assert numbers(store.history(run.id)) == numbers(store.history(undisturbed.id))


def test_a_sweep_whose_worker_is_killed_loses_no_trial_and_doubles_none(
    cluster, store, undisturbed
):
    sweep = create_sweep(store, PLAN)
    names: set[str] = set()

    def have_ended(count: int) -> bool:
        for pid in holders(store, sweep_id=sweep.id).values():
            with contextlib.suppress(psutil.NoSuchProcess):  # the one that was killed
                names.add(cluster.name_of(pid))
        return sum(trial.ended_at is not None for trial in sweep_trials(store, sweep.id)) >= count

    wait_until(lambda: have_ended(2))
    interrupted = kill_one_that_trains(store, sweep.id)
    wait_until(lambda: have_ended(TRIALS) and not read_sweep(store, sweep.id).active)

    trials = sweep_trials(store, sweep.id)
    runs = [run for run in store.recent(200, trials=True) if run.sweep_id == sweep.id]
    epochs = [[epoch.number for epoch in store.history(run.id)] for run in runs]
    assert read_sweep(store, sweep.id).state == "finished"
    assert [trial.number for trial in trials] == list(range(TRIALS))
    assert [trial.state for trial in trials] == ["finished"] * TRIALS
    assert sorted(run.id for run in runs) == sorted(str(trial.run_id) for trial in trials)
    assert [run.state for run in runs] == ["finished"] * TRIALS
    assert epochs == [[1, 2]] * TRIALS
    assert optuna_trials(store, sweep) == sorted((trial.error, "COMPLETE") for trial in trials)
    assert names == WORKERS
    again = store.create(store.read(interrupted).config)
    wait_until(lambda: store.read(again.id).state == "finished")
    assert numbers(store.history(interrupted)) == numbers(store.history(again.id))


def kill_one_that_trains(store: RunStore, sweep_id: str) -> str:
    """Kill a worker inside an epoch of a trial; give the trial's run."""
    killed: list[str] = []

    def kill() -> bool:
        for run_id, pid in holders(store, sweep_id=sweep_id).items():
            if kill_inside(store, run_id, pid, 1):
                killed.append(run_id)
                return True
        return False

    wait_until(kill)
    return killed[0]


def kill_inside(store: RunStore, run_id: str, pid: int, epoch: int) -> bool:
    """Kill a worker if it is inside this epoch of a run; it cannot end while it is looked at."""
    process = psutil.Process(pid)
    process.suspend()
    inside = is_inside(store, run_id, epoch) and holders(store).get(run_id) == pid
    process.kill() if inside else process.resume()
    return inside


def optuna_trials(store: RunStore, sweep: Sweep) -> list[tuple[float, str]]:
    """List value and state of the trials that Optuna has a result of, in ascending order.

    A choice that its worker lost before it was written down has none: it has failed.
    """
    storage = optuna.storages.RDBStorage(store.database.url.render_as_string(hide_password=False))
    trials = optuna.load_study(study_name=sweep.id, storage=storage).trials
    storage.remove_session()
    storage.engine.dispose()
    ended = [trial for trial in trials if trial.state != OptunaState.FAIL]
    return sorted((trial.values[0], trial.state.name) for trial in ended)
