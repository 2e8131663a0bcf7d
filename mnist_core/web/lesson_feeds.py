"""What moves of a lesson while its runs train: a slide's numbers, and an experiment's charts."""

from collections.abc import Mapping
from typing import TypeVar

from mnist_core.errors import LabError
from mnist_core.figures.lesson_experiment import experiment_chart, seconds_chart
from mnist_core.lessons.experiments import EXPERIMENTS, Experiment, Point, read_points
from mnist_core.lessons.lesson_runs import read_trial
from mnist_core.lessons.slides import LESSONS
from mnist_core.store.run_store import RunStore
from mnist_core.web.lesson_numbers import lesson_numbers
from mnist_core.web.messages import Charts, Numbers

Known = TypeVar("Known")
ERRORS, SECONDS = "errors", "seconds"


class LessonFeed:
    """The four numbers of a slide's lesson.

    Raises:
        LabError: there is no such lesson.
    """

    def __init__(self, slug: str) -> None:
        self._lesson = _found({lesson.slug: lesson for lesson in LESSONS}, slug)
        self._state: Numbers | None = None

    def state(self, store: RunStore) -> Numbers:
        """Give them as they are now."""
        trial = read_trial(store, self._lesson.preset.config)
        history = [] if trial.shown is None else store.history(trial.shown.id)
        state = lesson_numbers(self._lesson, trial, history)
        if self._state is None or state != self._state:
            self._state = state
        return self._state


class ExperimentFeed:
    """The charts of an experiment, with what somebody guessed.

    Raises:
        LabError: there is no such experiment, or the guess is no number.
    """

    def __init__(self, slug: str, guess: str) -> None:
        self._experiment = _found({each.slug: each for each in EXPERIMENTS}, slug)
        try:
            self._guess = float(guess) if guess else None
        except ValueError as error:
            raise LabError(f"A guess is a number, not {guess[:80]!r}.") from error
        self._points: list[Point] | None = None
        self._state: Charts | None = None

    def state(self, store: RunStore) -> Charts:
        """Give them as they are now."""
        points = read_points(store, self._experiment)
        if self._state is None or points != self._points:
            self._points = points
            self._state = experiment_charts(self._experiment, points, self._guess)
        return self._state


def experiment_charts(experiment: Experiment, points: list[Point], guess: float | None) -> Charts:
    """Draw an experiment's errors, and the time of its epochs where it is about that as well."""
    figures = {ERRORS: experiment_chart(experiment, points, guess)}
    if experiment.timed:
        figures[SECONDS] = seconds_chart(experiment, points)
    return Charts(figures={name: chart.to_json(validate=False) for name, chart in figures.items()})


def _found(known: Mapping[str, Known], slug: str) -> Known:
    if slug not in known:
        raise LabError(f"There is no lesson {slug[:80]!r}.")
    return known[slug]
