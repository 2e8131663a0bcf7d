"""Networks that a worker makes ready before anybody asks: the default's and the presets'.

To trace a network's loops and to compile them takes a second or two, which a first click on Train
would wait for. They are made one after another, while nothing trains; a run that comes meanwhile
waits for the one that is being made.
"""

import threading
import traceback
from collections.abc import Sequence

from mnist_core.config import RunConfig
from mnist_core.engine.run_task import digits
from mnist_core.engine.turns import TURNS
from mnist_core.network.training_path import training_path
from mnist_core.presets import PRESETS

IDLE_S = 2.0  # without a training, before the next network is made
USUAL = (RunConfig(), *(preset.config for preset in PRESETS.values()))


def make_ahead(configs: Sequence[RunConfig] = USUAL, idle: float = IDLE_S) -> threading.Thread:
    """Make the networks of these settings in a thread, each once nothing has trained for a while.

    Args:
        idle: how long, in seconds.
    """
    TURNS.begin_pause()
    thread = threading.Thread(target=_make, args=(configs, idle), name="ahead", daemon=True)
    thread.start()
    return thread


def _make(configs: Sequence[RunConfig], idle: float) -> None:
    from mnist_core.training.traced_networks import (  # noqa: PLC0415 - Keras, in a worker only
        give_back,
        take_network,
    )

    try:
        for config in configs:
            with TURNS.making(idle):
                network = take_network(config, training_path(config), digits())
                network.stepper.trace()
                give_back(network)
    except Exception:  # a run that needs the network makes it, and says what is wrong
        traceback.print_exc()
