"""A sweep followed in the terminal until it has ended; Ctrl-C stops it and keeps what it found.

It is carried out by the engine of an open lab, or by one that is started for it alone.
"""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mnist_core.cli.sweep_engine import SweepEngine
from mnist_core.environment import Settings
from mnist_core.errors import StoreError, SweepBusy, SweepNotFound
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.sweep_requests import stop_sweep
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials

Show = Callable[[Sweep, Sequence[Trial], str], None]

POLL_S, RESTS = 0.3, 5
SETTLE_S = 20.0
ENDING = "The trials that train end after their step"
ENDED = ("finished", "stopped", "failed")


def sweep_here(
    store: RunStore, settings: Settings, plan: SweepPlan, name: str, show: Show
) -> Sweep:
    """Write a sweep down, follow it to its end, and give it as it ended.

    Args:
        show: called often with the sweep, its trials, and what it waits for, or "".

    Raises:
        LabError: the name is not allowed, no engine could be started, or the sweep was deleted.
    """
    sweep = create_sweep(store, plan, name)
    sweep_engine = SweepEngine(store, settings)
    with _interrupts() as interrupted:
        try:
            return _follow(store, sweep.id, sweep_engine, show, interrupted)
        finally:
            with contextlib.suppress(StoreError):
                _stop(store, sweep.id)  # where it has not ended by itself
            sweep_engine.stop()


def _follow(
    store: RunStore,
    sweep_id: str,
    sweep_engine: SweepEngine,
    show: Show,
    interrupted: threading.Event,
) -> Sweep:
    """Show how a sweep stands until it has ended and its trials are written down."""
    ended_at: float | None = None
    while True:
        began = time.monotonic()
        sweep, trials = read_sweep(store, sweep_id), sweep_trials(store, sweep_id)
        if sweep.state in ENDED:
            ended_at = ended_at or began
            settled = all(trial.state != "training" for trial in trials)
            if settled or began - ended_at > SETTLE_S:
                show(sweep, trials, "")
                return sweep
        elif interrupted.is_set():
            _stop(store, sweep_id)
            continue
        show(sweep, trials, ENDING if ended_at else sweep_engine.ensure_running())
        # A long list of trials takes time to read; reading it must not take most of the time.
        pause_s = max(POLL_S, RESTS * (time.monotonic() - began))
        if ended_at:
            time.sleep(pause_s)  # a Ctrl-C has been handled already
        else:
            interrupted.wait(pause_s)


def _stop(store: RunStore, sweep_id: str) -> None:
    """Stop a sweep as "Stop and keep" does; nothing where it has ended or is gone."""
    with contextlib.suppress(SweepBusy, SweepNotFound):
        stop_sweep(store, sweep_id)


@contextlib.contextmanager
def _interrupts() -> Iterator[threading.Event]:
    """Note the first Ctrl-C; a second one ends the program at once."""
    interrupted = threading.Event()

    def note(_number: int, _frame: Any) -> None:
        print("Stopping; what was found is kept.", file=sys.stderr)
        signal.signal(signal.SIGINT, before)
        interrupted.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
