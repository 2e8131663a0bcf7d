"""Runs set against each other: curves over several seeds, final numbers and their differences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mnist_core.compare.seeds import by_seed, distinct_seeds
from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, Run

Metric = Literal["val_error", "val_loss", "loss", "error"]
Table = np.ma.MaskedArray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Spread:
    """The same number of several members.

    Attributes:
        values: one finite number of each seed, or member, that has one, never empty.
    """

    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Their mean."""
        return float(np.mean(self.values))

    @property
    def deviation(self) -> float | None:
        """Their sample standard deviation (n - 1 below the line), none for a single value."""
        return float(np.std(self.values, ddof=1)) if len(self.values) > 1 else None

    @property
    def low(self) -> float:
        """The least of them."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The greatest of them."""
        return max(self.values)


@dataclass(frozen=True)
class Contender:
    """One line of a comparison.

    Attributes:
        key: the first member's run id.
        name: what the reader calls it.
        runs: its members: one run, or several whose trainings differ in the seed alone.
        histories: the epochs of each member, in the order of ``runs``.
        place: its place among the colours of the charts, counted from 0.
    """

    key: str
    name: str
    runs: tuple[Run, ...]
    histories: tuple[tuple[Epoch, ...], ...]
    place: int = 0

    @property
    def config(self) -> RunConfig:
        """The settings of the first member, with the epochs it was extended to, if it was."""
        first = self.runs[0]
        return first.config.model_copy(update={"epochs": first.target_epochs})

    @property
    def parameters(self) -> int:
        """Weights and biases of each member."""
        return self.runs[0].parameters

    @property
    def seeds(self) -> list[int]:
        """The seeds of its members, each once."""
        return distinct_seeds(self.runs)

    @property
    def test_error(self) -> Spread | None:
        """Test error in percent over the seeds that were tested."""
        return spread(by_seed(self.runs, (run.test_error_percent for run in self.runs)))

    @property
    def validation_error(self) -> Spread | None:
        """Validation error in percent over the seeds, as ``validation_error`` counts them."""
        return validation_error(self.runs)

    @property
    def final_error(self) -> Spread | None:
        """The test error, or the validation error where there is no test error yet."""
        return self.test_error or self.validation_error

    @property
    def seconds_per_epoch(self) -> float | None:
        """Mean time of an epoch over the members."""
        seconds = spread(run.seconds_per_epoch for run in self.runs)
        return None if seconds is None else seconds.mean


@dataclass(frozen=True)
class Curve:
    """A metric by epoch over the seeds of a contender; all arrays are of one length, (n,).

    Attributes:
        epochs: int, each epoch that at least one member reached.
        seeds: int, how many of them have a finite value there.
        mean, low, high: float64, smoothed; nan where no seed has a finite value.
        raw: float64, the mean before smoothing.
    """

    epochs: NDArray[np.int64]
    seeds: NDArray[np.int64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    raw: NDArray[np.float64]


def validation_error(runs: Sequence[Run]) -> Spread | None:
    """Give the validation error in percent over the seeds of those that have ended.

    While none has, it is that of the weights that each has by now: a seed in its first epoch says
    nothing of where it will end.
    """
    settled = [run for run in runs if not run.active] or runs
    return spread(by_seed(settled, (run.val_error_percent for run in settled)))


def curve(contender: Contender, metric: Metric, smoothing: float = 0.0) -> Curve:
    """Follow ``metric`` (errors in percent) by epoch: mean and range over the seeds.

    Args:
        smoothing: weight of ``smooth``, in [0, 1); mean and range are smoothed alike, so that
            the mean stays inside.
    """
    numbers = sorted({epoch.number for epochs in contender.histories for epoch in epochs})
    column = {number: index for index, number in enumerate(numbers)}
    table = np.full((len(contender.histories), len(numbers)), np.nan)
    for row, epochs in zip(table, contender.histories, strict=True):
        for epoch in epochs:
            row[column[epoch.number]] = _value(epoch, metric)
    finite = _mean_of_each_seed(contender.runs, np.ma.masked_invalid(table))
    raw = np.ma.filled(finite.mean(axis=0), np.nan)
    return Curve(
        epochs=np.array(numbers, dtype=np.int64),
        seeds=finite.count(axis=0),
        mean=smooth(raw, smoothing),
        low=smooth(np.ma.filled(finite.min(axis=0), np.nan), smoothing),
        high=smooth(np.ma.filled(finite.max(axis=0), np.nan), smoothing),
        raw=raw,
    )


def _mean_of_each_seed(runs: tuple[Run, ...], table: Table) -> Table:
    """Put the rows of runs that have the same seed together; (runs, n) becomes (seeds, n)."""
    seeds = np.array([run.config.seed for run in runs])
    rows = [table[seeds == seed].mean(axis=0) for seed in dict.fromkeys(seeds.tolist())]
    return np.ma.stack(rows)


def smooth(values: ArrayLike, weight: float) -> NDArray[np.float64]:
    """Smooth by an exponential moving average without the pull of its start towards 0.

    The average is divided by the weight that it has collected so far, as TensorBoard does it
    (``classicSmoothing`` in its ``line_chart_v2/data_transformer.ts``) and as Kingma and Ba (2015)
    correct Adam's moments. A value that is not finite stays as it is and counts for nothing.

    Args:
        values: (n,), float.
        weight: share of what came before, in [0, 1); 0 changes nothing.

    Returns:
        (n,), float64.
    """
    smoothed = np.array(values, dtype=np.float64)
    average, collected = 0.0, 0.0
    for index in np.flatnonzero(np.isfinite(smoothed)):
        average = weight * average + (1 - weight) * smoothed[index]
        collected = weight * collected + (1 - weight)
        smoothed[index] = average / collected
    return smoothed


def spread(values: Iterable[float | None]) -> Spread | None:
    """Gather the numbers there are; none if there are none."""
    finite = tuple(value for value in values if value is not None and np.isfinite(value))
    return Spread(finite) if finite else None


def _value(epoch: Epoch, metric: Metric) -> float:
    if metric == "val_error":
        return 100 * (1 - epoch.val_accuracy)
    if metric == "error":
        return 100 * (1 - epoch.accuracy)
    return epoch.val_loss if metric == "val_loss" else epoch.loss
