"""What a taught run began with, out of its files."""

import hashlib

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, load_mnist
from mnist_core.errors import StoreError
from mnist_core.handwriting.lineage import earlier_drawings, fingerprints, read_start
from tests.app.runs import random_weights
from tests.core.handwriting.taught_runs import COUNT, made_taught

CONFIG = RunConfig(hidden_units=(4,))


@pytest.fixture
def taught(store):
    return made_taught(store, store.create(CONFIG, "pupil"))


def test_a_taught_run_begins_with_its_parents_weights_and_its_drawings(store, taught):
    start = read_start(store, taught)

    assert start is not None
    assert np.array_equal(start.drawings.images, load_mnist().x_test[:COUNT])
    weights = random_weights(CONFIG, 5)
    assert np.array_equal(start.network.kernels[0], weights["kernel_1"])
    assert np.array_equal(start.network.biases[1], weights["bias_2"])
    assert start.new.tolist() == [True] * COUNT


def test_drawings_that_the_parent_was_taught_are_not_new(store, taught):
    arrays = store.artifacts.read(taught.id, "drawings")
    images = arrays["images"]
    earlier = fingerprints(LabelledDigits(images[[2, 5]], np.zeros(2, np.uint8)))
    store.artifacts.write(taught.id, "drawings", {**arrays, "earlier": earlier})

    start = read_start(store, taught)

    assert start is not None
    assert np.flatnonzero(~start.new).tolist() == [2, 5]


def test_a_run_hands_on_its_own_drawings_and_those_before_each_once(store, taught):
    arrays = store.artifacts.read(taught.id, "drawings")
    before = LabelledDigits(np.full((1, 28, 28), 7, np.uint8), np.zeros(1, np.uint8))
    own = fingerprints(LabelledDigits(arrays["images"], arrays["labels"]))
    earlier = np.concatenate([fingerprints(before), own[:1]])
    store.artifacts.write(taught.id, "drawings", {**arrays, "earlier": earlier})

    found = {row.tobytes() for row in earlier_drawings(store, taught)}

    assert len(earlier_drawings(store, taught)) == COUNT + 1
    assert found == {row.tobytes() for row in [*own, *fingerprints(before)]}


def test_a_run_from_random_weights_has_no_start_and_no_earlier_drawings(store):
    run = store.create(CONFIG)

    assert read_start(store, run) is None
    assert earlier_drawings(store, run).shape == (0, 32)


@pytest.mark.parametrize("read", [read_start, earlier_drawings])
def test_files_that_are_gone_are_said_to_be_gone(store, taught, read):
    store.artifacts.remove_run(taught.id)

    with pytest.raises(StoreError, match=r"pupil .* (is|are) gone; teach"):
        read(store, taught)


def test_a_fingerprint_is_the_images_sha_256():
    images = np.arange(2 * 784, dtype=np.int64).astype(np.uint8).reshape(2, 28, 28)

    (_, second) = fingerprints(LabelledDigits(images, np.zeros(2, np.uint8)))

    assert second.tobytes() == hashlib.sha256(images[1].tobytes()).digest()
