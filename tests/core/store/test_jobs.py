"""Measurements: asked for once, made by one worker, kept with the run."""

import numpy as np
import pytest

from mnist_core.access.person import Person
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.analysis.neighbours import Neighbours
from mnist_core.analysis.result_files import KerasFile, from_arrays
from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist, scale_pixels
from mnist_core.engine.job_kinds import MEASUREMENTS
from mnist_core.engine.job_task import run_job
from mnist_core.errors import RunNotFound
from mnist_core.network.mlp import forward, network_from_arrays
from mnist_core.store import job_leases
from mnist_core.store.job_leases import MAX_SUBJECTS, JobLease
from mnist_core.store.jobs import (
    Job,
    Kind,
    WaitingJob,
    find,
    is_current,
    request,
    subject_of,
    waiting,
)
from tests.waiting import wait_until

DIGIT = load_mnist().x_test[0].astype(np.float32) / 255


@pytest.fixture
def run(store):
    """A run that has learned something, if not much: random weights."""
    run = store.create(RunConfig(hidden_units=(12,), train_size=500), "blue-tit")
    store.artifacts.write(run.id, "last", random_weights(0))
    return run


def random_weights(seed):
    draw = np.random.default_rng(seed).normal
    return {
        "kernel_1": draw(0, 0.1, (784, 12)).astype(np.float32),
        "bias_1": draw(0, 0.1, 12).astype(np.float32),
        "kernel_2": draw(0, 0.5, (12, 10)).astype(np.float32),
        "bias_2": np.zeros(10, np.float32),
    }


def kept(store, run, kind: Kind, subject="") -> Job:
    found = find(store, run.id, kind, subject)
    assert found is not None
    return found


def test_a_measurement_asked_for_twice_waits_once(store, run):
    request(store, run.id, "evaluation")
    request(store, run.id, "evaluation")

    assert waiting(store) == [WaitingJob(run.id, "evaluation", "")]


def test_measurements_wait_by_turns_of_who_asked_and_what_is_made_counts(store, run):
    anna, ben = store.used_by(Person("anna")), store.used_by(Person("ben"))
    for kind in ("evaluation", "map", "timeline"):
        request(anna, run.id, kind)
    JobLease(store, run.id, "evaluation", "", "worker").claim()
    request(ben, run.id, "robustness")
    request(ben, run.id, "map")  # is on its way already, and stays anna's

    assert [(job.owner, job.kind) for job in waiting(store)] == [
        ("ben", "robustness"),
        ("anna", "map"),
        ("anna", "timeline"),
    ]


def test_a_measurement_made_anew_belongs_to_who_asks_for_it_now(store, run, settings):
    request(store.used_by(Person("anna")), run.id, "evaluation")
    run_job(run.id, "evaluation", "", settings)

    request(store.used_by(Person("ben")), run.id, "evaluation")

    assert waiting(store) == [WaitingJob(run.id, "evaluation", "", "ben")]


def test_a_measurement_of_a_run_that_is_gone_is_refused(store):
    with pytest.raises(RunNotFound):
        request(store, "nobody", "evaluation")


def test_an_evaluation_holds_the_answers_that_the_network_gives(store, run, settings):
    request(store, run.id, "evaluation")

    run_job(run.id, "evaluation", "", settings)

    found = kept(store, run, "evaluation")
    assert (found.state, found.share, found.message) == ("done", 1.0, "")
    assert is_current(store, found)
    evaluation = from_arrays(Evaluation, store.artifacts.read(run.id, found.file))
    images = scale_pixels(load_mnist().x_test[:300])
    expected = forward(network_from_arrays("relu", random_weights(0)), images)
    np.testing.assert_allclose(evaluation.probabilities[:300], expected.probabilities, atol=1e-6)
    (layer,) = evaluation.layers
    first = forward(
        network_from_arrays("relu", random_weights(0)), scale_pixels(load_mnist().x_test[:2000])
    )
    np.testing.assert_allclose(layer.firing, (first.hidden[0] > 0).mean(axis=0), atol=1e-6)


def test_a_result_is_outgrown_once_the_run_has_learned_more(store, run, settings):
    request(store, run.id, "evaluation")
    run_job(run.id, "evaluation", "", settings)

    store.artifacts.write(run.id, "last", random_weights(1))

    assert not is_current(store, kept(store, run, "evaluation"))


def test_the_nearest_training_digits_are_those_of_the_runs_own_training_set(store, run, settings):
    request(store, run.id, "neighbours", DIGIT)
    subject = subject_of(DIGIT)

    run_job(run.id, "neighbours", subject, settings)

    file = kept(store, run, "neighbours", subject).file
    found = from_arrays(Neighbours, store.artifacts.read(run.id, file))
    network = network_from_arrays("relu", random_weights(0))
    digits = forward(network, scale_pixels(load_mnist().x_train[:500])).hidden[0]
    distances = np.linalg.norm(digits - forward(network, DIGIT[None]).hidden[0], axis=1)
    assert list(found.indices) == list(np.argsort(distances, kind="stable")[:12])


def test_what_goes_wrong_is_one_sentence_in_the_record(store, run, settings):
    store.artifacts.remove(run.id, "last")
    request(store, run.id, "evaluation")

    run_job(run.id, "evaluation", "", settings)

    found = kept(store, run, "evaluation")
    assert (found.state, found.message) == (
        "failed",
        "blue-tit has learned nothing yet; let it train an epoch.",
    )
    assert request(store, run.id, "evaluation").state == "queued"


def test_a_measurement_says_how_far_it_is_and_keeps_its_lease(store, run, settings, monkeypatch):
    seen = []

    def slow(subject, progress):
        progress(0.5)
        wait_until(lambda: kept(store, run, "map").share == 0.5, 10)
        seen.append(kept(store, run, "map"))
        return KerasFile(b"")

    monkeypatch.setitem(MEASUREMENTS, "map", slow)
    request(store, run.id, "map")
    run_job(run.id, "map", "", settings)

    assert (seen[0].state, seen[0].share) == ("working", 0.5)
    assert kept(store, run, "map").state == "done"


def test_a_run_deleted_meanwhile_leaves_no_files(store, run, settings, monkeypatch):
    def delete_meanwhile(subject, progress):
        store.delete(run.id)
        return KerasFile(b"")

    monkeypatch.setitem(MEASUREMENTS, "map", delete_meanwhile)
    request(store, run.id, "map")
    run_job(run.id, "map", "", settings)

    assert store.artifacts.names(run.id) == []
    assert find(store, run.id, "map") is None


def test_only_the_newest_pictures_results_are_kept(store, run, settings, monkeypatch):
    monkeypatch.setattr(job_leases, "MAX_SUBJECTS", 2)
    images = [np.full((28, 28), shade, np.float32) for shade in (0.2, 0.4, 0.6)]
    for image in images:
        request(store, run.id, "neighbours", image)
        run_job(run.id, "neighbours", subject_of(image), settings)

    assert MAX_SUBJECTS > 2
    newest = {f"neighbours-{subject_of(image)}" for image in images[1:]}
    assert set(store.artifacts.names(run.id)) == newest | {"last"}
    assert find(store, run.id, "neighbours", subject_of(images[0])) is None
