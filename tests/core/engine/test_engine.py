"""The engine with real workers: runs outlive whatever is killed."""

import os
import signal
import socket
from collections.abc import Callable, Iterator

import psutil
import pytest

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, load_mnist
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import Settings
from mnist_core.handwriting import fine_tuning
from mnist_core.handwriting.fine_tuning import teach
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from tests.core.training.training_helpers import numbers
from tests.run_at_work import LONG_ENOUGH, run_inside
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.keras

LONG = RunConfig(hidden_units=(784, 784), batch_size=200, epochs=50)
ENDLESS = LONG.model_copy(update={"batch_size": 2})  # an epoch of it takes minutes


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    home = tmp_path_factory.mktemp("engine")
    return Settings(home, f"sqlite:///{home / 'lab.sqlite'}", str(home / "artifacts"), None, 2, 2)


@pytest.fixture(scope="module")
def store(settings: Settings):
    return RunStore(settings)


@pytest.fixture(scope="module")
def supervisor(settings: Settings, store: RunStore):
    store.create(LONG_ENOUGH, "before-the-engine")
    supervisor = Supervisor(settings)
    supervisor.start()
    wait_until(lambda: read_service(store.database).state == "ready")
    yield supervisor
    supervisor.stop()


@pytest.fixture(scope="module")
def undisturbed(store: RunStore, supervisor: Supervisor) -> list[tuple[float, ...]]:
    run = store.create(LONG_ENOUGH)
    wait_until(lambda: store.read(run.id).state == "finished")
    return numbers(store.history(run.id))


def processes(supervisor: Supervisor) -> list[psutil.Process]:
    return psutil.Process(supervisor.pid).children(recursive=True)


def holder(store: RunStore, run: Run) -> int:
    """Give the process that trains the run."""
    with store.database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT lease_owner FROM runs WHERE id = ?", (run.id,))
        return int(str(rows.scalar_one()).split("-")[0])


def test_a_run_created_before_the_engine_started_is_trained(store, supervisor):
    (run,) = [run for run in store.recent() if run.name == "before-the-engine"]

    wait_until(lambda: store.read(run.id).state == "finished")

    assert store.read(run.id).test_accuracy > 0.9


def test_two_runs_at_once_have_the_numbers_they_have_alone(store, supervisor, undisturbed):
    first, second = store.create(LONG_ENOUGH), store.create(LONG_ENOUGH)

    wait_until(lambda: all(store.read(run.id).state == "finished" for run in (first, second)))

    assert numbers(store.history(first.id)) == undisturbed
    assert numbers(store.history(second.id)) == undisturbed


def test_a_run_whose_worker_is_killed_ends_as_if_undisturbed(store, supervisor, undisturbed):
    run = run_inside(store, lambda: store.create(LONG_ENOUGH), 2)

    os.kill(holder(store, run), signal.SIGKILL)

    wait_until(lambda: store.read(run.id).state == "finished")
    assert numbers(store.history(run.id)) == undisturbed


def test_a_stuck_worker_loses_its_run_to_another_one(store, supervisor, undisturbed):
    run = run_inside(store, lambda: store.create(LONG_ENOUGH), 2)
    stuck = psutil.Process(holder(store, run))

    stuck.suspend()
    try:
        wait_until(lambda: store.read(run.id).state == "finished")
    finally:
        stuck.resume()

    assert numbers(store.history(run.id)) == undisturbed


@pytest.fixture(scope="module")
def teacher(store: RunStore, supervisor: Supervisor) -> Iterator[Callable[[], Run]]:
    """Teaches a trained run 40 digits, and gives the run that learns them."""
    (parent,) = [run for run in store.recent() if run.name == "before-the-engine"]
    wait_until(lambda: store.read(parent.id).state == "finished")
    mnist = load_mnist()
    drawings = LabelledDigits(mnist.x_test[:40], mnist.y_test[:40])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(fine_tuning.FINE_TUNING_SETTINGS, "train_size", 6_000)
        yield lambda: teach(store, store.read(parent.id), drawings)


@pytest.fixture(scope="module")
def taught_undisturbed(store: RunStore, teacher: Callable[[], Run]) -> Run:
    run = teacher()
    wait_until(lambda: store.read(run.id).state == "finished")
    return store.read(run.id)


@pytest.mark.slow
def test_a_taught_run_killed_as_it_learns_and_as_it_is_scored_ends_as_if_undisturbed(
    store, teacher, taught_undisturbed
):
    run = run_inside(store, teacher, 2)
    assert store.read(run.id).state == "training"
    first = holder(store, run)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: holder(store, run) != first)
    wait_until(lambda: store.read(run.id).epochs_done == run.target_epochs)
    assert store.read(run.id).state == "training"

    os.kill(holder(store, run), signal.SIGKILL)

    wait_until(lambda: store.read(run.id).state == "finished")
    ended = store.read(run.id).taught
    assert (ended.before, ended.after) == (
        taught_undisturbed.taught.before,
        taught_undisturbed.taught.after,
    )
    assert numbers(store.history(run.id)) == numbers(store.history(taught_undisturbed.id))


def test_each_request_takes_effect_inside_the_epoch_that_trains(store, supervisor):
    run = run_inside(store, lambda: store.create(ENDLESS), 1)
    store.set_learning_rate(run.id, 0.0005)
    wait_until(lambda: store.read(run.id).rate_changes)
    store.pause(run.id)
    wait_until(lambda: store.read(run.id).state == "paused")
    before = store.read(run.id).progress
    store.resume(run.id)
    wait_until(lambda: store.read(run.id).progress != before)
    store.stop(run.id)
    wait_until(lambda: store.read(run.id).state == "stopped")

    stopped = store.read(run.id)
    assert stopped.epochs_done == 0
    assert [change.epoch for change in stopped.rate_changes] == [1]
    assert stopped.test_accuracy > 0.2  # twice chance, after however few steps


def test_a_deleted_run_leaves_no_files_and_frees_its_worker(store, supervisor):
    run = run_inside(store, lambda: store.create(LONG), 1)
    worker = holder(store, run)

    store.delete(run.id)

    wait_until(lambda: psutil.Process(worker).cpu_percent(0.2) < 20)
    assert store.artifacts.names(run.id) == []


def test_nothing_listens_beyond_loopback(supervisor):
    listening = [
        connection.laddr.ip
        for process in [psutil.Process(supervisor.pid), *processes(supervisor)]
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN and connection.family != socket.AF_UNIX
    ]

    assert listening
    assert set(listening) <= {"127.0.0.1", "::1"}


def test_a_killed_engine_takes_its_workers_along_and_is_started_again(
    store, supervisor, undisturbed
):
    run = run_inside(store, lambda: store.create(LONG_ENOUGH), 2)
    orphans = processes(supervisor)

    os.kill(supervisor.pid, signal.SIGKILL)

    _, alive = psutil.wait_procs(orphans, timeout=PATIENCE_S)
    assert alive == []
    wait_until(lambda: store.read(run.id).state == "finished")
    assert numbers(store.history(run.id)) == undisturbed
