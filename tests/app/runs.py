"""Runs that look trained, without anybody training: histories made up, weights drawn at random."""

import itertools

import numpy as np
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from mnist_core.config import RunConfig
from mnist_core.network.architecture import parameter_count
from mnist_core.setting_options import OPTIMIZERS
from mnist_core.store.records import Epoch, Origin, Run
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.store.tables import RunRow


def epoch(number: int, error: float = 0.1, seconds: float = 1.0) -> Epoch:
    """Make an epoch; ``error`` is the validation error, in [0, 1]."""
    return Epoch(number, 0.5 / number, 1 - 1.2 * error, 0.4 / number, 1 - error, seconds, 0.001)


def trained(
    store: RunStore,
    config: RunConfig,
    name: str,
    *,
    error: float = 0.1,
    weights: bool = False,
    origin: Origin = "hand",
) -> Run:
    """Make a finished run; ``error`` is its test error, in [0, 1]."""
    # An engine beside it leaves a held run alone.
    run = store.create(config, name, holder="worker", origin=origin)
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    for number in range(1, config.epochs + 1):
        lease.report(None, [epoch(number, error + 0.1 / number)])
        if weights:
            store.artifacts.write(run.id, f"epoch-{number:04d}", random_weights(config, number))
    if weights:
        store.artifacts.write(run.id, "last", random_weights(config, config.epochs))
    lease.release("finished", test_accuracy=1 - error)
    return store.read(run.id)


def random_weights(config: RunConfig, seed: int) -> dict[str, np.ndarray]:
    """Draw a snapshot of the config's shape."""
    generator = np.random.default_rng(seed)
    widths = (784, *config.hidden_units, 10)
    arrays: dict[str, np.ndarray] = {}
    for number, (inputs, outputs) in enumerate(itertools.pairwise(widths), 1):
        scale = np.sqrt(2 / inputs)
        arrays[f"kernel_{number}"] = generator.normal(0, scale, (inputs, outputs)).astype("float32")
        arrays[f"bias_{number}"] = generator.normal(0, 0.1, outputs).astype("float32")
    return arrays


def many(store: RunStore, count: int) -> None:
    """Write finished runs of all kinds into the store at once."""
    generator = np.random.default_rng(0)
    rows = []
    for number in range(count):
        config = RunConfig(
            hidden_units=(int(generator.choice([16, 64, 128])),) * int(generator.integers(1, 4)),
            optimizer=OPTIMIZERS[number % len(OPTIMIZERS)],
            learning_rate=float(np.round(10 ** generator.uniform(-4, -1), 6)),
        )
        rows.append(_row(number, config, float(generator.uniform(0.02, 0.1))))
    with store.database.begin() as connection:
        connection.execute(insert(RunRow), rows)


def _row(number: int, config: RunConfig, error: float) -> dict[str, object]:
    return {
        "id": f"{number:09d}abc",
        "name": f"run-{number}",
        "notes": "",
        "config": config.model_dump_json(),
        "state": "finished",
        "created_at": float(number),
        "queued_at": float(number),
        "program_version": "",
        "keras_version": "",
        "parameters": parameter_count(config),
        "target_epochs": config.epochs,
        "epochs_done": config.epochs,
        "test_accuracy": 1 - error,
        "val_accuracy": 1 - error,
        "seconds_per_epoch": 1.0,
        "family": config.family,
        "layout": config.layout,
        "message": "",
        "traceback": "",
        "stopped_at": 0,
        "rate_changes": [],
        "attempts": 0,
    }


def stopped_early(store: RunStore, name: str, *, epochs: int = 8, best: int = 7) -> Run:
    """Make a run of 30 epochs that early stopping ended; validation loss was least at ``best``.

    Its validation accuracy is 92.72% there, and 91.98% at its end.
    """
    config = RunConfig(hidden_units=(12, 8), epochs=30, early_stopping_patience=1, train_size=500)
    run = store.create(config, name, holder="worker")
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    for number in range(1, epochs + 1):
        accuracy = {best: 0.9272, epochs: 0.9198}.get(number, 0.85)
        loss = 0.25 if number == best else 0.3 + 0.1 / number
        lease.report(None, [Epoch(number, 0.2, 0.94, loss, accuracy, 1.0, 0.001)])
        store.artifacts.write(run.id, f"epoch-{number:04d}", random_weights(config, number))
    store.artifacts.write(run.id, "last", random_weights(config, best))
    message = (
        f"Stopped early: the validation loss was best in epoch {best}; those weights are kept."
    )
    lease.release("finished", test_accuracy=0.923, message=message)
    return store.read(run.id)


def shown_name(app: AppTest) -> str:
    """Give the name in a page's first line as it is read, without Markdown's backslashes."""
    return app.header[0].value.replace("\\", "")
