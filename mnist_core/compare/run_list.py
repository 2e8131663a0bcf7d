"""All runs, a page at a time: each row sums up a run, or a seed group, in mean and deviation."""

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.compare.contenders import Spread, spread, validation_error
from mnist_core.compare.seeds import by_seed
from mnist_core.store.records import Origin, Run
from mnist_core.store.run_list_queries import Query, best_seed_groups, read_page
from mnist_core.store.run_store import RunStore


@dataclass(frozen=True)
class Row:
    """One line of the list: a run, or a seed group.

    Attributes:
        runs: the run, or its whole seed group, oldest first.
        val_error: in percent over the seeds, as ``validation_error`` counts them.
        test_error: in percent over the seeds, where any run has one.
        seconds_per_epoch: mean over them.
    """

    runs: tuple[Run, ...]
    val_error: Spread | None
    test_error: Spread | None
    seconds_per_epoch: float | None

    @property
    def run(self) -> Run:
        """The run, or the first of its seed group, which represents all."""
        return self.runs[0]

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of any of them, in alphabetical order."""
        return tuple(sorted({tag for run in self.runs for tag in run.tags}))

    @property
    def active(self) -> bool:
        """Whether any of them is still going to change."""
        return any(run.active for run in self.runs)

    @property
    def best(self) -> Run:
        """The one of lowest test error, or the first where none has one."""
        tested = [run for run in self.runs if run.test_accuracy is not None]
        return max(tested, key=lambda run: run.test_accuracy or 0.0, default=self.run)


@dataclass(frozen=True)
class Listing:
    """A page of the list.

    Attributes:
        rows: at most as many as were asked for.
        total: rows on all pages.
        page: the page that this is, counted from 1.
        pages: how many there are, at least 1.
        hidden: rows that were asked for too, but are not of the listed origins.
        hidden_origins: of their runs.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    hidden: int
    hidden_origins: tuple[Origin, ...]


def list_runs(store: RunStore, query: Query) -> Listing:
    """List one page; reads no history, and no run that is not on the page."""
    found = read_page(store, query)
    rows = tuple(row_of(runs) for runs in found.groups)
    return Listing(rows, found.total, found.page, found.pages, found.hidden, found.hidden_origins)


def lowest_error(store: RunStore, limit: int = 1, query: Query | None = None) -> list[Row]:
    """Give the seed groups of lowest mean test error, best first; fewer where fewer have one.

    Args:
        query: among the runs of its origins, as ``best_seed_groups`` has it.
    """
    return [row_of(runs) for runs in best_seed_groups(store, limit, query)]


def row_of(runs: Sequence[Run]) -> Row:
    """Sum up a run, or the runs of a seed group, oldest first, in one row."""
    seconds = spread(run.seconds_per_epoch for run in runs)
    return Row(
        runs=tuple(runs),
        val_error=validation_error(runs),
        test_error=spread(by_seed(runs, (run.test_error_percent for run in runs))),
        seconds_per_epoch=None if seconds is None else seconds.mean,
    )
