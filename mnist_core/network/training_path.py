"""How a run is computed: as Keras' ``fit`` computes it by default, or compiled by XLA.

The two round differently, so the path is a fact of the run like its seed: it follows from the
settings alone, is fixed when the run is written down, and its script takes the same one.
"""

from typing import Literal

from mnist_core.config import RunConfig
from mnist_core.dataset import training_size
from mnist_core.network.architecture import parameter_count

TrainingPath = Literal["plain", "compiled"]
# A compiled step is faster by some nanoseconds for each weight, and by what so many weights take
# for itself; compiling takes as long as this many weights, updated once each.
STEP_WORTH, COMPILING_COSTS = 100_000, 600_000_000


def training_path(config: RunConfig) -> TrainingPath:
    """Give how runs of these settings are computed: compiled where that saves more than it costs.

    What counts is the work of all epochs that the settings ask for. A short training of a small
    network would end before its program is compiled.
    """
    steps = -(-training_size(config) // config.batch_size) * config.epochs
    worth = steps * (STEP_WORTH + parameter_count(config))
    return "compiled" if worth >= COMPILING_COSTS else "plain"
