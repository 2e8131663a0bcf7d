"""A worker kept ready beside the one that trains, so that the death of that one costs seconds.

A worker that is started anew has to make its network before it goes on, which takes ten seconds on
a busy machine. A second one of the same role, where there may be one, makes it while the run
trains, and Dask gives it what the dead one had to do.
"""

import time
from dataclasses import dataclass, field
from typing import Any

from mnist_core.config import RunConfig
from mnist_core.engine.networks_ahead import make_network
from mnist_core.engine.workers import Workers, training_role
from mnist_core.network.training_path import TrainingPath
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore

LOOK_S = 1.0
# A run gets one that has trained for so long, and is so far from its end.
AFTER_S, AT_LEAST_S = 1.0, 8.0


@dataclass
class SpareWorker:
    """Has an idle worker make the network of the run that trains.

    Attributes:
        client: a connected Dask client.
        store: where it reads what trains.
        workers: of our own making; a cluster's are left alone.
    """

    client: Any
    store: RunStore
    workers: Workers
    _made: dict[str, tuple[RunConfig, TrainingPath]] = field(default_factory=dict)
    _seen: dict[str, float] = field(default_factory=dict)
    _making: Any = None
    _last_look: float = 0.0

    def dispatch(self) -> None:
        """Look what trains now and then; a run that trains alone gets a spare worker."""
        now = time.monotonic()
        if now - self._last_look < LOOK_S or not (self._making is None or self._making.done()):
            return
        self._last_look = now
        runs = self.store.training_runs()
        self._seen = {run.id: self._seen.get(run.id, now) for run in runs}
        if len(runs) == 1 and self._lasts(runs[0], now) and not self.store.waiting():
            self._prepare(runs[0])

    def _lasts(self, run: Run, now: float) -> bool:
        if run.taught is not None or run.config.forms:  # its digits are in its network's loops
            return False
        left = 0.0 if run.progress is None else run.progress.seconds_left
        return now - self._seen[run.id] > AFTER_S and left > AT_LEAST_S

    def _prepare(self, run: Run) -> None:
        role, network = training_role(run.training_path), (run.config, run.training_path)
        self.workers.need(role, 2)
        idle = self.workers.idle(role)
        if not idle or any(self._made.get(address) == network for address in idle):
            return
        self._made = {address: self._made[address] for address in idle if address in self._made}
        self._made[idle[0]] = network
        self._making = self.client.submit(make_network, *network, pure=False, workers=idle[:1])
