"""The packed digits are the ones that LeCun, Cortes and Burges gave out."""

import hashlib

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.dataset import (
    MNIST_FILE,
    first_training_digits,
    load_mnist,
    load_test_digits,
    scale_pixels,
    training_digits,
    training_size,
)
from mnist_core.errors import DatasetError

# MD5 of the original, unpacked IDX files: a header, then the bytes of the array.
ORIGINALS = {
    "x_train": ("00000803 0000ea60 0000001c 0000001c", "6bbc9ace898e44ae57da46a324031adb"),
    "y_train": ("00000801 0000ea60", "a25bea736e30d166cdddb491f175f624"),
    "x_test": ("00000803 00002710 0000001c 0000001c", "2646ac647ad5339dbf082846283269ea"),
    "y_test": ("00000801 00002710", "27ae3e4e09519cfbb04c329615203637"),
}


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.mark.parametrize("name", ORIGINALS)
def test_the_digits_are_the_originals_byte_for_byte(mnist, name):
    header, checksum = ORIGINALS[name]
    original = bytes.fromhex(header) + getattr(mnist, name).tobytes()

    assert hashlib.md5(original).hexdigest() == checksum


def test_normalised_digits_reach_from_0_to_1(mnist):
    images = scale_pixels(mnist.x_test[:50])

    assert images.shape == (50, 784)
    assert images.dtype == np.float32
    assert (images.min(), images.max()) == (0, 1)


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        ({}, 55_000),
        ({"validation": "test"}, 60_000),
        ({"train_size": 500}, 500),
        ({"train_size": 57_000}, 55_000),
    ],
)
def test_the_holdout_is_never_trained_on(settings, size):
    assert training_size(RunConfig(**settings)) == size


def test_a_damaged_file_is_refused(tmp_path):
    damaged = tmp_path / "mnist.npz"
    damaged.write_bytes(MNIST_FILE.read_bytes()[:-1])

    with pytest.raises(DatasetError, match=r"mnist\.npz is damaged"):
        load_mnist(damaged)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"nothing\.npz"):
        load_mnist(tmp_path / "nothing.npz")


def test_the_first_digits_are_those_of_the_whole(mnist):
    np.testing.assert_array_equal(first_training_digits(20), mnist.x_train[:20])


@pytest.mark.parametrize("content", [None, b"no digits"])
def test_a_file_without_digits_is_refused(tmp_path, content):
    file = tmp_path / "mnist.npz"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(DatasetError, match=r"mnist\.npz cannot be read"):
        first_training_digits(20, file)


def test_the_test_digits_and_some_training_digits_come_alone():
    everything, tested = load_mnist(), load_test_digits()
    some = training_digits((59_999, 3))

    assert np.array_equal(tested.images, everything.x_test)
    assert np.array_equal(tested.labels, everything.y_test)
    assert np.array_equal(some.images, everything.x_train[[59_999, 3]])
    assert some.labels.tolist() == everything.y_train[[59_999, 3]].tolist()
    assert len(training_digits(())) == 0
