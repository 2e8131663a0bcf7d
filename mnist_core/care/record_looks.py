"""What is wrong with the record itself: damage, rows that say nothing, leases that nobody holds."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from mnist_core.care.findings import Finding
from mnist_core.plural import plural
from mnist_core.store.damaged_schema import lost_columns
from mnist_core.store.record_facts import JobFacts, RunFacts, TrialFacts
from mnist_core.store.service_status import ServiceReport
from mnist_core.store.sqlite_file import damages
from mnist_core.store.wrong_values import wrong_rows

LONGEST_LEASE_S = 120.0  # twice over what any worker asks for
GIVEN_UP_S = 60.0  # after its end a lease that no engine takes up is stuck
AT_WORK_S = 30.0  # an engine reports more often than this


def damaged_database(file: Path) -> list[Finding]:
    """Ask SQLite whether the database is whole, and look for the lab's columns in it.

    Raises:
        StoreError: another program has locked it, or it cannot be opened.
    """
    found = damages(file) or lost_columns(file)
    if not found:
        return []
    sentence = f"The database {file} is damaged: {'; '.join(found)}."
    return [Finding("database", (), " ".join(sentence.split()))]


def wrong_values(file: Path) -> Iterator[Finding]:
    """Find the rows with values that no lab writes into their columns."""
    for row in wrong_rows(file):
        sentence = f"In row {row.number} of the table {row.table}, {row.column} is damaged."
        yield Finding("value", (row.table, str(row.number)), sentence)


def engine_is_at_work(report: ServiceReport) -> bool:
    """Return whether an engine takes up what waits."""
    return report.state in ("starting", "ready") and report.age_s < AT_WORK_S


def cut_histories(runs: Sequence[RunFacts]) -> Iterator[Finding]:
    """Find the runs whose record has not the epochs that they have trained."""
    for run in runs:
        if run.epochs != run.epochs_done and run.state != "failed":
            trained = f"{run.epochs_done} {plural('epoch', run.epochs_done)}"
            sentence = f"{run.title} has trained {trained}, and {run.epochs} are in its history."
            yield Finding("history", (run.id,), sentence)


def stuck_runs(runs: Sequence[RunFacts], *, at_work: bool) -> Iterator[Finding]:
    """Find the runs that no worker trains, and that none will take up."""
    for run in runs:
        if reason := _stuck(run.lease_until, begun=run.state == "training", at_work=at_work):
            yield Finding("run lease", (run.id,), f"{run.title} {reason}.")


def stuck_jobs(jobs: Sequence[JobFacts], *, at_work: bool) -> Iterator[Finding]:
    """Find the measurements that no worker makes, and that none will take up."""
    for job in jobs:
        if reason := _stuck(job.lease_until, begun=job.state == "working", at_work=at_work):
            name = f"The {job.kind} of the run {job.run_id}"
            yield Finding("job lease", (job.run_id, job.kind, job.subject), f"{name} {reason}.")


def stuck_trials(trials: Sequence[TrialFacts]) -> Iterator[Finding]:
    """Find the trials that train and that no worker can ever take up."""
    for trial in trials:
        nobodys = "trains without a worker" if trial.lease_until is None else ""
        if reason := nobodys or _held_too_long(trial.lease_until):
            name = f"Trial {trial.number + 1} of the sweep {trial.sweep_id}"
            subject = (trial.sweep_id, str(trial.number))
            yield Finding("trial lease", subject, f"{name} {reason}.")


def _stuck(until: float | None, *, begun: bool, at_work: bool) -> str:
    if reason := _held_too_long(until):
        return reason
    if begun and not at_work and (until is None or until < time.time() - GIVEN_UP_S):
        return "was left in the middle by a process that is gone"
    return ""


def _held_too_long(until: float | None) -> str:
    if until is None or until < time.time() + LONGEST_LEASE_S:
        return ""
    ahead = until - time.time()
    return f"is held for {ahead:,.0f} seconds more, as no worker holds anything: a clock was wrong"
