"""What an epoch is made of: MNIST's digits, then drawn forms, then a person's drawings."""

import numpy as np
import pytest

from mnist_core.dataset import LabelledDigits, Mnist, epoch_size, load_mnist, normalise
from mnist_core.engine.run_task import digits
from mnist_core.ink.forms import drawn_forms
from mnist_core.training.epoch_digits import DigitTensors, EpochDigits
from mnist_core.training.recipe import copies
from tests.core.training.training_helpers import SMALL

pytestmark = pytest.mark.keras
FORMS = SMALL.model_copy(update={"forms": 70, "seed": 3})


def pixels(x):
    return np.rint(np.array(x) * 255).astype(np.uint8).reshape(-1, 28, 28)


def test_drawn_forms_follow_mnists_digits_and_are_counted():
    mixed, forms = EpochDigits(FORMS, digits(), None), drawn_forms(3, 70)

    assert mixed.size == epoch_size(FORMS) == SMALL.train_size + 70
    assert np.array_equal(pixels(mixed.x)[:-70], load_mnist().x_train[: SMALL.train_size])
    assert np.array_equal(pixels(mixed.x)[-70:], forms.images)
    assert np.array_equal(np.argmax(mixed.y[-70:], axis=1), forms.labels)


def test_every_epoch_has_each_of_them_once():
    mixed = EpochDigits(FORMS, digits(), None)
    orders = []
    for epoch in (1, 2):
        mixed.begin_epoch(epoch)
        orders.append(mixed.order.numpy())

    assert all(sorted(order) == list(range(mixed.size)) for order in orders)
    assert not np.array_equal(*orders)


def test_a_persons_drawings_come_last_as_often_as_beside_mnist_alone():
    drawn = LabelledDigits(load_mnist().x_test[:5], load_mnist().y_test[:5])
    mixed = EpochDigits(FORMS, digits(), drawn)
    times = copies(5, SMALL.train_size)

    assert mixed.size == epoch_size(FORMS) + 5 * times
    assert np.array_equal(pixels(mixed.x)[-5 * times :], np.repeat(drawn.images, times, axis=0))
    assert np.array_equal(pixels(mixed.x)[SMALL.train_size :][:70], drawn_forms(3, 70).images)


def test_pixels_are_those_of_numpy_to_the_bit():
    every_value = np.arange(2 * 28 * 28, dtype=np.uint8).reshape(2, 28, 28)
    labels = np.zeros(2, np.uint8)

    tensors = DigitTensors(Mnist(every_value, labels, every_value, labels))

    assert tensors.x_train.numpy().tobytes() == normalise(every_value).tobytes()
