"""The names of a run's files."""

import pytest

from mnist_core.store import run_files
from mnist_core.store.run_files import epoch_name, epoch_number, job_file


@pytest.mark.parametrize("number", [1, 42, 9_999, 10_000])
def test_a_snapshots_name_gives_its_epoch_back(number):
    assert epoch_number(epoch_name(number)) == number


def test_snapshots_sort_by_epoch_as_labs_of_before_named_them():
    assert [epoch_name(number) for number in (2, 10)] == ["epoch-0002", "epoch-0010"]


@pytest.mark.parametrize("name", ["last", "checkpoint", "start", "drawings", "map-0123456789ab"])
def test_another_file_is_no_epochs(name):
    assert epoch_number(name) is None


def test_no_jobs_result_overwrites_what_a_training_keeps():
    kinds = ("evaluation", "timeline", "robustness", "map", "neighbours", "file")
    names = {job_file(kind, subject) for kind in kinds for subject in ("", "keras")}

    training = {run_files.LAST, run_files.CHECKPOINT, run_files.START, run_files.DRAWINGS}
    assert len(names) == 12
    assert not names & training
    assert all(epoch_number(name) is None for name in names)
