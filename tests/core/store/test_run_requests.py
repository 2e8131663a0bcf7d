"""What a user may ask of a run, and when."""

import pytest

from mnist_core.errors import ConfigError, RunBusy
from mnist_core.store.records import Epoch, WaitingRun

EPOCH = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)


def test_requests_reach_the_worker(store, run, lease):
    store.pause(run.id)
    store.set_learning_rate(run.id, 0.01)
    store.extend(run.id, 5)

    requests = lease.report(None, [])

    assert (requests.action, requests.learning_rate, requests.target_epochs) == ("pause", 0.01, 15)


def test_a_queued_run_pauses_and_stops_without_a_worker(store, run):
    store.pause(run.id)
    assert store.read(run.id).state == "paused"

    store.stop(run.id)

    assert store.read(run.id).state == "stopped"
    assert store.waiting() == []


def test_an_ended_run_trains_on_for_more_epochs(store, run, lease):
    lease.report(None, [EPOCH])
    lease.release("stopped", test_accuracy=0.97)
    assert store.read(run.id).test_error_percent == pytest.approx(3)

    store.extend(run.id, 5)

    assert store.read(run.id).target_epochs == 6
    assert store.waiting() == [WaitingRun(run.id, "queued", run.training_path, run.owner)]


def test_ended_runs_refuse_what_makes_no_sense(store, run, lease):
    lease.release("stopped", test_accuracy=0.97)

    for request in (store.pause, store.resume, store.stop):
        with pytest.raises(RunBusy, match="blue-tit"):
            request(run.id)
    with pytest.raises(RunBusy):
        store.set_learning_rate(run.id, 0.01)


@pytest.mark.parametrize("value", [0, 11, -1, float("nan")])
def test_a_learning_rate_out_of_range_is_refused(store, run, value):
    with pytest.raises(ConfigError, match="learning_rate"):
        store.set_learning_rate(run.id, value)
