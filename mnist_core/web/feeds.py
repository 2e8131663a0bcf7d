"""What a page can watch: each feed by its name, and how its state is made from the store."""

import time
from collections.abc import Callable
from typing import Protocol, get_args
from urllib.parse import parse_qsl, urlencode

from mnist_core.errors import LabError, RunNotFound
from mnist_core.export.keras_text import epoch_log, error_line
from mnist_core.store.board_queries import board_mark
from mnist_core.store.jobs import Kind
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.web.activity import ActivityFeed
from mnist_core.web.marks import JobFeed, MarkFeed, runs_feed, sent_mark, weights_mark
from mnist_core.web.messages import Charts, Mark, State, Text, Update, Weights, version_of
from mnist_core.web.run_numbers import run_numbers

RunMaker = Callable[[RunStore, Run, list[Epoch]], State]
NUMBERS, CURVES, LOG, WEIGHTS = "run_numbers", "run_curves", "run_log", "run_weights"
READER = "reader"
RUNS, JOB, ACTIVITY, BOARD, SENT = "runs", "job", "activity", "board", "sent"
SWEEP_NUMBERS, SWEEP_CHARTS, TRIALS = "sweep_numbers", "sweep_charts", "trials"
LESSON, EXPERIMENT = "lesson", "experiment"
LISTED, COMPARISON, NEWEST = "listed", "comparison", "newest"
DIAGNOSIS, HINTS = "diagnosis", "hints"
VIEW = {"metric", "smoothing", "published", "setting", "cost", "baseline"}
KINDS = get_args(Kind)


class Feed(Protocol):
    """Something that changes in the store, for all who watch it."""

    def state(self, store: RunStore) -> State | None:
        """Give its state, the same object as before where nothing has changed; None of nothing."""


class RunFeed:
    """Something of one run, made anew when the run has changed."""

    def __init__(self, make: RunMaker, run_id: str) -> None:
        self._make, self._run_id = make, run_id
        self._run: Run | None = None
        self._state: State | None = None

    def state(self, store: RunStore) -> State | None:
        """Give what is watched of the run, or None if the run has been deleted."""
        try:
            run = store.read(self._run_id)
        except RunNotFound:
            self._run = self._state = None
            return None
        if run != self._run or run.state == "queued":  # what that one waits for is not its own
            self._state = self._make(store, run, store.history(run.id))
            self._run = run
        return self._state


def feed_name(kind: str, /, **options: str) -> str:
    """Name a feed; equal options give equal names, whatever their order."""
    return f"{kind}?{urlencode(sorted(options.items()))}" if options else kind


def open_feed(name: str) -> Feed:
    """Give the feed of this name.

    Raises:
        LabError: there is no such feed.
    """
    kind, _, query = name.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    if kind in RUN_FEEDS and set(options) == {"run"}:
        return RunFeed(RUN_FEEDS[kind], options["run"])
    if kind == RUNS and set(options) == {"ids", "epochs"}:
        return runs_feed(options["ids"].split(","), epochs=options["epochs"] == "yes")
    if kind in (SWEEP_NUMBERS, SWEEP_CHARTS, TRIALS):
        return _feed_of_sweep(name, kind, options)
    if kind == JOB and set(options) == {"run", "kind", "subject"} and options["kind"] in KINDS:
        return JobFeed(options["run"], options["kind"], options["subject"])  # type: ignore[arg-type]
    if kind in (DIAGNOSIS, HINTS) and set(options) == {"run"}:
        return _feed_of_diagnosis(kind, options["run"])
    if kind in (LISTED, COMPARISON, NEWEST):
        return _feed_of_compare(name, kind, options)
    if kind in (LESSON, EXPERIMENT):
        return _feed_of_lessons(name, kind, options)
    if kind in (ACTIVITY, BOARD, SENT) and not options:
        return _feed_of_room(kind)
    raise _unknown(name)


def _feed_of_room(kind: str) -> Feed:
    if kind == ACTIVITY:
        return ActivityFeed()
    return MarkFeed(board_mark if kind == BOARD else sent_mark)


def _unknown(name: str) -> LabError:
    return LabError(f"There is no feed {name[:80]!r}.")


def _feed_of_diagnosis(kind: str, run_id: str) -> Feed:
    """Give a feed of Diagnose; its module is imported when the first is opened."""
    from mnist_core.web.diagnosis import (  # noqa: PLC0415 - not for the first page
        diagnosis_numbers,
        hint_reasons,
    )

    return RunFeed(diagnosis_numbers if kind == DIAGNOSIS else hint_reasons, run_id)


