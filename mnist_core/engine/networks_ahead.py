"""Networks made ready before anybody asks: of the forms on screen, the default and the presets.

To trace a network's loops and to compile them takes a second or two, which a click on Train would
wait for. The engine has them made one after another by the worker that would train them, while
nothing trains anywhere; a run that comes meanwhile waits for what an epoch of the one that is being
made begins with.
"""

import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mnist_core.config import RunConfig
from mnist_core.engine.own_cluster import TRAINING
from mnist_core.engine.run_task import digits
from mnist_core.engine.workers import Workers, training_role
from mnist_core.network.training_path import TrainingPath, training_path
from mnist_core.presets import PRESETS
from mnist_core.store.drafts import settled_drafts
from mnist_core.store.run_store import RunStore

LOOK_S = 0.5
IDLE_S = 2.0  # without a training, before the next network is made
USUAL = (RunConfig(), *(preset.config for preset in PRESETS.values()))


@dataclass
class NetworksAhead:
    """Has networks made while nothing trains, each once in a worker's life.

    Attributes:
        client: a connected Dask client.
        store: where the forms on screen are written down.
        workers: of our own making; a cluster's are left alone.
    """

    client: Any
    store: RunStore
    workers: Workers
    _made: dict[str, set[RunConfig]] = field(default_factory=dict)
    _making: Any = None
    _idle_since: float = field(default_factory=time.monotonic)
    _last_look: float = 0.0

    def dispatch(self, *, busy: bool) -> None:
        """Have the next network made, if nothing has trained for a while.

        Args:
            busy: whether the engine has something trained.
        """
        now = time.monotonic()
        if busy:
            self._idle_since = now
        if now - self._idle_since < IDLE_S or now - self._last_look < LOOK_S:
            return
        self._last_look = now
        if self.store.training():  # from the command line
            self._idle_since = now
        elif self._making is None or self._making.done():
            self._making = self._make_next()

    def _make_next(self) -> Any:
        addresses = self.workers.first_of_roles()
        for config in self._wanted():
            role = training_role(training_path(config))
            if role not in addresses:
                self.workers.need(role, 1)  # it is there at a later look
                continue
            worker = addresses[role]
            made = self._made.setdefault(worker, set())
            if config not in made:
                made.add(config)
                path = training_path(config)
                return self.client.submit(make_network, config, path, pure=False, workers=[worker])
        return None

    def _wanted(self) -> Iterator[RunConfig]:
        yield from settled_drafts(self.store.database)
        yield from (config for config in USUAL if training_role(training_path(config)) == TRAINING)


def make_network(config: RunConfig, path: TrainingPath) -> None:
    """Make the network of these settings in this process, for a run to take up."""
    from mnist_core.training.traced_networks import (  # noqa: PLC0415 - Keras, in a worker only
        give_back,
        take_network,
    )

    try:
        network = take_network(config, path, digits())
        network.stepper.trace(wait=False)  # what an epoch ends with is made in a thread
        give_back(network)
    except Exception:  # a run that needs the network makes it, and says what is wrong
        traceback.print_exc()
