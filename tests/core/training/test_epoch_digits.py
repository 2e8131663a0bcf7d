"""What an epoch is made of: MNIST's digits, then drawn forms, then a person's drawings."""

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from mnist_core.dataset import LabelledDigits, Mnist, epoch_size, load_mnist, scale_pixels
from mnist_core.engine.run_task import digits
from mnist_core.ink.forms import drawn_forms
from mnist_core.network.normalization import straighten
from mnist_core.training.epoch_digits import DigitTensors, EpochDigits
from mnist_core.training.recipe import copies
from mnist_core.training.trainer import Training
from tests.core.training.training_helpers import (
    SMALL,
    ScriptedListener,
    few_digits,
    make_run,
    numbers,
)

pytestmark = pytest.mark.keras
FORMS = SMALL.model_copy(update={"forms": 70, "seed": 3})


def pixels(x):
    return np.rint(np.array(x) * 255).astype(np.uint8).reshape(-1, 28, 28)


def tensors_of(images):
    labels = np.zeros(len(images), np.uint8)
    return DigitTensors(Mnist(images, labels, images, labels))


def test_drawn_forms_follow_mnists_digits_and_are_counted():
    mixed, forms = EpochDigits(FORMS, digits().normalized("none"), None), drawn_forms(3, 70)

    assert mixed.size == epoch_size(FORMS) == SMALL.train_size + 70
    assert np.array_equal(pixels(mixed.x)[:-70], load_mnist().x_train[: SMALL.train_size])
    assert np.array_equal(pixels(mixed.x)[-70:], forms.images)
    assert np.array_equal(np.argmax(mixed.y[-70:], axis=1), forms.labels)


def test_every_epoch_has_each_of_them_once():
    mixed = EpochDigits(FORMS, digits().normalized("none"), None)
    orders = []
    for epoch in (1, 2):
        mixed.begin_epoch(epoch)
        orders.append(mixed.order.numpy())

    assert all(sorted(order) == list(range(mixed.size)) for order in orders)
    assert not np.array_equal(*orders)


def test_a_persons_drawings_come_last_as_often_as_beside_mnist_alone():
    drawn = LabelledDigits(load_mnist().x_test[:5], load_mnist().y_test[:5])
    mixed = EpochDigits(FORMS, digits().normalized("none"), drawn)
    times = copies(5, SMALL.train_size)

    assert mixed.size == epoch_size(FORMS) + 5 * times
    assert np.array_equal(pixels(mixed.x)[-5 * times :], np.repeat(drawn.images, times, axis=0))
    assert np.array_equal(pixels(mixed.x)[SMALL.train_size :][:70], drawn_forms(3, 70).images)


@pytest.mark.parametrize("kind", ["slant", "slant_and_width"])
def test_drawn_forms_and_a_persons_drawings_are_normalised_too(kind):
    drawn = LabelledDigits(load_mnist().x_test[:5], load_mnist().y_test[:5])
    config = FORMS.model_copy(update={"normalization": kind})
    given = DigitTensors(few_digits()).normalized(kind)
    mixed = EpochDigits(config, given, drawn).x.numpy()
    times = copies(5, SMALL.train_size)

    parts = load_mnist().x_train[: SMALL.train_size], drawn_forms(3, 70).images, drawn.images
    expected = [straighten(scale_pixels(images), kind) for images in parts]
    assert np.array_equal(mixed[: -5 * times], np.concatenate(expected[:2]))
    assert np.array_equal(mixed[-5 * times :], np.repeat(expected[2], times, axis=0))


@pytest.mark.parametrize(("validation", "path"), [("holdout", "compiled"), ("test", "plain")])
def test_a_run_learns_as_one_without_it_from_digits_normalised_beforehand(validation, path):
    changes = {"augmentation": 0.5, "validation": validation, "epochs": 1}
    plain = SMALL.model_copy(update=changes)
    given, prepared = DigitTensors(few_digits()), DigitTensors(few_digits())
    for name in ("x_train", "x_test"):
        upright = straighten(getattr(prepared, name).numpy(), "slant")
        setattr(prepared, name, tf.constant(upright))
    expected, heard, unprepared = (ScriptedListener(1) for _ in range(3))
    run = make_run(plain, training_path=path)
    slant = replace(run, config=plain.model_copy(update={"normalization": "slant"}))
    outcome = Training(run, prepared, expected, None).train()

    own = Training(slant, given, heard, None).train()
    Training(run, given, unprepared, None).train()

    assert own == outcome
    assert numbers(heard.epochs) == numbers(expected.epochs)
    assert numbers(unprepared.epochs) != numbers(expected.epochs)
    assert all(map(np.array_equal, heard.weights, expected.weights))


def test_the_normalised_copy_asked_for_last_is_the_one_that_is_kept():
    tensors = tensors_of(load_mnist().x_test[:3])
    slant = tensors.normalized("slant")

    assert tensors.normalized("slant") is slant
    assert tensors.normalized("none").x_train is tensors.x_train
    tensors.normalized("slant_and_width")
    assert tensors.normalized("slant") is not slant


def test_pixels_are_those_of_numpy_to_the_bit():
    every_value = np.arange(2 * 28 * 28, dtype=np.uint8).reshape(2, 28, 28)

    assert tensors_of(every_value).x_train.numpy().tobytes() == scale_pixels(every_value).tobytes()
