"""The lab: a run in a store of its own, streamed and made safe as a worker's is.

What its validation takes is left out: the others do none.
"""

import tempfile
import time
from pathlib import Path

from mnist_core.config import RunConfig
from mnist_core.engine.process_tuning import use_one_tensorflow_thread
from mnist_core.engine.run_reporter import RunReporter
from mnist_core.engine.run_task import digits
from mnist_core.environment import Settings
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.training.compiler_flags import compile_in_order
from mnist_core.training.trainer import Training
from tests.benchmarks.trainers.task import answer, read_task


def main() -> None:
    """Train and print the seconds."""
    task = read_task()
    compile_in_order()
    config = RunConfig(
        hidden_units=tuple(task.hidden_units),
        batch_size=task.batch_size,
        dropout=task.dropout,
        augmentation=task.augmentation,
        elastic=task.elastic,
        epochs=task.epochs,
        validation="test",
    )
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = RunStore(Settings(home, f"sqlite:///{home / 'l.sqlite'}", folder, None, 1))
        lease = RunLease(store, store.create(config).id, "benchmark")
        claimed = lease.claim()
        assert claimed is not None
        if claimed.training_path == "compiled_in_one_thread":
            use_one_tensorflow_thread()
        validations: list[float] = []
        with RunReporter(lease, claimed) as reporter:
            training = Training(claimed, digits(), reporter, None)
            validate = training._stepper.validate

            def timed() -> tuple[float, float]:
                began = time.perf_counter()
                result = validate()
                validations.append(time.perf_counter() - began)
                return result

            training._stepper.validate = timed  # type: ignore[method-assign]
            training.train()
            reporter.flush()
        epochs = store.history(claimed.id)
        task.seconds = [
            epoch.seconds - spent for epoch, spent in zip(epochs, validations, strict=True)
        ]
    answer(task, "Digit Lab")


main()
