"""The charts that set the ticked runs against each other, following those that train."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from mnist_core.compare.contenders import Contender, Metric
from mnist_core.compare.differences import differing_settings
from mnist_core.compare.read_contenders import read_contenders
from mnist_core.errors import LabError
from mnist_core.figures.comparison_curves import curves_chart
from mnist_core.figures.error_scatter import Cost, cost_against_error, error_against
from mnist_core.figures.final_errors import final_errors
from mnist_core.figures.parallel_coordinates import parallel_coordinates
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import seed_groups
from mnist_core.web.messages import Charts

CURVES, FINAL, SETTING, COST, PARALLEL = "curves", "final", "setting", "cost", "parallel"


@dataclass(frozen=True)
class View:
    """How ticked runs are compared.

    Attributes:
        metric: what is drawn by epoch.
        smoothing: weight of the moving average, in [0, 1).
        published: whether the slides' errors are drawn too.
        setting: what errors are drawn against, as ``setting_value`` knows it.
        cost: what errors are drawn against beside that.
        baseline: the key of the contender that others are measured against, or "".
    """

    metric: Metric
    smoothing: float
    published: bool
    setting: str = "learning_rate"
    cost: Cost = "parameters"
    baseline: str = ""

    @property
    def options(self) -> dict[str, str]:
        """What it says in the name of a feed."""
        return {
            "metric": self.metric,
            "smoothing": str(self.smoothing),
            "published": "yes" if self.published else "no",
            "setting": self.setting,
            "cost": self.cost,
            "baseline": self.baseline,
        }


class ComparisonFeed:
    """The charts of some contenders.

    Args:
        places: the contenders' places among the colours, by the id of the first run of each.
        together: whether runs that differ in the seed alone are one contender.
    """

    def __init__(self, places: Mapping[str, int], view: View, *, together: bool) -> None:
        self._places, self._view, self._together = places, view, together
        self._runs: list[list[Run]] | None = None
        self._state = Charts(figures={})

    def state(self, store: RunStore) -> Charts:
        """Give them as they are now; histories are read where a run has gone on."""
        runs = seed_groups(store, list(self._places), together=self._together)
        if runs != self._runs:
            found = read_contenders(store, list(self._places), together=self._together)
            placed = [replace(each, place=self._places.get(each.key, 0)) for each in found]
            self._runs, self._state = runs, comparison_charts(placed, self._view)
        return self._state


def comparison_charts(contenders: Sequence[Contender], view: View) -> Charts:
    """Draw them, by name; settings as lines only where any differ."""
    baseline = view.baseline or None
    figures = {
        CURVES: curves_chart(
            contenders,
            view.metric,
            view.smoothing,
            baseline_key=baseline,
            published=view.published,
        ),
        FINAL: final_errors(contenders, baseline_key=baseline),
        SETTING: error_against(contenders, view.setting, published=view.published),
        COST: cost_against_error(contenders, view.cost),
    }
    if differing_settings(contenders):
        figures[PARALLEL] = parallel_coordinates(contenders, baseline_key=baseline)
    return Charts(figures={name: chart.to_json(validate=False) for name, chart in figures.items()})


def places_text(contenders: Sequence[Contender]) -> str:
    """Write contenders and their places for the name of a feed."""
    return ",".join(f"{each.key}:{each.place}" for each in contenders)


def read_places(text: str) -> dict[str, int]:
    """Read what ``places_text`` has written.

    Raises:
        LabError: it is something else.
    """
    pairs = [each.rpartition(":") for each in text.split(",")]
    try:
        return {run_id: int(place) for run_id, _, place in pairs}
    except ValueError as error:
        raise LabError(f"Runs to compare are id:place, not {text[:80]!r}.") from error


def read_view(options: Mapping[str, str]) -> View:
    """Read what ``View.options`` says.

    Raises:
        LabError: something in it is unknown.
    """
    metric = next((each for each in get_args(Metric) if each == options["metric"]), None)
    cost = next((each for each in get_args(Cost) if each == options["cost"]), None)
    try:
        smoothing = float(options["smoothing"])
    except ValueError:
        smoothing = -1.0
    if metric is None or cost is None or not 0 <= smoothing < 1:
        raise LabError("A comparison has no such metric, cost or smoothing.")
    return View(
        metric,
        smoothing,
        options["published"] == "yes",
        options["setting"],
        cost,
        options["baseline"],
    )
