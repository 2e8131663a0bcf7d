"""How a run is computed: as Keras' ``fit`` computes it by default, or compiled by XLA.

The two round differently, and what is compiled rounds by how many threads share a product of
matrices. So the path is a fact of the run like its seed: it follows from the settings and from what
the run is for, is fixed when the run is written down, and its script takes the same one.
"""

from typing import Literal

from mnist_core.config import RunConfig
from mnist_core.dataset import epoch_size
from mnist_core.network.architecture import parameter_count

TrainingPath = Literal["plain", "compiled", "compiled_in_one_thread"]
# A compiled step is faster by some nanoseconds for each weight, and by what so many weights take
# for itself; compiling takes as long as this many weights, updated once each.
STEP_WORTH, COMPILING_COSTS = 100_000, 600_000_000
# Digits of a batch times weights: in smaller steps threads wait for each other longer than they
# save.
SHARED_STEP = 4_000_000


def training_path(config: RunConfig, *, beside_others: bool = False) -> TrainingPath:
    """Give how runs of these settings are computed: compiled where that saves more than it costs.

    What counts is the work of all epochs that the settings ask for. A short training of a small
    network would end before its program is compiled. Elastic distortion is compiled in any case.

    Args:
        beside_others: whether such runs train several at once, a thread each, as a sweep's do and
            repeats with other seeds.
    """
    weights = parameter_count(config)
    steps = -(-epoch_size(config) // config.batch_size) * config.epochs
    if not config.elastic and steps * (STEP_WORTH + weights) < COMPILING_COSTS:
        return "plain"
    small = config.batch_size * weights < SHARED_STEP
    return "compiled_in_one_thread" if small or beside_others else "compiled"