def _feed_of_compare(name: str, kind: str, options: dict[str, str]) -> Feed:
    """Give a feed of lists of runs; its modules are imported when the first is opened."""
    from mnist_core.web.comparison_charts import (  # noqa: PLC0415 - not for the first page
        ComparisonFeed,
        read_places,
        read_view,
    )
    from mnist_core.web.listed_rows import ListedRowsFeed  # noqa: PLC0415 - likewise
    from mnist_core.web.newest_runs import NewestRowsFeed  # noqa: PLC0415 - likewise

    together = options.get("together") == "yes"
    if kind == LISTED and set(options) == {"ids", "together", "baseline"}:
        ids = options["ids"].split(",")
        return ListedRowsFeed(ids, together=together, baseline=options["baseline"])
    if kind == COMPARISON and set(options) == {"places", "together", *VIEW}:
        places = read_places(options["places"])
        return ComparisonFeed(places, read_view(options), together=together)
    if kind == NEWEST and not options:
        return NewestRowsFeed()
    raise _unknown(name)


def _feed_of_lessons(name: str, kind: str, options: dict[str, str]) -> Feed:
    """Give a feed of Lessons; its module is imported when the first is opened."""
    from mnist_core.web.lesson_feeds import (  # noqa: PLC0415 - not for the first page
        ExperimentFeed,
        LessonFeed,
    )

    if kind == LESSON and set(options) == {"lesson"}:
        return LessonFeed(options["lesson"])
    if kind == EXPERIMENT and set(options) == {"experiment", "guess"}:
        return ExperimentFeed(options["experiment"], options["guess"])
    raise _unknown(name)


def _feed_of_sweep(name: str, kind: str, options: dict[str, str]) -> Feed:
    """Give a feed of Sweep; its modules are imported when the first is opened."""
    from mnist_core.web.sweep_charts import read_choice  # noqa: PLC0415 - not for the first page
    from mnist_core.web.sweep_feeds import (  # noqa: PLC0415 - likewise
        SweepNumbersFeed,
        charts_feed,
        rows_feed,
    )
    from mnist_core.web.trial_rows import read_order  # noqa: PLC0415 - likewise

    if kind == SWEEP_NUMBERS and set(options) == {"sweep"}:
        return SweepNumbersFeed(options["sweep"])
    if kind == SWEEP_CHARTS and set(options) == {"sweep", "tab", "across", "up"}:
        return charts_feed(options["sweep"], read_choice(options))
    if kind == TRIALS and set(options) == {"sweep", "by", "descending", "page"}:
        return rows_feed(options["sweep"], read_order(options))
    raise _unknown(name)


def update_of(name: str, state: State | None, *, made_at: float) -> Update:
    """Give the message that carries a feed's state.

    Args:
        made_at: when the making of it began, in seconds of this machine's clock.
    """
    return Update(feed=name, version=version_of(state), made_at=made_at, state=state)


def first_update(store: RunStore, name: str) -> Update:
    """Give what a feed has now, for a page to begin with.

    Raises:
        LabError: there is no such feed.
    """
    made_at = time.time()
    return update_of(name, open_feed(name).state(store), made_at=made_at)


def epoch_log_text(run: Run, history: list[Epoch]) -> str:
    """Write the epochs as Keras prints them, and the error at the end."""
    lines, end = epoch_log(run, history), error_line(run)
    return "\n".join([*lines, end] if end else lines) or "The first epoch has not ended yet."


def _curves(_store: RunStore, run: Run, history: list[Epoch]) -> Charts:
    from mnist_core.web.run_curves import run_curves  # noqa: PLC0415 - not for the first page

    figures = run_curves(run, history)
    return Charts(figures={name: chart.to_json(validate=False) for name, chart in figures.items()})


def _log(_store: RunStore, run: Run, history: list[Epoch]) -> Text:
    return Text(text=epoch_log_text(run, history))


def _weights(store: RunStore, run: Run, _history: list[Epoch]) -> Mark:
    return weights_mark(store, run)


def _reader(store: RunStore, run: Run, _history: list[Epoch]) -> Weights:
    return Weights(weights=store.artifacts.version(run.id, LAST))


RUN_FEEDS: dict[str, RunMaker] = {
    NUMBERS: run_numbers,
    CURVES: _curves,
    LOG: _log,
    WEIGHTS: _weights,
    READER: _reader,
}
