"""What the store returns of a sweep and its trials, as plain frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from mnist_core.access.person import OWNERS_ID
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.variable_settings import Params

SweepState = Literal["running", "paused", "finished", "stopped", "failed"]
TrialState = Literal["training", "pruned", "finished", "stopped", "failed", "repeated"]
TRIAL_STATES: tuple[TrialState, ...] = get_args(TrialState)
MIN_FOR_IMPORTANCE = 4  # finished trials, before it is said which settings matter


@dataclass(frozen=True)
class Parallelism:
    """How many trainings at once a machine rewards, as measured.

    Attributes:
        at_once: trainings at once that gave the most digits a second in all.
        rates: digits a second in all, by how many trained at once, one thread each.
        together: digits a second of one training with all threads.
        key: what it was measured for: processors, and the size of the network.
    """

    at_once: int
    rates: dict[int, float] = field(default_factory=dict)
    together: float = 0.0
    key: str = ""

    @property
    def gain(self) -> float:
        """How many times the throughput of one training with one thread."""
        alone = self.rates.get(1, 0.0)
        return self.rates.get(self.at_once, 0.0) / alone if alone else 1.0


@dataclass(frozen=True)
class Trial:
    """One trial of a sweep.

    Attributes:
        number: its place in the sweep, counted from 0.
        state: training, or how it ended; pruned by the sweep, stopped by a person or the clock. A
            repeated one would have trained as an earlier trial has: it trains nothing and does not
            count, and what is known of it is that trial's.
        run_id: the run that it is; the run may be deleted since. None for a repeated one.
        params: the values of what varies; networks are texts such as "128,64".
        epochs: whole epochs done.
        error: validation error in percent; so far, or at its end.
        parameters: weights and biases of its network.
        seconds: spent in its epochs.
        message: one sentence where it failed.
        began_at, ended_at: seconds since 1970.
        repeats: the number of the trial that it repeats, if it does.
    """

    number: int
    state: TrialState
    run_id: str | None
    params: Params
    epochs: int
    error: float | None
    parameters: int | None
    seconds: float | None
    message: str
    began_at: float
    ended_at: float | None
    repeats: int | None = None


def counted(trials: Sequence[Trial]) -> list[Trial]:
    """Leave out those that repeat an earlier one."""
    return [trial for trial in trials if trial.state != "repeated"]


@dataclass(frozen=True)
class Sweep:
    """A sweep with all that is known of it but its trials.

    Attributes:
        trials: how many it is to have, extensions included; none where time alone limits it.
        seconds_allowed: how long it may take, extensions included; none without a limit.
        seconds_used: how long it has run so far, pauses left out.
        sharing: how many trials train at once, as measured; none before it was measured.
        importances: share of each varied setting in what makes trials good, adding up to 1;
            empty while too few have ended.
        owner: the id of the person who began it.
    """

    id: str
    name: str
    plan: SweepPlan
    state: SweepState
    message: str
    created_at: float
    ended_at: float | None
    trials: int | None
    seconds_allowed: float | None
    seconds_used: float
    sharing: Parallelism | None
    importances: dict[str, float]
    owner: str = OWNERS_ID

    @property
    def active(self) -> bool:
        """Whether trials are still going to begin without a request."""
        return self.state == "running"

    @property
    def seconds_left(self) -> float | None:
        """Seconds until its time is over; none without a limit."""
        return None if self.seconds_allowed is None else self.seconds_allowed - self.seconds_used
