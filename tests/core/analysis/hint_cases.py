"""Made-up runs, each with one fault or close to it."""

from mnist_core.analysis.hints import Symptoms
from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch

NOISE = {"loss": 2.31, "accuracy": 0.1, "val_loss": 2.30, "val_accuracy": 0.11}
GOOD = {"loss": 0.09, "accuracy": 0.97, "val_loss": 0.08, "val_accuracy": 0.975}


def history(*epochs, rate=0.001, seconds=1.0):
    return [
        Epoch(number=number, seconds=seconds, learning_rate=rate, **{**GOOD, **numbers})
        for number, numbers in enumerate(epochs, start=1)
    ]


def symptoms(epochs, /, *, state="finished", dead_shares=None, message="", **settings):
    config = RunConfig(**settings)
    return Symptoms(config, state, epochs, message=message, dead_shares=dead_shares)


def falling(*val_losses, **numbers):
    """Epochs whose validation loss falls and whose validation error falls alike."""
    return [
        {"val_loss": loss, "val_accuracy": 1 - loss / 4, "loss": loss, **numbers}
        for loss in val_losses
    ]


JUMPING = history(
    {"loss": 0.5, "val_loss": 0.30, "accuracy": 0.90},
    {"loss": 0.49, "val_loss": 0.40, "accuracy": 0.89},
    rate=0.02,
)
STANDING = history(NOISE, NOISE)
SLOW = history(*falling(2.2, 2.1, 2.0, accuracy=0.3), rate=1e-5)
BY_HEART = [
    {"loss": loss, "val_loss": val_loss, "accuracy": 0.999, "val_accuracy": 0.97}
    for loss, val_loss in [(0.1, 0.12), (0.04, 0.10), (0.02, 0.11), (0.01, 0.12), (0.005, 0.13)]
]
HEAVY = [{"loss": 0.9, "accuracy": 0.72, "val_loss": 0.4, "val_accuracy": 0.9}] * 2
FLAT = [{"loss": 0.27, "accuracy": 0.925, "val_loss": 0.22, "val_accuracy": 0.94}] * 3
SIGMOIDS = {"activation": "sigmoid", "hidden_units": (64, 64, 64)}
OPEN_EVERY = {"dropout": 0.9, "dropout_after": "every", "hidden_units": (64, 64)}

FAULTS = {
    "worse than guessing": (
        symptoms(history({**NOISE, "loss": 66.6}, rate=1), learning_rate=1),
        ("overshooting", "1,000 times", "66.6", "Learning rate 1 → 0.001"),
    ),
    "loss jumps": (
        symptoms(JUMPING, learning_rate=0.02),
        ("overshooting", "far too high", "97.5%", "Learning rate 0.02 → 0.001"),
    ),
    "rate set by hand": (
        symptoms(history(GOOD, rate=0.001) + history({**NOISE, "loss": 9}, rate=5)),
        ("overshooting", "rate of 5", "11.0%", "Learning rate 5 → 0.001"),
    ),
    "zeros": (
        symptoms(STANDING, kernel_initializer="zeros"),
        ("stuck", "identical", "11.0%", "Initializer zeros → glorot_uniform"),
    ),
    "strong penalty": (
        symptoms(STANDING, l2=0.5),
        ("stuck", "L2 penalty of 0.5", "860 steps", "L2 penalty 0.5 → 0.0001"),
    ),
    "dropout everywhere": (
        symptoms(STANDING, **OPEN_EVERY),
        ("stuck", "1.0% of the paths", "11.0%", "Dropout 0.9 → 0.2"),
    ),
    "many sigmoids": (
        symptoms(STANDING, **SIGMOIDS),
        ("stuck", "3 of them 1.6%", "11.0%", "Activation sigmoid → relu"),
    ),
    "weak start": (
        symptoms(STANDING, kernel_initializer="random_normal", hidden_units=(16,) * 6),
        ("stuck", "784-16-16", "He and others", "Initializer random_normal → he_normal"),
    ),
    "dead at a high rate": (
        symptoms(history(GOOD, rate=0.005), learning_rate=0.005, dead_shares=[0.1, 0.5]),
        ("dead", "50.0%", "hidden layer 2", "Learning rate 0.005 → 0.001"),
    ),
    "dead at a sound rate": (
        symptoms(history(GOOD), dead_shares=[0.45]),
        ("dead", "45.0%", "hidden layer 1", "Activation relu → leaky_relu"),
    ),
    "low rate": (
        symptoms(SLOW, learning_rate=1e-5),
        ("crawling", "100 times lower", "50.0%", "Learning rate 0.00001 → 0.001"),
    ),
    "by heart": (
        symptoms(history(*BY_HEART)),
        ("overfitting", "epoch 2 with 0.1", "0.13", "Augmentation 0 → 0.5"),
    ),
    "by heart, augmented": (
        symptoms(history(*BY_HEART), augmentation=0.2, dropout=0),
        ("overfitting", "0.0400 to 0.0050", "0.1300", "Dropout 0 → 0.5"),
    ),
    "by heart against all cures": (
        symptoms(history(*BY_HEART), augmentation=0.2, dropout=0.5),
        ("overfitting", "memorises", "0.13", "Early stopping patience never → 3"),
    ),
    "strong dropout": (
        symptoms(history(*HEAVY), dropout=0.8),
        ("dropout", "80%", "72.0%", "Dropout 0.8 → 0.2"),
    ),
    "no hidden layer": (
        symptoms(history(*FLAT), hidden_units=()),
        ("small", "94.0%", "hidden layer", "Layer sizes 784-10 → 784-128-10"),
    ),
    "bottleneck": (
        symptoms(history(*FLAT), hidden_units=(64, 4)),
        ("small", "4 neurons", "0.27", "Layer sizes 784-64-4-10 → 784-64-128-10"),
    ),
    "linear": (
        symptoms(history(*FLAT), activation="linear"),
        ("small", "no more than one", "0.27", "Activation linear → relu"),
    ),
    "still learning": (
        symptoms(history(*falling(0.2, 0.15)), epochs=2),
        ("undertrained", "epochs 1 and 2", "0.2000 to 0.1500", "Epochs 2 → 10"),
    ),
    "still learning with epochs added": (
        symptoms(history(*falling(*[2 - 0.1 * i for i in range(16)])), epochs=10),
        ("undertrained", "epochs 12 and 16", "0.9000 to 0.5000", "Epochs 16 → 32"),
    ),
    "tiny batch": (
        symptoms(history(GOOD, seconds=20), batch_size=4),
        ("batch", "13,750 steps", "20.0 s", "Batch size 4 → 128"),
    ),
    "tiny batch of sgd": (
        symptoms(
            history(GOOD, seconds=20, rate=0.01), batch_size=16, optimizer="sgd", hidden_units=(32,)
        ),
        ("batch", "3,438 steps", "20.0 s", "Batch size 16 → 128, Learning rate 0.01 → 0.08"),
    ),
}

