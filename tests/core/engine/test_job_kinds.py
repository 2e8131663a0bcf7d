"""What is made for each kind of job."""

from typing import get_args

import pytest

from mnist_core.analysis.measurements import Subject
from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.engine import job_kinds
from mnist_core.engine.job_kinds import MEASUREMENTS, make_keras_file
from mnist_core.store.jobs import Kind


def test_every_kind_of_job_has_what_makes_it():
    assert MEASUREMENTS.keys() == set(get_args(Kind))


@pytest.mark.parametrize("ending", ["keras", "tflite"])
def test_a_keras_file_is_made_with_its_ending_while_the_lease_is_renewed(
    store, settings, monkeypatch, ending
):
    run = store.create(RunConfig())
    shares: list[float] = []

    def make(_settings, run_id, dotted_ending, on_wait):
        on_wait()
        return f"{run_id}{dotted_ending}".encode()

    monkeypatch.setattr(job_kinds, "make_in_subprocess", make)
    subject = Subject(store, run, "1", load_mnist(), None, ending, settings)

    file = make_keras_file(subject, shares.append)

    assert file.content == f"{run.id}.{ending}".encode()
    assert shares == [0.0]
