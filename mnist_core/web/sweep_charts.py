"""The charts of a sweep, by the tab in which they stand."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

import plotly.graph_objects as go

from mnist_core.errors import LabError
from mnist_core.figures.sweep_importance import importance_bars
from mnist_core.figures.sweep_overview import best_so_far, trade_off
from mnist_core.figures.sweep_parallel_coordinates import trial_lines
from mnist_core.figures.sweep_slices import contour_chart, slice_chart
from mnist_core.sweeps.plan import Objective
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space import Dimension
from mnist_core.web.trial_cache import TrialCache

Tab = Literal["progress", "trade", "lines", "one", "two"]
TABS: tuple[Tab, ...] = get_args(Tab)


class ChartChoice(NamedTuple):
    """Which charts: those of a tab, over the settings that are chosen in it.

    Attributes:
        tab: the tab's name.
        across, up: fields of the settings along the axes, "" where the tab has no such choice.
    """

    tab: Tab
    across: str = ""
    up: str = ""


def read_choice(options: Mapping[str, str]) -> ChartChoice:
    """Read a choice out of a feed's options.

    Raises:
        LabError: there is no such tab.
    """
    tab = next((each for each in TABS if each == options["tab"]), None)
    if tab is None:
        raise LabError(f"A sweep has no charts {options['tab'][:80]!r}.")
    return ChartChoice(tab, options["across"], options["up"])


def sweep_charts(sweep: Sweep, cache: TrialCache, choice: ChartChoice) -> dict[str, go.Figure]:
    """Draw the charts of a tab, by their names; none where a setting is not varied."""
    varied = {dimension.field: dimension for dimension in sweep.plan.dimensions}
    if not {choice.across, choice.up} - {""} <= set(varied):
        return {}
    return cache.once(choice, lambda: _draw(sweep, cache, choice, varied))


def _draw(
    sweep: Sweep, cache: TrialCache, choice: ChartChoice, varied: dict[str, Dimension]
) -> dict[str, go.Figure]:
    trials = cache.trials
    if choice.tab == "progress":
        return {
            "best_so_far": best_so_far(trials, planned=sweep.trials),
            "importances": importance_bars(sweep.importances, settings=len(varied)),
        }
    if choice.tab == "trade":
        return {"trade_off": trade_off(trials, _weighed(sweep))}
    if choice.tab == "lines":
        return {"trial_lines": trial_lines(trials, sweep.plan)}
    if choice.tab == "one":
        return {"slice_chart": slice_chart(trials, varied[choice.across])}
    return {"contour_chart": contour_chart(trials, varied[choice.across], varied[choice.up])}


def _weighed(sweep: Sweep) -> Objective:
    alone = sweep.plan.objective == "error"
    return "error_and_parameters" if alone else sweep.plan.objective
