"""Whatever befalls a lab while it trains, the run ends as if nothing had, to the bit."""

from collections.abc import Iterator

import pytest

from tests.faults.disturbance import CONFIG, disturb, undisturbed
from tests.faults.faults import FAULTS, Fault, disk_full, scheduler_killed
from tests.faults.lab_at_work import Ending, LabAtWork, lab_at_work, lab_on_a_cluster, small_disk

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Iterator[LabAtWork]:
    with small_disk(tmp_path_factory.mktemp("faults")) as folder, lab_at_work(folder) as lab:
        yield lab


@pytest.fixture(scope="module")
def peace(lab: LabAtWork) -> Ending:
    return undisturbed(lab)


def test_undisturbed_a_run_has_all_its_epochs_and_has_learned(peace):
    assert peace.state == "finished"
    assert [epoch[0] for epoch in peace.history] == list(range(1, CONFIG.epochs + 1))
    assert peace.test_accuracy > 0.9


OF_ITS_OWN = [fault for fault in FAULTS if fault is not scheduler_killed]


@pytest.mark.parametrize("fault", OF_ITS_OWN, ids=lambda fault: fault.__name__)
def test_a_run_ends_as_if_nothing_had_happened(lab: LabAtWork, peace: Ending, fault: Fault):
    if fault is disk_full and not lab.home.is_mount():
        pytest.skip("to mount a small disk takes root")

    assert disturb(lab, fault).ending == peace


def test_a_run_on_a_cluster_whose_scheduler_is_killed_ends_as_if_nothing_had_happened(
    tmp_path, peace
):
    with lab_on_a_cluster(tmp_path) as lab:
        assert disturb(lab, scheduler_killed).ending == peace
