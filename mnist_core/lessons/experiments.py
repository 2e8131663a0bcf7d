"""The settings that the slides leave to the reader, each as an experiment of several short runs."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from mnist_core.access.person import Person
from mnist_core.compare.contenders import Spread
from mnist_core.config import RunConfig
from mnist_core.errors import RunNotFound
from mnist_core.lessons.lesson_runs import (
    Trial,
    is_paused_by_another,
    read_trials,
    train,
    withdraw,
)
from mnist_core.lessons.variants import with_choices
from mnist_core.presets import SHORT_RUN
from mnist_core.setting_descriptions import setting_title
from mnist_core.store.histories import read_histories
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore


@dataclass(frozen=True)
class Experiment:
    """A question, and the runs that answer it: they differ in one setting alone.

    Attributes:
        slug: the word in its link.
        title: its name in the menu.
        question: its heading.
        theory: what one should know before guessing.
        setting: a control's name, as ``with_choices`` knows it.
        values: its values, upwards.
        errors: the least and the greatest error in percent that the chart's axis shows.
        log_errors: whether errors differ by so much that only a logarithm shows them all.
        timed: whether the time of an epoch belongs to the answer.
        own_label: what the page calls the setting, where that is not its title.
    """

    slug: str
    title: str
    question: str
    theory: str
    setting: str
    values: tuple[float, ...]
    errors: tuple[float, float]
    log_errors: bool = False
    timed: bool = False
    own_label: str = ""

    @property
    def label(self) -> str:
        """What the page calls the setting."""
        return self.own_label or setting_title(self.setting)

    @cached_property
    def configs(self) -> list[RunConfig]:
        """The settings of its runs, in the order of ``values``."""
        return [with_choices(SHORT_RUN, {self.setting: value}) for value in self.values]

    def run_name(self, value: float) -> str:
        """What a run of it is called everywhere."""
        return f"{self.title.lower()} {value:g}"


@dataclass(frozen=True)
class Point:
    """What is known of one value.

    Attributes:
        value: of the experiment's setting.
        trial: its runs.
        seconds: time of an epoch once it runs smoothly, or None.
    """

    value: float
    trial: Trial
    seconds: float | None = None

    @property
    def error(self) -> Spread | None:
        """Test error in percent over the seeds, once there is one."""
        return self.trial.error

    @property
    def so_far(self) -> float | None:
        """Validation error in percent of a run that has not ended."""
        run = self.trial.active
        return None if run is None or self.error is not None else run.val_error_percent

    @property
    def failed(self) -> str:
        """Why it has no error and will have none, or ""."""
        run = self.trial.failed
        return "" if run is None else run.message

    @property
    def settled(self) -> bool:
        """Whether it has an error, or has none because its training diverged."""
        return self.error is not None or "stopped being a number" in self.failed


EXPERIMENTS: tuple[Experiment, ...] = (
    Experiment(
        "learning-rate",
        "Learning rate",
        "How large should a step be?",
        "The gradient says in which direction each weight should go, the learning rate how far. "
        "Too small, and training is slow; too large, and it jumps over the minimum.",
        "learning_rate",
        (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
        (3.0, 100.0),
        log_errors=True,
    ),
    Experiment(
        "neurons",
        "Neurons",
        "How many neurons are enough?",
        "Each hidden neuron looks for a pattern of its own. It adds 784 weights from the pixels, "
        "and 10 to the answers.",
        "neurons",
        (8, 16, 32, 64, 128, 256, 512),
        (0.0, 18.0),
        own_label="Neurons in the hidden layer",
    ),
    Experiment(
        "batch-size",
        "Batch size",
        "How many digits for each step?",
        "A batch is the digits that one step learns from. Small batches make many noisy steps in "
        "an epoch; large ones make few steps, precise and quick to compute.",
        "batch_size",
        (16, 32, 64, 128, 256, 512, 1024),
        (0.0, 18.0),
        timed=True,
    ),
)


def read_points(store: RunStore, experiment: Experiment) -> list[Point]:
    """Find what has been trained for an experiment, wherever it was begun."""
    trials = read_trials(store, experiment.configs)
    seconds = _seconds(store, trials) if experiment.timed else [None] * len(trials)
    return [Point(*known) for known in zip(experiment.values, trials, seconds, strict=True)]


def run_experiment(store: RunStore, experiment: Experiment, *, again: bool = False) -> None:
    """Queue what is missing, or once more everything with other seeds.

    What somebody else has paused is missing too.

    Raises:
        LabError: the store cannot be written, or the person may not begin them now.
    """
    points = read_points(store, experiment)
    wanted = points if again else [each for each in points if _is_missing(each, store.person)]
    for place, point in enumerate(wanted):
        name = experiment.run_name(point.value)
        train(store, point.trial, name, origin="experiment", of_set=place > 0)


def left_paused(points: Sequence[Point], person: Person) -> list[Run]:
    """Give the runs that a person waits for in vain, one a value: somebody else has paused them."""
    missing = [point for point in points if _is_missing(point, person)]
    paused = (
        [run for run in point.trial.runs if is_paused_by_another(run, person)] for point in missing
    )
    return [runs[0] for runs in paused if runs]


def stop_experiment(store: RunStore, experiment: Experiment) -> None:
    """Delete what no worker has begun; what is being trained ends by itself in seconds.

    What others have begun stays.
    """
    for point in read_points(store, experiment):
        for run in point.trial.runs:
            theirs = store.person.may_change(run.owner)
            if theirs and run.state == "queued" and run.started_at is None:
                with suppress(RunNotFound):  # it was deleted meanwhile
                    withdraw(store, run)


def _is_missing(point: Point, person: Person) -> bool:
    return not point.settled and point.trial.awaited_by(person) is None


def _seconds(store: RunStore, trials: Sequence[Trial]) -> list[float | None]:
    """Take the quickest epoch: the first one also prepares the computation."""
    measured = [[run.id for run in trial.measured] for trial in trials]
    epochs = read_histories(store, [run_id for ids in measured for run_id in ids])
    quickest = [[epoch.seconds for run_id in ids for epoch in epochs[run_id]] for ids in measured]
    return [min(seconds, default=None) for seconds in quickest]
