"""Trials: settings that a lesson asks about, with their runs in the store."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mnist_core.access.person import Person
from mnist_core.compare.contenders import Spread, spread
from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.compare.seeds import by_seed
from mnist_core.config import RunConfig
from mnist_core.errors import RunNotFound
from mnist_core.store.records import Origin, Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.seed_groups import runs_in_seed_groups, runs_with_settings


@dataclass(frozen=True)
class Trial:
    """One set of settings and what has been trained with it.

    Attributes:
        config: the settings; its runs may have any seed.
        runs: oldest first, from any page and in any state.
    """

    config: RunConfig
    runs: tuple[Run, ...]

    @property
    def measured(self) -> tuple[Run, ...]:
        """Those that trained to their end and were tested."""
        ended = (run for run in self.runs if run.state == "finished")
        return tuple(run for run in ended if run.test_accuracy is not None)

    @property
    def error(self) -> Spread | None:
        """Test error in percent, one for each seed, or None while there is none."""
        measured = self.measured
        return spread(by_seed(measured, (run.test_error_percent for run in measured)))

    @property
    def active(self) -> Run | None:
        """The run that has not ended: the first that trains or waits, or else that is paused."""
        unfinished = [run for run in self.runs if run.active or run.state == "paused"]
        return next((run for run in unfinished if run.active), next(iter(unfinished), None))

    def awaited_by(self, person: Person) -> Run | None:
        """Give the run that a person waits for: that trains or waits, or that they may resume.

        One that somebody else has paused may stay so for good.
        """
        theirs = [run for run in self.runs if not is_paused_by_another(run, person)]
        return replace(self, runs=tuple(theirs)).active

    @property
    def shown(self) -> Run | None:
        """The run to look at: the one that has not ended, or else the newest."""
        return self.active or (self.runs[-1] if self.runs else None)

    @property
    def failed(self) -> Run | None:
        """The newest run, if it failed and none has been measured."""
        last = self.runs[-1] if self.runs else None
        return last if last and last.state == "failed" and not self.measured else None


def read_trials(store: RunStore, configs: Sequence[RunConfig]) -> list[Trial]:
    """Find the runs of each of these settings, in one statement.

    A run counts wherever it was begun, if it was trained with these settings alone, but not if it
    was extended, had its learning rate set by hand, or was fine-tuned.
    """
    runs = runs_in_seed_groups(store, [config.family for config in configs])
    return [_trial(config, runs) for config in configs]


def read_trial(store: RunStore, config: RunConfig) -> Trial:
    """Find the runs of these settings, also one that was stopped inside its training."""
    return _trial(config, runs_with_settings(store, config.family))


def train(
    store: RunStore, trial: Trial, name: str, *, origin: Origin = "lesson", of_set: bool = False
) -> Run:
    """Queue a run of the trial's settings; with a seed of its own where one was trained before.

    A run that somebody else has paused is left to them, and its seed trained as the person's own.

    Args:
        of_set: whether it belongs to a set of which another was queued just now.

    Raises:
        LabError: the store cannot be written, or the person may not begin it now.
    """
    usable = [
        run
        for run in trial.runs
        if run.state not in ("failed", "stopped") and not is_paused_by_another(run, store.person)
    ]
    if not usable:
        return store.create(trial.config, name, origin=origin, of_set=of_set)
    try:
        return repeat_over_seeds(store, usable[0], 1, of_set=of_set)[0]
    except RunNotFound:  # it was deleted a moment ago
        return store.create(trial.config, name, origin=origin, of_set=of_set)


def withdraw(store: RunStore, run: Run) -> None:
    """End a run: one that no worker has begun yet is deleted, others keep what they have learned.

    Raises:
        LabError: it has ended, or was deleted, in the meantime.
    """
    if run.state == "queued" and run.started_at is None:
        store.delete(run.id)
    else:
        store.stop(run.id)


def is_paused_by_another(run: Run, person: Person) -> bool:
    """Return whether a run is paused, and a person may not resume it."""
    return run.state == "paused" and not person.may_change(run.owner)


def _trial(config: RunConfig, runs: Sequence[Run]) -> Trial:
    return Trial(config, tuple(run for run in runs if _is_of(run, config.family)))


def _is_of(run: Run, key: str) -> bool:
    plain = run.taught is None and not run.rate_changes
    return plain and run.family.partition("-")[0] == key
