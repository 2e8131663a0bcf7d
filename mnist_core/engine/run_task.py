"""What runs inside a worker process: claim a run, train it, and leave its record in order."""

import functools
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

from mnist_core.dataset import Mnist, load_mnist
from mnist_core.engine.process_tuning import keep_freed_memory
from mnist_core.engine.run_reporter import RunReporter, StopRule, thin_snapshots
from mnist_core.environment import Settings
from mnist_core.errors import LabError, LeaseLost, StoreBusy
from mnist_core.handwriting.lineage import FineTuningStart, read_start
from mnist_core.store.artifacts import Arrays, Artifacts
from mnist_core.store.holders import new_holder
from mnist_core.store.records import Run, Scores
from mnist_core.store.run_files import CHECKPOINT
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import open_store

if TYPE_CHECKING:
    from mnist_core.training.epoch_digits import DigitTensors
    from mnist_core.training.trainer import Outcome


def train_run(run_id: str, settings: Settings) -> None:
    """Train the run if it is free; a run that another worker trains is left alone."""
    lease = RunLease(open_store(settings), run_id, new_holder())
    run = lease.claim()
    if run is not None:
        train_claimed(lease, run)


def train_claimed(lease: RunLease, run: Run, stop_rule: StopRule | None = None) -> None:
    """Train a claimed run and write down how it ended, whatever happens.

    Args:
        stop_rule: called with epochs once they are written; returns whether to stop after them.
    """
    try:
        _train(lease, run, stop_rule)
    except LeaseLost:
        lease.store.remove_leftovers(lease.run_id)
    except StoreBusy:
        return  # nothing can be written: once the lease has run out, the run goes on from here
    except LabError as error:
        _release_failed(lease, str(error), "")
    except MemoryError:
        _release_failed(lease, "The memory is full: try fewer neurons or a smaller batch.", "")
    except Exception as error:  # the outermost frame of a worker: the run keeps the traceback
        message = f"The training failed: {type(error).__name__}: {error}"
        _release_failed(lease, message[:500], traceback.format_exc())


@functools.lru_cache(maxsize=1)
def mnist() -> Mnist:
    """Open the digits, once for all processes that are forked from this one."""
    return load_mnist()


@functools.lru_cache(maxsize=1)
def digits() -> "DigitTensors":
    """Give the digits, opened and laid out once in a process; it is ready to train from then on."""
    from mnist_core.training.epoch_digits import DigitTensors  # noqa: PLC0415 - Keras, in a worker only

    keep_freed_memory()
    return DigitTensors(mnist())


def _train(lease: RunLease, run: Run, stop_rule: StopRule | None) -> None:
    from mnist_core.training.trainer import Training  # noqa: PLC0415 - Keras, in a worker only

    with RunReporter(lease, run, stop_rule) as reporter:
        saved = _read_checkpoint(lease.store.artifacts, run.id)
        start = read_start(lease.store, run)
        thin_snapshots(lease, run.target_epochs)
        training = Training(run, digits(), reporter, saved, start)
        lease.rewind(training.position.epochs_done)
        outcome = training.train()
        reporter.flush()
        if outcome is None:
            return
        if start is not None:
            _score(lease, run, reporter, start, outcome)
    lease.release(
        outcome.state,
        message=outcome.message,
        test_accuracy=outcome.test_accuracy,
        stopped_at=outcome.stopped_at,
    )


def _score(
    lease: RunLease, run: Run, reporter: RunReporter, start: FineTuningStart, outcome: "Outcome"
) -> None:
    """Write down what fine-tuning was worth to a run; one that was stopped keeps no score."""
    from mnist_core.training.cross_validation import cross_validate, score_start  # noqa: PLC0415 - Keras

    if run.taught is None or outcome.state != "finished" or not start.new.any():
        return
    before = score_start(start, digits())
    share = cross_validate(
        run.config,
        run.target_epochs,
        digits(),
        start,
        lambda: reporter.requests().action != "stop",
    )
    if share is not None:
        after = Scores(share, outcome.test_accuracy)
        lease.write_scores(replace(run.taught, before=before, after=after))


def _read_checkpoint(artifacts: Artifacts, run_id: str) -> Arrays | None:
    try:
        return artifacts.read(run_id, CHECKPOINT)
    except FileNotFoundError:
        return None


def _release_failed(lease: RunLease, message: str, trace: str) -> None:
    try:
        lease.release("failed", message=message, traceback=trace)
    except LeaseLost:
        lease.store.remove_leftovers(lease.run_id)


def warm_up() -> None:
    """Import Keras and open the digits before the first click, in a process of its own."""
    import mnist_core.training.trainer  # noqa: F401, PLC0415

    digits()
