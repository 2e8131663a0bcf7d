"""What moves of a sweep while it runs: its numbers, and the charts of a tab."""

from mnist_core.errors import SweepNotFound
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.sweep_store import read_sweep
from mnist_core.web.messages import Charts, Numbers
from mnist_core.web.sweep_charts import ChartChoice, sweep_charts
from mnist_core.web.sweep_numbers import sweep_numbers
from mnist_core.web.trial_cache import trial_cache_of


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


class SweepChartsFeed:
    """The charts of one tab of a sweep."""

    def __init__(self, sweep_id: str, choice: ChartChoice) -> None:
        self._sweep_id, self._choice = sweep_id, choice
        self._version = ""
        self._state: Charts | None = None

    def state(self, store: RunStore) -> Charts | None:
        """Give them, or None if the sweep has been deleted."""
        try:
            sweep = read_sweep(store, self._sweep_id)
        except SweepNotFound:
            return None
        cache = trial_cache_of(store, sweep)
        if self._state is None or cache.version != self._version:
            figures = sweep_charts(sweep, cache, self._choice)
            texts = {name: chart.to_json(validate=False) for name, chart in figures.items()}
            self._version, self._state = cache.version, Charts(figures=texts)
        return self._state
