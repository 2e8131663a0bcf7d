"""Runs that were trained for real, with the hints that are true of them.

The presets, and the settings that a new page shows, on two cores that had other work too; neurons
counted as dead fire for none of the 10,000 test digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.analysis.hints import Symptoms
from mnist_core.config import RunConfig
from mnist_core.presets import PRESETS
from mnist_core.store.records import Epoch

Row = tuple[int, float, float, float, float, float, float]


@dataclass(frozen=True)
class MeasuredRun:
    """What a training gave.

    Attributes:
        true_hints: names of the hints that it deserves.
        why: the reason for these and no others.
    """

    symptoms: Symptoms
    true_hints: tuple[str, ...]
    why: str


def _measured(
    config: RunConfig, rows: Sequence[Row], *, dead_shares: Sequence[float], test_accuracy: float
) -> Symptoms:
    """Read rows of number, loss, accuracy, val_loss, val_accuracy, seconds, learning_rate."""
    return Symptoms(
        config,
        "finished",
        [Epoch(*row) for row in rows],
        test_accuracy=test_accuracy,
        dead_shares=dead_shares,
    )


SLIDE_1: list[Row] = [
    (1, 0.2783, 0.9204, 0.1329, 0.9611, 1.87, 0.001),
    (2, 0.1108, 0.9684, 0.1033, 0.9692, 1.99, 0.001),
]

SLIDE_2: list[Row] = [
    (1, 0.2135, 0.9353, 0.09005, 0.9729, 6.11, 0.001),
    (2, 0.07479, 0.9767, 0.0782, 0.9749, 5.89, 0.001),
]

SLIDE_3: list[Row] = [
    (1, 0.2009, 0.9387, 0.09666, 0.9703, 9.5, 0.001),
    (2, 0.07434, 0.977, 0.08355, 0.9737, 9.84, 0.001),
]

SLIDE_4: list[Row] = [
    (1, 0.2112, 0.9354, 0.09708, 0.9712, 9.73, 0.001),
    (2, 0.0774, 0.976, 0.09724, 0.9691, 8.87, 0.001),
]

SLIDE_5: list[Row] = [
    (1, 0.9914, 0.742, 0.4516, 0.8869, 4.76, 0.01),
    (2, 0.4255, 0.8806, 0.3328, 0.9089, 4.89, 0.01),
]

SLIDE_6: list[Row] = [
    (1, 0.9914, 0.742, 0.4516, 0.8869, 4.76, 0.01),
    (2, 0.4255, 0.8806, 0.3328, 0.9089, 5.78, 0.01),
    (3, 0.3413, 0.9021, 0.2844, 0.9194, 5.63, 0.01),
    (4, 0.3001, 0.9139, 0.2575, 0.9268, 7.75, 0.01),
    (5, 0.2705, 0.9226, 0.2364, 0.9325, 7.85, 0.01),
    (6, 0.2504, 0.9274, 0.2199, 0.9381, 7.81, 0.01),
    (7, 0.2328, 0.9333, 0.2073, 0.9412, 8.11, 0.01),
    (8, 0.2179, 0.9377, 0.196, 0.9431, 8.21, 0.01),
    (9, 0.2061, 0.9406, 0.1867, 0.9454, 7.36, 0.01),
    (10, 0.1959, 0.9442, 0.1769, 0.9483, 4.7, 0.01),
    (11, 0.1849, 0.948, 0.1701, 0.9503, 4.61, 0.01),
    (12, 0.1762, 0.9491, 0.163, 0.9523, 4.65, 0.01),
    (13, 0.169, 0.9514, 0.157, 0.9543, 4.24, 0.01),
    (14, 0.1613, 0.9539, 0.1523, 0.9549, 4.75, 0.01),
    (15, 0.1544, 0.9556, 0.1459, 0.9573, 7.01, 0.01),
    (16, 0.1483, 0.9572, 0.1414, 0.9577, 8.28, 0.01),
    (17, 0.1423, 0.9587, 0.1378, 0.9592, 6.89, 0.01),
    (18, 0.1374, 0.9609, 0.1331, 0.961, 6.74, 0.01),
    (19, 0.1327, 0.9625, 0.1299, 0.9622, 8.2, 0.01),
    (20, 0.1287, 0.9635, 0.1275, 0.9622, 8.26, 0.01),
]

DEFAULT: list[Row] = [
    (1, 0.4164, 0.8808, 0.1603, 0.9598, 0.72, 0.001),
    (2, 0.2045, 0.9412, 0.1234, 0.9678, 0.62, 0.001),
    (3, 0.1537, 0.9556, 0.09995, 0.9706, 0.66, 0.001),
    (4, 0.1252, 0.9631, 0.08792, 0.975, 0.78, 0.001),
    (5, 0.1053, 0.9688, 0.0813, 0.977, 0.86, 0.001),
    (6, 0.09042, 0.9735, 0.07815, 0.9778, 1.23, 0.001),
    (7, 0.07986, 0.9756, 0.07683, 0.9774, 0.93, 0.001),
    (8, 0.07074, 0.9785, 0.07004, 0.9802, 0.93, 0.001),
    (9, 0.06505, 0.9797, 0.06746, 0.9812, 0.75, 0.001),
    (10, 0.05836, 0.982, 0.06418, 0.9802, 0.68, 0.001),
]

READER: list[Row] = [
    (1, 0.4412, 0.8648, 0.101, 0.97, 6.92, 0.001),
    (2, 0.1806, 0.9451, 0.08281, 0.977, 7.46, 0.0009985),
    (3, 0.1429, 0.9563, 0.07178, 0.9818, 6.02, 0.0009938),
    (4, 0.12, 0.9626, 0.0588, 0.9844, 6.05, 0.0009862),
    (5, 0.1085, 0.9668, 0.05889, 0.983, 6.34, 0.0009755),
    (6, 0.09752, 0.97, 0.05006, 0.986, 7.31, 0.0009619),
    (7, 0.08795, 0.9725, 0.05454, 0.9864, 6.21, 0.0009455),
    (8, 0.08542, 0.9732, 0.05049, 0.9872, 6.31, 0.0009263),
    (9, 0.07672, 0.9756, 0.05462, 0.9862, 4.14, 0.0009045),
    (10, 0.07382, 0.9771, 0.04997, 0.987, 3.43, 0.0008802),
    (11, 0.07065, 0.9771, 0.04097, 0.9904, 3.57, 0.0008536),
    (12, 0.06716, 0.9783, 0.04247, 0.9884, 3.36, 0.0008247),
    (13, 0.06509, 0.9791, 0.0424, 0.9882, 3.8, 0.0007939),
    (14, 0.06217, 0.9801, 0.04028, 0.9886, 4.79, 0.0007612),
    (15, 0.05711, 0.9817, 0.04071, 0.989, 5.88, 0.000727),
    (16, 0.05629, 0.9825, 0.04074, 0.9906, 5.63, 0.0006913),
    (17, 0.05351, 0.9836, 0.03477, 0.9914, 6.8, 0.0006545),
    (18, 0.04919, 0.9843, 0.03971, 0.9914, 5.79, 0.0006167),
    (19, 0.05049, 0.9841, 0.03628, 0.9908, 4.38, 0.0005782),
    (20, 0.04595, 0.9856, 0.03261, 0.9924, 5.21, 0.0005392),
    (21, 0.04395, 0.9861, 0.03781, 0.992, 5.39, 0.0005),
    (22, 0.04032, 0.9867, 0.03541, 0.9926, 6.68, 0.0004608),
    (23, 0.04246, 0.9862, 0.03064, 0.9936, 5.0, 0.0004218),
    (24, 0.03872, 0.9879, 0.03497, 0.993, 5.29, 0.0003833),
    (25, 0.03767, 0.9878, 0.03267, 0.9926, 7.06, 0.0003455),
    (26, 0.03584, 0.9887, 0.03531, 0.9908, 6.28, 0.0003087),
    (27, 0.03351, 0.9891, 0.03416, 0.993, 6.46, 0.000273),
    (28, 0.03282, 0.9894, 0.03378, 0.9928, 6.77, 0.0002388),
    (29, 0.02962, 0.9902, 0.03206, 0.9934, 6.42, 0.0002061),
    (30, 0.03017, 0.9902, 0.03205, 0.9928, 5.88, 0.0001753),
    (31, 0.02808, 0.9911, 0.03056, 0.9934, 6.62, 0.0001464),
    (32, 0.0275, 0.9913, 0.03275, 0.9932, 4.3, 0.0001198),
    (33, 0.02649, 0.9916, 0.03168, 0.9924, 4.51, 9.549e-05),
    (34, 0.02609, 0.9916, 0.03197, 0.9934, 5.7, 7.368e-05),
    (35, 0.02422, 0.9919, 0.03182, 0.9928, 4.9, 5.45e-05),
    (36, 0.02559, 0.9916, 0.03137, 0.9932, 6.94, 3.806e-05),
    (37, 0.02387, 0.9922, 0.03097, 0.9934, 5.12, 2.447e-05),
    (38, 0.02468, 0.9925, 0.0307, 0.9934, 5.34, 1.382e-05),
    (39, 0.02531, 0.9922, 0.03069, 0.9934, 6.9, 6.156e-06),
    (40, 0.02453, 0.9921, 0.03067, 0.9934, 6.21, 1.541e-06),
]

MEASURED: dict[str, MeasuredRun] = {
    "slide-1": MeasuredRun(
        _measured(PRESETS["slide-1"].config, SLIDE_1, dead_shares=[0.0064], test_accuracy=0.9692),
        ("undertrained",),
        "The second of two epochs still took a fifth off the validation loss.",
    ),
    "slide-2": MeasuredRun(
        _measured(
            PRESETS["slide-2"].config, SLIDE_2, dead_shares=[0.0026, 0.0281], test_accuracy=0.9749
        ),
        ("undertrained",),
        "The second of two epochs still took an eighth off the validation loss.",
    ),
    "slide-3": MeasuredRun(
        _measured(
            PRESETS["slide-3"].config,
            SLIDE_3,
            dead_shares=[0.0013, 0.0204, 0.0599],
            test_accuracy=0.9737,
        ),
        ("undertrained",),
        "The second of two epochs still took a seventh off the validation loss.",
    ),
    "slide-4": MeasuredRun(
        _measured(
            PRESETS["slide-4"].config,
            SLIDE_4,
            dead_shares=[0.0013, 0.0217, 0.0383],
            test_accuracy=0.9691,
        ),
        (),
        "Its second epoch did not lower the validation loss: more epochs promise nothing.",
    ),
    "slide-5": MeasuredRun(
        _measured(
            PRESETS["slide-5"].config,
            SLIDE_5,
            dead_shares=[0.0, 0.0051, 0.0191],
            test_accuracy=0.9089,
        ),
        ("undertrained",),
        "Two epochs of SGD: nine digits in a hundred are misread, and the loss falls steeply.",
    ),
    "slide-6": MeasuredRun(
        _measured(
            PRESETS["slide-6"].config,
            SLIDE_6,
            dead_shares=[0.0, 0.0051, 0.0115],
            test_accuracy=0.9622,
        ),
        ("undertrained",),
        "SGD still gains in every one of its last epochs.",
    ),
    "default": MeasuredRun(
        _measured(RunConfig(), DEFAULT, dead_shares=[0.0], test_accuracy=0.9791),
        (),
        "Its validation error stands since epoch 8; ten more epochs lower the loss by 3 %.",
    ),
    "reader": MeasuredRun(
        _measured(
            PRESETS["reader"].config, READER, dead_shares=[0.0128, 0.0242], test_accuracy=0.9924
        ),
        (),
        "A cosine that has run out: training on means planning a longer one.",
    ),
}
