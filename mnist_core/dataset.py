"""MNIST from the packed file, checked and counted as a config asks; and other labelled digits."""

import functools
import hashlib
import io
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from mnist_core.config import RunConfig
from mnist_core.errors import DatasetError

MNIST_FILE = Path(__file__).parent / "assets" / "mnist.npz"
MNIST_SHA256 = "b5e394bc34918bacb3c7d30dae8a52f2e99dbccb1317eccfc24e1d09f564e406"
HOLDOUT_SIZE = 5_000

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]


@dataclass(frozen=True)
class Mnist:
    """LeCun, Cortes and Burges' digits.

    Attributes:
        x_train: (60000, 28, 28), uint8, 0 is paper and 255 full ink.
        y_train: (60000,), uint8 in 0 to 9.
        x_test: (10000, 28, 28), uint8.
        y_test: (10000,), uint8.
    """

    x_train: NDArray[np.uint8]
    y_train: Labels
    x_test: NDArray[np.uint8]
    y_test: Labels


@dataclass(frozen=True)
class LabelledDigits:
    """Images of digits, and what each of them is.

    Attributes:
        images: (n, 28, 28), uint8, 0 is paper and 255 full ink.
        labels: (n,), uint8 in 0 to 9.
    """

    images: NDArray[np.uint8]
    labels: Labels

    def __len__(self) -> int:
        return len(self.labels)


def load_mnist(file: Path = MNIST_FILE) -> Mnist:
    """Open the packed digits and check them by their SHA-256.

    Raises:
        DatasetError: the file is missing or not the one that was packed.
    """
    with _open(file) as arrays:
        return Mnist(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"])


def load_test_digits(file: Path = MNIST_FILE) -> LabelledDigits:
    """Open the 10,000 test digits alone: a sixth of the memory of all.

    Raises:
        DatasetError: as ``load_mnist``.
    """
    with _open(file) as arrays:
        return LabelledDigits(arrays["x_test"], arrays["y_test"])


@functools.lru_cache(maxsize=64)
def training_digits(indices: tuple[int, ...]) -> LabelledDigits:
    """Give some of the 60,000 training digits, by their places, without keeping the others.

    Raises:
        DatasetError: as ``load_mnist``.
    """
    with _open(MNIST_FILE) as arrays:
        chosen = np.array(indices, dtype=np.intp)
        return LabelledDigits(arrays["x_train"][chosen], arrays["y_train"][chosen])


def _open(file: Path) -> NpzFile:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise DatasetError(f"The digits file {file} cannot be read ({error.strerror}).") from error
    if hashlib.sha256(content).hexdigest() != MNIST_SHA256:
        raise DatasetError(f"The digits file {file} is damaged; fetch the project's copy again.")
    opened: NpzFile = np.load(io.BytesIO(content), allow_pickle=False)
    return opened


def first_training_digits(count: int, file: Path = MNIST_FILE) -> NDArray[np.uint8]:
    """Read the first training digits, (count, 28, 28) uint8, in a thousandth of the time of all.

    Raises:
        DatasetError: the file is missing or has no digits.
    """
    try:
        with zipfile.ZipFile(file) as arrays, arrays.open("x_train.npy") as digits:
            np.lib.format.read_magic(digits)
            (_, *shape), _, _ = np.lib.format.read_array_header_1_0(digits)
            content = digits.read(count * math.prod(shape))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DatasetError(f"The digits file {file} cannot be read ({error}).") from error
    return np.frombuffer(content, np.uint8).reshape(count, *shape)


def training_size(config: RunConfig) -> int:
    """Count the digits that ``config`` trains on: the first of the 60,000.

    ``holdout`` keeps the last 5,000 of them out of training, whatever the seed, so that runs
    compare on the same digits.
    """
    available = 60_000 if config.validation == "test" else 60_000 - HOLDOUT_SIZE
    return min(config.train_size, available)


def epoch_size(config: RunConfig) -> int:
    """Count the digits of an epoch: MNIST's, and the drawn forms among them."""
    return training_size(config) + config.forms


def validation_size(config: RunConfig) -> int:
    """Count the digits that ``config`` watches after each epoch."""
    return 10_000 if config.validation == "test" else HOLDOUT_SIZE


def scale_pixels(images: NDArray[np.uint8]) -> Floats:
    """Flatten (n, 28, 28) uint8 images to (n, 784) float32 in [0, 1]."""
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(255)
