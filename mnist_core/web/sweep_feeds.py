"""What moves of a sweep while it runs: its numbers, the charts of a tab, the rows of its table."""

from collections.abc import Callable

from mnist_core.errors import SweepNotFound
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.sweep_store import read_sweep
from mnist_core.web.messages import Charts, Numbers, State
from mnist_core.web.sweep_charts import ChartChoice, sweep_charts
from mnist_core.web.sweep_numbers import sweep_numbers
from mnist_core.web.trial_cache import TrialCache, trial_cache_of
from mnist_core.web.trial_rows import TrialOrder, trial_rows


class SweepNumbersFeed:
    """A sweep's progress and its four main numbers."""

    def __init__(self, sweep_id: str) -> None:
        self._sweep_id = sweep_id
        self._state: Numbers | None = None

    def state(self, store: RunStore) -> Numbers | None:
        """Give them, or None if the sweep has been deleted."""
        try:
            state = sweep_numbers(store, read_sweep(store, self._sweep_id))
        except SweepNotFound:
            return None
        if state != self._state:
            self._state = state
        return self._state


class TrialsFeed:
    """Something that is made of a sweep's trials, anew when they have changed."""

    def __init__(self, make: Callable[[Sweep, TrialCache], State], sweep_id: str) -> None:
        self._make, self._sweep_id = make, sweep_id
        self._version = ""
        self._state: State | None = None

    def state(self, store: RunStore) -> State | None:
        """Give it, or None if the sweep has been deleted."""
        try:
            sweep = read_sweep(store, self._sweep_id)
        except SweepNotFound:
            return None
        cache = trial_cache_of(store, sweep)
        if self._state is None or cache.version != self._version:
            self._version, self._state = cache.version, self._make(sweep, cache)
        return self._state


def charts_feed(sweep_id: str, choice: ChartChoice) -> TrialsFeed:
    """Give the feed of the charts of one tab."""

    def make(sweep: Sweep, cache: TrialCache) -> Charts:
        figures = sweep_charts(sweep, cache, choice)
        return Charts(
            figures={name: chart.to_json(validate=False) for name, chart in figures.items()}
        )

    return TrialsFeed(make, sweep_id)


def rows_feed(sweep_id: str, order: TrialOrder) -> TrialsFeed:
    """Give the feed of a page of the trials as rows."""
    return TrialsFeed(lambda sweep, cache: trial_rows(sweep, cache, order), sweep_id)
