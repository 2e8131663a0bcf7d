"""How many trainings at once a machine rewards: measured, with the sweep's own kind of network.

Workers that have one thread each train for a moment one, some and all at a time: what gave the most
digits a second in all is what the sweep uses. One that has every thread trains alone, which tells
how long a run by hand takes beside a trial.
"""

import itertools
import math
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.config import RunConfig
from mnist_core.network.training_path import training_path
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.variable_settings import Params, Value

WINDOW_S, GAP_S = 0.6, 0.2
ROUNDS = 2  # of all windows: other work of the machine rarely falls into the same one twice
WORTHWHILE_GAIN = 1.05  # more at once must give this much more, since it takes memory too


@dataclass(frozen=True)
class Window:
    """A time in which a worker trains.

    Attributes:
        begin, end: seconds since 1970.
    """

    begin: float
    end: float


def measuring_key(plan: SweepPlan, threads: int) -> str:
    """Give a text that is equal for sweeps that one measurement is valid for."""
    config = typical_config(plan)
    size = round(math.log2(_weights(config) * config.batch_size))
    path = training_path(config, beside_others=True)
    return f"{platform.node()} {os.cpu_count()} {threads} 2^{size} {path}"


def typical_config(plan: SweepPlan) -> RunConfig:
    """Give the settings in the middle of what the sweep varies."""
    params: Params = {each.field: _middle(each) for each in plan.dimensions}
    return plan.config(params)


def counts_to_try(most: int) -> list[int]:
    """List how many trainings at once are tried: one, half of the most, and the most."""
    return sorted({1, max(1, most // 2), most})


def make_windows(begin: float, count: int) -> list[Window]:
    """Give ``count`` windows, one after another."""
    step = WINDOW_S + GAP_S
    return [Window(begin + i * step, begin + i * step + WINDOW_S) for i in range(count)]


def prepare_probe(config: RunConfig) -> None:
    """Build a network like ``config`` and train it for a moment; runs inside a worker."""
    from mnist_core.engine.throughput_probe import ready_probe  # noqa: PLC0415 - Keras, in a worker only

    ready_probe(config)


def digits_in_windows(config: RunConfig, windows: Sequence[Window]) -> list[float]:
    """Train in each window; give the digits a second of each. Runs inside a worker."""
    from mnist_core.engine.throughput_probe import ready_probe  # noqa: PLC0415 - Keras, in a worker only

    probe, rates = ready_probe(config), []
    for window in windows:
        time.sleep(max(0.0, window.begin - time.time()))
        rates.append(probe.digits_until(window.end))
    probe.put_away()
    return rates


def choose(counts: Sequence[int], rates: Sequence[float], together: float, key: str) -> Parallelism:
    """Choose how many at once from what was measured.

    Args:
        counts: trainings at once, upwards.
        rates: digits a second in all, for each count.
        together: digits a second of one training with all threads.
    """
    if not all((*rates, together)):
        return Parallelism(counts[-1])  # a window was missed: nothing was measured
    best = 0
    for index in range(1, len(counts)):
        if rates[index] > WORTHWHILE_GAIN * rates[best]:
            best = index
    return Parallelism(counts[best], dict(zip(counts, rates, strict=True)), together, key)


def _middle(dimension: Dimension) -> Value:
    return dimension.grid[len(dimension.grid) // 2]


def _weights(config: RunConfig) -> int:
    sizes = (784, *config.hidden_units, 10)
    return sum(a * b for a, b in itertools.pairwise(sizes))
