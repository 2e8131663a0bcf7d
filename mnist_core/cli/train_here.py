"""A training in the terminal's own process: epoch lines as they come, Ctrl-C as Stop."""

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from mnist_core.cli.terminal import as_typed
from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits
from mnist_core.engine import run_task
from mnist_core.engine.process_tuning import use_one_tensorflow_thread
from mnist_core.errors import LabError
from mnist_core.export.keras_text import (
    epoch_lines,
    epoch_log,
    error_line,
    kept_line,
    score_line,
    summary_table,
)
from mnist_core.handwriting.fine_tuning import teach
from mnist_core.store.holders import new_holder
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore

POLL_S = 0.2


def train_here(store: RunStore, config: RunConfig, name: str, *, quiet: bool) -> Run:
    """Train a new run in this process and give it as it ended.

    Args:
        quiet: print nothing, for a caller that prints JSON.
    """
    holder = new_holder()
    run = store.create(config, as_typed(name), holder=holder)
    return _train_with_lease(store, run, holder, quiet=quiet)


def teach_here(store: RunStore, parent: Run, digits: LabelledDigits, *, quiet: bool) -> Run:
    """Teach a copy of a run in this process and give it as it ended.

    Args:
        quiet: print nothing, for a caller that prints JSON.
    """
    holder = new_holder()
    return _train_with_lease(
        store, teach(store, parent, digits, holder=holder), holder, quiet=quiet
    )


def _train_with_lease(store: RunStore, run: Run, holder: str, *, quiet: bool) -> Run:
    if not quiet:
        print(f"{run.name} ({run.id})\n\n{summary_table(run.config)}\n", flush=True)
    if run.training_path == "compiled_in_one_thread":
        use_one_tensorflow_thread()
    lease = RunLease(store, run.id, holder)
    with _stop_on_interrupt(store, run.id), _printing(store, run.id, quiet=quiet):
        claimed = lease.claim()
        if claimed is not None:
            run_task.train_claimed(lease, claimed)
        _wait_while_another_trains(store, run.id)
    ended = store.read(run.id)
    if not quiet and ended.state != "failed":
        kept = ended.message or kept_line(ended, store.history(ended.id))
        lines = (kept, error_line(ended), score_line(ended))
        print("\n".join(line for line in lines if line))
    return ended


def _wait_while_another_trains(store: RunStore, run_id: str) -> None:
    """Wait where the lab has taken the run up: on a busy machine the lease may run out."""
    while store.read(run_id).state == "training":
        time.sleep(POLL_S)


def print_run(run: Run, history: list[Epoch]) -> None:
    """Print a run for people."""
    print(f"{run.name} ({run.id}): {run.state}\n\n{summary_table(run.config)}\n")
    for text in epoch_log(run, history):
        print(text)
    print("\n".join(line for line in (run.message, error_line(run), score_line(run)) if line))


@contextlib.contextmanager
def _stop_on_interrupt(store: RunStore, run_id: str) -> Iterator[None]:
    def stop(_number: int, _frame: Any) -> None:
        print("Stopping after this step; what was learned is kept.", file=sys.stderr)
        threading.Thread(target=_request_stop, args=(store, run_id), daemon=True).start()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _request_stop(store: RunStore, run_id: str) -> None:
    with contextlib.suppress(LabError):  # it has ended meanwhile
        store.stop(run_id)


@contextlib.contextmanager
def _printing(store: RunStore, run_id: str, *, quiet: bool) -> Iterator[None]:
    """Print each epoch once it is in the store, as any other reader would see it."""
    ended = threading.Event()

    def print_epochs() -> None:
        shown = 0
        while True:
            last_look = ended.wait(POLL_S)
            with contextlib.suppress(LabError):  # deleted, or busy: what trains it tells
                run = store.read(run_id)
                for epoch in store.history(run_id)[shown:]:
                    print(epoch_lines(run, epoch), flush=True)
                    shown = epoch.number
            if last_look:
                return

    printer = threading.Thread(target=print_epochs, daemon=True)
    if not quiet:
        printer.start()
    try:
        yield
    finally:
        ended.set()
        if not quiet:
            printer.join()
