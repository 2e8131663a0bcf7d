"""Keras' own ``fit`` with its defaults, on TensorFlow."""

import os

os.environ.update({"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"})

import keras
import tensorflow as tf

from tests.benchmarks.trainers.task import LEARNING_RATE, answer, read_task


def main() -> None:
    """Train and print the seconds."""
    task = read_task()
    images, labels = task.load()
    targets = keras.utils.to_categorical(labels, 10)
    hidden = [keras.layers.Dense(units, activation="relu") for units in task.hidden_units]
    drop = [keras.layers.Dropout(task.dropout)] if task.dropout else []
    output = keras.layers.Dense(10, activation="softmax")
    model = keras.Sequential([keras.Input((784,)), *hidden, *drop, output])
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    task.run(lambda: model.fit(images, targets, batch_size=task.batch_size, verbose=0))
    answer(task, f"Keras {keras.__version__} on TensorFlow {tf.__version__}")


main()
