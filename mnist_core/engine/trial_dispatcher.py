"""The engine's part in sweeps: keep as many trials going as the machine rewards, and no more."""

import time
from dataclasses import dataclass, field
from typing import Any

from mnist_core.engine import parallelism, trial_task
from mnist_core.engine.measure_parallelism import ParallelismMeasurement
from mnist_core.engine.own_cluster import SWEEPING
from mnist_core.engine.workers import Workers
from mnist_core.environment import Settings
from mnist_core.errors import LabError
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps import housekeeping, optuna_studies
from mnist_core.sweeps.records import Parallelism, Sweep
from mnist_core.sweeps.unreported_trials import fail_unreported

LOOK_S, UPKEEP_S = 0.2, 1.0
BEHIND_RUNS = -10  # Dask's priority: what a user waits for goes first


@dataclass
class SweepDispatcher:
    """Submits trials while sweeps run, and writes down when they end.

    Attributes:
        client: a connected Dask client.
        settings: passed on to the workers, so that they open the same store.
        store: where it reads which sweeps run.
        workers: where they train.
    """

    client: Any
    settings: Settings
    store: RunStore
    workers: Workers
    _tasks: dict[str, list[Any]] = field(default_factory=dict)
    _ready: set[str] = field(default_factory=set)
    _unsettled: set[str] = field(
        default_factory=set
    )  # sweeps that Optuna may count running trials of
    _running: bool = False
    _measuring: ParallelismMeasurement | None = None
    _last_look: float = 0.0
    _last_upkeep: float = 0.0

    @property
    def busy(self) -> bool:
        """Whether a sweep runs, or trials of one are still at a worker."""
        return self._running or any(self._tasks.values())

    def dispatch(self) -> None:
        """Look at the sweeps now and then, and submit what they can use."""
        now = time.monotonic()
        if now - self._last_look < LOOK_S:
            return
        self._last_look = now
        for sweep_id, futures in list(self._tasks.items()):
            self._tasks[sweep_id] = [future for future in futures if not future.done()]
        if now - self._last_upkeep > UPKEEP_S:
            self._last_upkeep = now
            self._keep_up()
        in_turn = housekeeping.sweeps_in_turn(self.store)
        self._running = bool(in_turn)
        self.workers.call(max((self._at_once(sweep) for sweep, _ in in_turn), default=0))
        if not any(self._is_measured(sweep) for sweep, _ in in_turn):
            self._measuring = None
        for sweep, usable in in_turn:
            if self._measuring is None or self._is_measured(sweep):
                self._serve(sweep, usable, alone=len(in_turn) == 1)

    def _keep_up(self) -> None:
        """End finished sweeps, and report to Optuna the trials that no worker continues."""
        housekeeping.end_finished_sweeps(self.store)
        for sweep_id in list(self._unsettled):
            if not fail_unreported(self.store, self.settings.database, sweep_id):
                self._unsettled.discard(sweep_id)

    def _is_measured(self, sweep: Sweep) -> bool:
        return self._measuring is not None and self._measuring.sweep_id == sweep.id

    def _serve(self, sweep: Sweep, usable: int, *, alone: bool) -> None:
        """Submit what a sweep can use; several have the workers by turns, as Dask's queue does."""
        if sweep.id not in self._ready and not self._make_ready(sweep):
            return
        self._unsettled.add(sweep.id)
        chosen = sweep.sharing or self._parallelism(sweep, alone=alone)
        if chosen is None:
            return
        # As many wait at the workers, so that none is idle between two trials.
        wanted = min(2 * chosen.at_once, usable)
        tasks = self._tasks.setdefault(sweep.id, [])
        while len(tasks) < wanted:
            tasks.append(self._submit(sweep))

    def _submit(self, sweep: Sweep) -> Any:
        return self.client.submit(
            trial_task.run_trial,
            sweep.id,
            self.settings,
            key=f"trial-{sweep.id}-{time.time_ns()}",
            pure=False,
            priority=BEHIND_RUNS,
            resources=self.workers.resources(),
        )

    def _make_ready(self, sweep: Sweep) -> bool:
        url = self.settings.database
        try:
            optuna_studies.make_study(url, sweep)
        except LabError as error:
            housekeeping.fail_sweep(self.store, sweep.id, str(error))
            return False
        if not self._ready:  # an engine before this one may have left trials, of any sweep
            self._unsettled |= optuna_studies.sweeps_with_studies(url)
        fail_unreported(self.store, url, sweep.id)  # before a worker asks for the next trial
        self._ready.add(sweep.id)
        return True

    def _at_once(self, sweep: Sweep) -> int:
        return sweep.sharing.at_once if sweep.sharing is not None else self.workers.most

    def _parallelism(self, sweep: Sweep, *, alone: bool) -> Parallelism | None:
        """Give how many trials at once; None while that is being measured.

        What trains meanwhile would spoil the measurement, so it is not begun beside that.
        """
        most = self.workers.most
        if not self.workers.measurable:
            return Parallelism(max(1, self.workers.places(SWEEPING)))
        if most == 1:
            return self._keep(sweep, Parallelism(1))
        key = parallelism.measuring_key(sweep.plan, most)
        known = housekeeping.find_parallelism(self.store, key)
        if known is not None:
            return self._keep(sweep, known)
        if self._measuring is None and (not alone or self.store.training()):
            return Parallelism(most)
        if any(self._tasks.values()) or self.workers.places(SWEEPING) < most:
            return None
        if self._measuring is None:
            self._measuring = ParallelismMeasurement(self.client, self.workers, sweep, key)
        found = self._measuring.result()
        return None if found is None else self._keep(sweep, found)

    def _keep(self, sweep: Sweep, found: Parallelism) -> Parallelism:
        self._measuring = None
        housekeeping.write_parallelism(self.store, sweep.id, found)
        return found
