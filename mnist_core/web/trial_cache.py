"""A sweep's trials and what is drawn of them, read and made once for each change in the store."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cachetools import LRUCache, cached

from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.sweep_store import TrialCounts, count_chosen, count_trials, sweep_trials

MOST_SWEEPS = 8  # whose trials are kept in memory
Made = TypeVar("Made")


@dataclass
class TrialCache:
    """What this process knows of a sweep, for all tabs that show it.

    Attributes:
        version: another one whenever something has changed that charts or the table show.
        counts: trials by their state.
        trials: those that have begun, first to last.
    """

    version: str
    counts: TrialCounts
    trials: list[Trial]
    _made: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """Give what ``make`` gave for these trials the first time; it is shared, to be read."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made


def trial_cache_of(store: RunStore, sweep: Sweep) -> TrialCache:
    """Give what is known of ``sweep``; its trials are read again only if their counts changed."""
    counts = count_trials(store, sweep.id)
    chosen = count_chosen(store, sweep.id)
    facts = [sweep.state, sweep.trials, counts, chosen, sweep.importances]
    shown = json.dumps(facts, sort_keys=True)
    return _read(store, sweep.id, hashlib.sha256(shown.encode()).hexdigest()[:16])


def _key(store: RunStore, sweep_id: str, version: str) -> tuple[str, str, str]:
    return str(store.database.url), sweep_id, version


@cached(LRUCache(MOST_SWEEPS), key=_key, lock=threading.Lock())
def _read(store: RunStore, sweep_id: str, version: str) -> TrialCache:
    trials = sweep_trials(store, sweep_id)
    counts: TrialCounts = {}
    for trial in trials:
        counts[trial.state] = counts.get(trial.state, 0) + 1
    return TrialCache(version, counts, trials)