NEAR_MISSES = {
    "a high rate that does no harm": symptoms(history(GOOD, rate=0.02), learning_rate=0.02),
    "a jump at a sound rate": symptoms(history({}, {"loss": 0.1, "val_loss": 0.2})),
    "zeros without a hidden layer": symptoms(STANDING, kernel_initializer="zeros", hidden_units=()),
    "too few steps to stand still": symptoms(STANDING, train_size=6_000, **SIGMOIDS),
    "two sigmoid layers that learn": symptoms(
        history(GOOD), activation="sigmoid", hidden_units=(64, 64)
    ),
    "a third of the neurons dead": symptoms(history(GOOD), dead_shares=[0.35]),
    "silent neurons that are no relu": symptoms(
        history(GOOD), activation="tanh", dead_shares=[0.9]
    ),
    "nobody measured dead neurons": symptoms(history(GOOD), dead_shares=None),
    "a low rate that got there": symptoms(history(GOOD, GOOD, rate=1e-5), learning_rate=1e-5),
    "validation loss rose for two epochs": symptoms(history(*BY_HEART[:4])),
    "validation loss rose with training loss": symptoms(
        history(*[{**epoch, "loss": 0.05} for epoch in BY_HEART])
    ),
    "a narrow gap": symptoms(history(*[{**epoch, "accuracy": 0.975} for epoch in BY_HEART])),
    "dropout below a half": symptoms(history(*HEAVY), dropout=0.4),
    "dropout that costs little": symptoms(
        history(*[{**HEAVY[0], "accuracy": 0.87}] * 2), dropout=0.8
    ),
    "dropout and hard digits": symptoms(
        history(*[{**HEAVY[0], "accuracy": 0.77}] * 2), dropout=0.5, augmentation=0.5
    ),
    "a wide network on a plateau": symptoms(history(*FLAT)),
    "a narrow network that still learns": symptoms(
        history(*FLAT[:2], {**FLAT[0], "loss": 0.25}), hidden_units=(8,)
    ),
    "still learning, but not over": symptoms(history(*falling(0.2, 0.15)), state="training"),
    "still learning, but stopped": symptoms(history(*falling(0.2, 0.15)), state="stopped"),
    "loss fell by 5%": symptoms(history(*falling(0.2, 0.19))),
    "loss fell without fewer errors": symptoms(
        history(*falling(0.2, 0.15, val_accuracy=0.97)), epochs=2
    ),
    "the loss was lower before": symptoms(history(*falling(0.1, 0.2, 0.15))),
    "a falling rate levelled out": symptoms(
        history(*falling(1, 0.9, 0.8, 0.3, 0.2, 0.15, 0.11, 0.108)), schedule="cosine"
    ),
    "a batch of 32": symptoms(history(GOOD, seconds=60), batch_size=32),
    "a short epoch": symptoms(history(GOOD, seconds=2.9), batch_size=4, hidden_units=(8,)),
    "an epoch full of arithmetic": symptoms(
        history(GOOD, seconds=60), batch_size=16, hidden_units=(784, 784)
    ),
}
