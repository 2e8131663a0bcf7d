"""A measurement of how many trainings at once the machine rewards, made by the workers."""

import time
from typing import Any

import numpy as np

from mnist_core.engine import parallelism
from mnist_core.engine.workers import Workers
from mnist_core.sweeps.records import Parallelism, Sweep

LEAD_S, GIVE_UP_S = 0.5, 60.0
FAILED = ("error", "lost", "cancelled")


class ParallelismMeasurement:
    """A measurement that goes on in the workers: all get ready, then train in their time windows.

    Args:
        client, workers: where; those of one thread each, and one of all threads.
        sweep: whose kind of network is measured.
        key: equal for all that its result is valid for.

    Attributes:
        sweep_id: of the sweep that waits for it.
    """

    def __init__(self, client: Any, workers: Workers, sweep: Sweep, key: str) -> None:
        self.sweep_id, self._key = sweep.id, key
        self._client = client
        self._given_up = time.monotonic() + GIVE_UP_S
        self._config = parallelism.typical_config(sweep.plan)
        self._small, self._large = workers.addresses()
        self._counts = parallelism.counts_to_try(len(self._small))
        self._measuring = False
        self._futures = [
            self._submit(parallelism.prepare_probe, address)
            for address in (*self._small, self._large)
        ]

    def result(self) -> Parallelism | None:
        """Give the result, or None while it goes on; if it failed, as many at once as workers."""
        if time.monotonic() > self._given_up or any(f.status in FAILED for f in self._futures):
            return Parallelism(len(self._small))
        if not all(future.done() for future in self._futures):
            return None
        if not self._measuring:
            self._measure()
            return None
        rates, together = self._rates()
        return parallelism.choose(self._counts, rates, together, self._key)

    def _measure(self) -> None:
        begin, each = time.time() + LEAD_S, len(self._counts) + 1
        windows = parallelism.make_windows(begin, parallelism.ROUNDS * each)
        rounds = [windows[start : start + each] for start in range(0, len(windows), each)]
        self._measuring = True
        self._futures = [
            self._submit(parallelism.digits_in_windows, address, self._windows_of(place, rounds))
            for place, address in enumerate(self._small)
        ]
        alone = [round_windows[-1] for round_windows in rounds]
        self._futures.append(self._submit(parallelism.digits_in_windows, self._large, alone))

    def _windows_of(
        self, place: int, rounds: list[list[parallelism.Window]]
    ) -> list[parallelism.Window]:
        first = self._counts.index(self._counts_of(place)[0])
        return [window for windows in rounds for window in windows[first:-1]]

    def _counts_of(self, place: int) -> list[int]:
        """Give the numbers of trainings at once in which this worker takes part."""
        return [count for count in self._counts if place < count]

    def _rates(self) -> tuple[list[float], float]:
        """Give the digits a second in all for each count, and alone; each in its best round."""
        in_all = np.zeros((parallelism.ROUNDS, len(self._counts)))
        for place, future in enumerate(self._futures[:-1]):
            counts = len(self._counts_of(place))
            in_all[:, -counts:] += np.reshape(future.result(), (parallelism.ROUNDS, counts))
        return in_all.max(axis=0).tolist(), max(self._futures[-1].result())

    def _submit(self, function: Any, address: str, *arguments: Any) -> Any:
        return self._client.submit(
            function, self._config, *arguments, pure=False, workers=[address], priority=10
        )
