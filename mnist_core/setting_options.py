"""What settings of a run may be: their options, their limits, and Keras' own defaults."""

from typing import Literal, get_args

Activation = Literal[
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "silu",
    "tanh",
    "sigmoid",
    "softplus",
    "linear",
]
DropoutAfter = Literal["last", "every"]
Initializer = Literal[
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_normal",
    "random_normal",
    "random_uniform",
    "zeros",
]
Optimizer = Literal[
    "sgd", "rmsprop", "adam", "adamw", "nadam", "adamax", "adagrad", "adadelta", "lion"
]
Schedule = Literal["constant", "cosine", "exponential", "step"]
Loss = Literal["categorical_crossentropy", "mean_squared_error", "kl_divergence"]
Validation = Literal["holdout", "test"]
Normalization = Literal["none", "slant", "slant_and_width"]

MAX_LAYERS, MAX_NEURONS = 6, 4096
MAX_DROPOUT = 0.9
MIN_LEARNING_RATE, MAX_LEARNING_RATE = 1e-6, 10.0
MAX_BATCH_SIZE, MAX_EPOCHS, MAX_PATIENCE = 10_000, 500, 100
MIN_TRAIN_SIZE, MAX_TRAIN_SIZE = 100, 60_000
MAX_FORMS = 60_000
MAX_SEED = 2**32 - 1

# Keras' own defaults, so that a page can show them without importing it (a test compares).
DEFAULT_LEARNING_RATES: dict[Optimizer, float] = {
    "sgd": 0.01,
    "rmsprop": 0.001,
    "adam": 0.001,
    "adamw": 0.001,
    "nadam": 0.001,
    "adamax": 0.001,
    "adagrad": 0.001,
    "adadelta": 0.001,
    "lion": 0.001,
}
MOMENTUM_OPTIMIZERS: tuple[Optimizer, ...] = ("sgd", "rmsprop")

ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
INITIALIZERS: tuple[Initializer, ...] = get_args(Initializer)
OPTIMIZERS: tuple[Optimizer, ...] = get_args(Optimizer)
SCHEDULES: tuple[Schedule, ...] = get_args(Schedule)
LOSSES: tuple[Loss, ...] = get_args(Loss)
VALIDATIONS: tuple[Validation, ...] = get_args(Validation)
DROPOUT_PLACES: tuple[DropoutAfter, ...] = get_args(DropoutAfter)
