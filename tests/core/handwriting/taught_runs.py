"""Runs that look taught, without anybody teaching: made-up drawings, weights drawn at random."""

from dataclasses import replace

import numpy as np

from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.store.records import Run, Taught
from mnist_core.store.run_files import DRAWINGS, START
from mnist_core.store.run_store import RunStore
from tests.app.runs import random_weights

COUNT = 12


def made_taught(store: RunStore, run: Run) -> Run:
    """Let a run look as if it had been taught, with the files that it began with.

    The drawings are MNIST's test digits, each with a wrong label: whoever leaves them out learns
    something else.
    """
    mnist = load_mnist()
    labels = (mnist.y_test[:COUNT] + 1) % 10
    store.artifacts.write(run.id, START, random_weights(run.config, 5))
    store.artifacts.write(
        run.id,
        DRAWINGS,
        {
            "images": mnist.x_test[:COUNT],
            "labels": labels,
            "earlier": np.zeros((0, 32), np.uint8),
        },
    )
    return replace(run, taught=Taught("p", "brisk-heron", COUNT, "digest", 4))


def taught_config(config: RunConfig) -> RunConfig:
    """Give settings like a lesson's: bent digits, and a rate that falls."""
    return config.model_copy(
        update={"augmentation": 0.3, "schedule": "cosine", "dropout": 0.2, "train_size": 800}
    )
