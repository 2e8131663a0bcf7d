"""A config as a compiled Keras model, and a snapshot as a file that Keras writes."""

import math
import os
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_core.config import RunConfig
from mnist_core.network.architecture import CLASSES, INPUT_SIZE, has_dropout
from mnist_core.network.training_path import TrainingPath
from mnist_core.setting_options import MOMENTUM_OPTIMIZERS
from mnist_core.training.dropout_masks import dropout_layer
from mnist_core.training.recipe import (
    DROPOUT,
    INITIALIZER_CLASSES,
    OPTIMIZER_CLASSES,
    WEIGHTS,
    derived_seed,
)

EXPORT_FORMATS = {".onnx": "onnx", ".tflite": "litert"}  # as ``Model.export`` calls them


def build_model(config: RunConfig, path: TrainingPath = "plain") -> keras.Sequential:
    """Build and compile the network; equal configs start with equal weights.

    Args:
        path: how it is going to be trained. One that XLA trains has layers of the lab's own for
            dropout, and is not to be saved.
    """
    compiled = path != "plain"
    layers: list[Any] = [keras.Input((INPUT_SIZE,))]
    for number, units in enumerate(config.hidden_units, start=1):
        layers.append(_dense(config, number, units, config.activation, f"hidden_{number}"))
        if has_dropout(config, number):
            seed = derived_seed(config.seed, DROPOUT, number)
            name = f"dropout_{number}"
            layers.append(dropout_layer(config, seed, name, compiled=compiled))
    layers.append(_dense(config, len(config.hidden_units) + 1, CLASSES, "softmax", "output"))
    model = keras.Sequential(layers)
    model.compile(
        optimizer=_optimizer(config), loss=config.loss, metrics=["accuracy"], jit_compile=False
    )
    return model


def save_keras_file(
    config: RunConfig, weights: list[NDArray[np.floating[Any]]], file: Path
) -> None:
    """Save a snapshot's weights as a ``.keras`` file that plain Keras loads."""
    model = build_model(config)
    model.set_weights(weights)
    model.optimizer.build(model.trainable_variables)  # a part-built one loads with a warning
    model.save(file)


def save_inference_file(
    config: RunConfig, weights: list[NDArray[np.floating[Any]]], file: Path
) -> None:
    """Save a snapshot's weights as an ``.onnx`` or ``.tflite`` file, for programs without Keras.

    It takes (n, 784) float32 in [0, 1] and gives (n, 10) float32, the probabilities.
    """
    activation = _gelu if config.activation == "gelu" else config.activation
    layers = [keras.layers.Dense(units, activation=activation) for units in config.hidden_units]
    output = keras.layers.Dense(CLASSES, activation="softmax")
    model = keras.Sequential([keras.Input((INPUT_SIZE,)), *layers, output])
    model.set_weights(weights)
    signature = [keras.InputSpec(dtype="float32", shape=(None, INPUT_SIZE), name="digits")]
    with warnings.catch_warnings():  # Keras uses a name that NumPy 2 has removed
        warnings.simplefilter("ignore", FutureWarning)
        model.export(
            file,
            format=EXPORT_FORMATS[file.suffix],
            input_signature=signature,
            verbose=False,
        )


def _gelu(x: Any) -> Any:
    """Keras' gelu in operations that ONNX has as well; TensorFlow's own takes one that it lacks."""
    return 0.5 * x * (1 + keras.ops.erf(x / math.sqrt(2)))


def _dense(
    config: RunConfig, number: int, units: int, activation: str, name: str
) -> keras.layers.Dense:
    return keras.layers.Dense(
        units,
        activation=activation,
        kernel_initializer=_initializer(config, number),
        kernel_regularizer=keras.regularizers.L2(config.l2) if config.l2 else None,
        name=name,
    )


def _initializer(config: RunConfig, number: int) -> Any:
    kind = getattr(keras.initializers, INITIALIZER_CLASSES[config.kernel_initializer])
    if config.kernel_initializer == "zeros":
        return kind()
    return kind(seed=derived_seed(config.seed, WEIGHTS, number))


def _optimizer(config: RunConfig) -> Any:
    kind = getattr(keras.optimizers, OPTIMIZER_CLASSES[config.optimizer])
    options: dict[str, Any] = {}
    if config.optimizer in MOMENTUM_OPTIMIZERS:
        options["momentum"] = config.momentum
    if config.optimizer == "sgd":
        options["nesterov"] = config.nesterov
    return kind(learning_rate=config.initial_learning_rate, **options)
