"""What a process reports of itself, read by others."""

from mnist_core.store.service_status import read_service, report_service


def test_a_process_that_never_reported_is_unknown(store):
    report = read_service(store.database)

    assert (report.state, report.message, report.age_s) == ("unknown", "", float("inf"))


def test_the_last_report_of_each_process_is_read(store):
    report_service(store.database, "starting")
    report_service(store.database, "ready", name="another")
    report_service(store.database, "failed", "No worker could be started.")

    report = read_service(store.database)

    assert (report.state, report.message) == ("failed", "No worker could be started.")
    assert 0 <= report.age_s < 600
    assert read_service(store.database, "another").state == "ready"
