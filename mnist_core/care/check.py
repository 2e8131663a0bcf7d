"""A lab's home looked over: what in it is damaged, missing, stuck or left over.

A lab at work changes while it is looked at: a run is deleted between a look at its folder and one
at its row, a lease is renewed. So what is found is looked for once more after a moment, and only
what is still so counts.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from mnist_core.care.file_looks import (
    damaged_files,
    folders_of_no_run,
    leftovers,
    missing_files,
    missing_results,
    run_folders,
    stray_files,
    unreadable_keys,
)
from mnist_core.care.findings import Finding
from mnist_core.care.places import LocalLab, local_lab
from mnist_core.care.record_looks import (
    cut_histories,
    damaged_database,
    engine_is_at_work,
    stuck_jobs,
    stuck_runs,
    stuck_trials,
    wrong_values,
)
from mnist_core.environment import Settings
from mnist_core.store.record_facts import job_facts, run_facts, trial_facts
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from mnist_core.store.tables import JobRow
from mnist_core.store.whole_record import strange_jobs, unreadable_runs
from mnist_core.sweeps.damaged_sweeps import damaged_sweeps

MOMENT_S = 3.0  # longer than a deletion or a report takes


def check(settings: Settings, moment_s: float = MOMENT_S) -> list[Finding]:
    """Look a lab over; give what is wrong, [] where all is well or nothing is there yet.

    Raises:
        ConfigError: the lab is not in files of this machine.
        StoreError: another program has locked the database.
    """
    lab = local_lab(settings, "check")
    found = _look(settings, lab)
    if not found:
        return []
    time.sleep(moment_s)
    still = set(_look(settings, lab))
    return [finding for finding in found if finding in still]


def _look(settings: Settings, lab: LocalLab) -> list[Finding]:
    found = [*leftovers(lab), *unreadable_keys(lab)]
    folders = run_folders(lab)  # before the rows: a run has its row when its files may be seen
    if not lab.database.exists():
        return [*found, *folders_of_no_run(folders, set(), lab)]
    if damaged := damaged_database(lab.database):
        return [*damaged, *found]  # what a damaged one says of runs and files may be wrong
    with _opened(settings) as store:
        if wrong := list(wrong_values(lab.database)):
            return [*wrong, *found]
        return [*found, *_look_inside(store, lab, folders)]


@contextmanager
def _opened(settings: Settings) -> Iterator[RunStore]:
    """Open a lab's record, and let go of it: a repair may have to replace it."""
    store = RunStore(settings)
    try:
        yield store
    finally:
        store.database.dispose()


def _look_inside(store: RunStore, lab: LocalLab, folders: set[str]) -> Iterator[Finding]:
    names = {name: set(store.artifacts.names(name)) for name in folders}
    for row in damaged_sweeps(store.database):
        sentence = f"{row.reason.partition(';')[0]}."
        yield Finding("value", (row.table, str(row.number)), sentence)
    for number in strange_jobs(store.database):
        sentence = f"Row {number} of the table {JobRow.__tablename__} is no measurement of a lab's."
        yield Finding("value", (JobRow.__tablename__, str(number)), sentence)
    unreadable = unreadable_runs(store.database)
    for run_id in unreadable:
        yield Finding("row", (run_id,), f"What the record has of the run {run_id} is damaged.")
    runs = [run for run in run_facts(store.database) if run.id not in unreadable]
    jobs, titles = job_facts(store.database), {run.id: run.title for run in runs}
    at_work = engine_is_at_work(read_service(store.database))
    yield from cut_histories(runs)
    yield from stuck_runs(runs, at_work=at_work)
    yield from stuck_jobs(jobs, at_work=at_work)
    yield from stuck_trials(trial_facts(store.database))
    yield from folders_of_no_run(folders, {*titles, *unreadable}, lab)
    yield from missing_files(runs, names)
    yield from missing_results(jobs, names, titles)
    strays = list(stray_files(jobs, names, titles))
    yield from strays
    for finding in damaged_files(store.artifacts, names, runs):
        if finding.subject not in {stray.subject for stray in strays}:  # one is found once
            yield finding
