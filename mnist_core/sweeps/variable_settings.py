"""The settings that a sweep may vary, and within which limits."""

from mnist_core.config import (
    ACTIVATIONS,
    DROPOUT_PLACES,
    INITIALIZERS,
    LOSSES,
    MAX_BATCH_SIZE,
    MAX_DROPOUT,
    MAX_EPOCHS,
    MAX_LAYERS,
    MAX_LEARNING_RATE,
    MAX_NEURONS,
    MAX_PATIENCE,
    MAX_SEED,
    MAX_TRAIN_SIZE,
    MIN_LEARNING_RATE,
    MIN_TRAIN_SIZE,
    OPTIMIZERS,
    SCHEDULES,
)

Value = bool | int | float | str | None
Params = dict[str, Value]

LAYERS, NEURONS, HIDDEN_UNITS = "layers", "neurons", "hidden_units"
WHOLE_NUMBERS: dict[str, tuple[int, int]] = {
    LAYERS: (0, MAX_LAYERS),
    NEURONS: (1, MAX_NEURONS),
    "batch_size": (1, MAX_BATCH_SIZE),
    "epochs": (1, MAX_EPOCHS),
    "early_stopping_patience": (1, MAX_PATIENCE),
    "train_size": (MIN_TRAIN_SIZE, MAX_TRAIN_SIZE),
    "seed": (0, MAX_SEED),
}
SHARES: dict[str, tuple[float, float]] = {
    "learning_rate": (MIN_LEARNING_RATE, MAX_LEARNING_RATE),
    "dropout": (0.0, MAX_DROPOUT),
    "l2": (0.0, 1.0),
    "momentum": (0.0, 0.99),
    "augmentation": (0.0, 1.0),
}
NUMBERS: dict[str, tuple[float, float]] = {**WHOLE_NUMBERS, **SHARES}
WORDS: dict[str, tuple[Value, ...]] = {
    "activation": ACTIVATIONS,
    "optimizer": OPTIMIZERS,
    "kernel_initializer": INITIALIZERS,
    "schedule": SCHEDULES,
    "loss": LOSSES,
    "dropout_after": DROPOUT_PLACES,
    "nesterov": (False, True),
}
VARIABLE: tuple[str, ...] = (HIDDEN_UNITS, *NUMBERS, *WORDS)


def value_text(value: Value) -> str:
    """Write a value as a command line would."""
    if value is None:
        return "none"
    return f"{value:g}" if isinstance(value, float) else str(value).lower()
