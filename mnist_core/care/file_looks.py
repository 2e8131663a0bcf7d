"""What is wrong with a lab's files: those that are gone, damaged, nobody's, or left over."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mnist_core.access.room_keys import FILE as KEYS_FILE
from mnist_core.access.room_keys import room_keys
from mnist_core.care.findings import Finding
from mnist_core.care.places import LocalLab
from mnist_core.care.stages import BACKUP, RESTORE, is_left, is_stage
from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store.artifacts import Artifacts
from mnist_core.store.best_epoch import ENDED
from mnist_core.store.record_facts import JobFacts, RunFacts
from mnist_core.store.run_files import (
    CHECKPOINT,
    DRAWINGS,
    LAST,
    START,
    epoch_number,
    job_file,
)
from mnist_core.store.snapshots import fitting_network

HALF_WRITTEN_S = 60.0  # a file that is being written changes more often
HALF_A_FILE = re.compile(r".+\.\d+\.part", re.ASCII | re.DOTALL)
HALF_THE_KEYS = re.compile(rf"{re.escape(KEYS_FILE)}\.[0-9a-f]{{16}}")
UNENDED = ("queued", "training", "paused")
OF_TRAINING = {LAST, CHECKPOINT, START, DRAWINGS}

Names = Mapping[str, set[str]]


def run_folders(lab: LocalLab) -> set[str]:
    """Name the folders beside each other that are, or were, a run's."""
    if not lab.artifacts.is_dir():
        return set()
    folders = {each.name for each in lab.artifacts.iterdir() if each.is_dir()}
    return {name for name in folders if not is_stage(name)}


def folders_of_no_run(folders: set[str], ids: set[str], lab: LocalLab) -> Iterator[Finding]:
    """Find the folders that no row stands for."""
    for name in sorted(folders - ids):
        sentence = f"The folder {lab.artifacts / name} is of no run that the lab knows."
        yield Finding("orphan", (name,), sentence)


def missing_files(runs: Sequence[RunFacts], names: Names) -> Iterator[Finding]:
    """Find the runs without the files that they need."""
    for run in runs:
        learned = run.epochs_done > 0 or run.stopped_at > 0
        there = names.get(run.id, set())
        if run.state in ENDED and learned and LAST not in there:
            yield Finding("weights", (run.id,), f"{run.title} has no file with its weights.")
        if run.is_taught and run.state in UNENDED and not {START, DRAWINGS} <= there:
            yield Finding("start", (run.id,), f"What {run.title} began with is gone.")


def missing_results(
    jobs: Sequence[JobFacts], names: Names, titles: Mapping[str, str]
) -> Iterator[Finding]:
    """Find the measurements that are kept by the record alone."""
    for job in jobs:
        if job.state == "done" and job_file(job.kind, job.subject) not in names.get(job.run_id, ()):
            title = titles.get(job.run_id, job.run_id)
            sentence = f"The {job.kind} of {title} has no file with its result."
            yield Finding("measurement", (job.run_id, job.kind, job.subject), sentence)


def stray_files(
    jobs: Sequence[JobFacts], names: Names, titles: Mapping[str, str]
) -> Iterator[Finding]:
    """Find files in a run's folder that nothing in the record stands for."""
    known = {(job.run_id, job_file(job.kind, job.subject)) for job in jobs}
    for run_id, title in titles.items():
        for name in sorted(names.get(run_id, ())):
            if name in OF_TRAINING or _is_snapshot(name) or (run_id, name) in known:
                continue
            sentence = f"The file {name}.npz of {title} is of nothing that the lab knows."
            yield Finding("stray", (run_id, name), sentence)


def damaged_files(
    artifacts: Artifacts, names: Names, runs: Sequence[RunFacts]
) -> Iterator[Finding]:
    """Read every file of every run, and find those that are damaged or have another's weights."""
    for run in runs:
        for name in sorted(names.get(run.id, ())):
            if _is_damaged(artifacts, run, name):
                sentence = f"The file {name}.npz of {run.title} is damaged."
                yield Finding("file", (run.id, name), sentence)


def leftovers(lab: LocalLab) -> Iterator[Finding]:
    """Find what was being written when its process ended, by names that only the lab gives."""
    files = [
        *lab.artifacts.glob("*/*.npz.*.part"),
        *lab.database.parent.glob(f"{lab.database.name}.*.part"),
    ]
    halves = [file for file in files if HALF_A_FILE.fullmatch(file.name)]
    keys = [file for file in lab.home.glob("*") if HALF_THE_KEYS.fullmatch(file.name)]
    stages = [*lab.artifacts.glob(f"{BACKUP}*"), *lab.home.glob(f"{RESTORE}*")]
    for path in sorted([*halves, *keys, *(stage for stage in stages if is_left(stage))]):
        if _age_s(path) > HALF_WRITTEN_S:
            sentence = f"{path} is left over from something that was interrupted."
            yield Finding("leftover", (str(path),), sentence)


def unreadable_keys(lab: LocalLab) -> Iterator[Finding]:
    """Find a file of the room's keys that is none."""
    if (lab.home / KEYS_FILE).exists():
        try:
            room_keys(lab.home)
        except StoreError:
            yield Finding("keys", (), f"The room's keys in {lab.home / KEYS_FILE} are damaged.")


def _is_damaged(artifacts: Artifacts, run: RunFacts, name: str) -> bool:
    try:
        arrays = artifacts.read(run.id, name)
        if name == LAST or _is_snapshot(name):
            fitting_network(RunConfig.model_validate_json(run.config), arrays)
    except FileNotFoundError:
        return False
    except StoreError:
        return True
    return False


def _is_snapshot(name: str) -> bool:
    try:
        return epoch_number(name) is not None
    except ValueError:
        return False


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
