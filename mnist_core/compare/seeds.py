"""Seeds counted: two runs of the same settings and the same seed are the same training twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

from mnist_core.store.records import Run


def distinct_seeds(runs: Iterable[Run]) -> list[int]:
    """Give the seeds that the runs have, each once, in order."""
    return sorted({run.config.seed for run in runs})


def by_seed(runs: Sequence[Run], values: Iterable[float | None]) -> list[float]:
    """Give one value for each seed that has any: the mean of its runs'.

    Args:
        values: of each run, none where it has none.
    """
    of_seed: defaultdict[int, list[float]] = defaultdict(list)
    for run, value in zip(runs, values, strict=True):
        if value is not None:
            of_seed[run.config.seed].append(value)
    return [fmean(same) for same in of_seed.values()]


def seeds_text(runs: Sequence[Run]) -> str:
    """Give "3 seeds", or "same seed twice"; nothing for a single run."""
    count = len(distinct_seeds(runs))
    if len(runs) == 1:
        return ""
    if count > 1:
        return f"{count} seeds"
    return "same seed twice" if len(runs) == 2 else f"same seed {len(runs)} times"


def name_with_seeds(runs: Sequence[Run]) -> str:
    """Give the first run's name, and behind it how many seeds there are of it, if several."""
    return " · ".join(filter(None, (runs[0].name, seeds_text(runs))))
