"""Which runs a question is about, as statements for the database."""

from sqlalchemy import Select, and_, exists, or_, select

from mnist_core.config import RunConfig
from mnist_core.store.leases import claimable
from mnist_core.store.records import ACTIVE_STATES, OWN_ORIGINS
from mnist_core.store.tables import RunRow, SweepTrialRow

NO_TRIAL = RunRow.sweep_id.is_(None)


def newest_runs(limit: int, *, trials: bool) -> Select[RunRow]:
    """Select the newest runs, newest first; those of sweeps only with ``trials``."""
    wanted = select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    return wanted if trials else wanted.where(NO_TRIAL)


def readable_runs(limit: int) -> Select[RunRow]:
    """Select the runs that have learned something, sweeps' apart, newest first."""
    begun = or_(RunRow.epochs_done > 0, RunRow.stopped_at > 0)
    return newest_runs(limit, trials=False).where(begun)


def best_runs(limit: int) -> Select[RunRow]:
    """Select finished runs of ``OWN_ORIGINS``, of lowest test error first; of equals the newest."""
    measured = and_(
        RunRow.state == "finished",
        RunRow.test_accuracy.is_not(None),
        RunRow.origin.in_(OWN_ORIGINS),
    )
    best_first = RunRow.test_accuracy.desc(), RunRow.id.desc()
    return select(RunRow).where(measured).order_by(*best_first).limit(limit)


def active_by_hand(owner: str) -> Select[RunRow]:
    """Select the newest run that an owner has begun by hand and that trains or waits."""
    active = RunRow.state.in_(ACTIVE_STATES)
    by_hand = and_(RunRow.origin == "hand", RunRow.owner == owner, active)
    return newest_runs(1, trials=False).where(by_hand)


def taught_runs(limit: int, owner: str) -> Select[RunRow]:
    """Select an owner's runs that are, or will be, fine-tuned on a handwriting, newest first."""
    theirs = newest_runs(limit, trials=True).where(RunRow.owner == owner)
    return theirs.where(RunRow.taught.is_not(None))


def called(text: str) -> Select[RunRow]:
    """Select the run of this id, which may be another one's name; else the newest of that name."""
    found = select(RunRow).where(or_(RunRow.id == text, RunRow.name == text))
    return found.order_by((RunRow.id == text).desc(), RunRow.id.desc()).limit(1)


def named(name: str) -> Select[RunRow]:
    """Select all runs of a name, newest first."""
    return select(RunRow).where(RunRow.name == name).order_by(RunRow.id.desc())


def trained_with(config: RunConfig) -> Select[RunRow]:
    """Select the newest run of exactly these settings that neither failed nor was fine-tuned."""
    same = and_(
        RunRow.config == config.text,
        RunRow.state != "failed",
        RunRow.taught.is_(None),
    )
    return newest_runs(1, trials=True).where(same)


def waiting_runs() -> Select[str, str, str, str]:
    """Select the runs that workers can claim, but of no running trial, oldest first.

    Of each its id, state, training path and owner.
    """
    trial = and_(SweepTrialRow.run_id == RunRow.id, SweepTrialRow.state == "training")
    wanted = and_(
        RunRow.state.in_(["queued", "training"]), claimable(RunRow), ~exists().where(trial)
    )
    columns = RunRow.id, RunRow.state, RunRow.training_path, RunRow.owner
    return select(*columns).where(wanted).order_by(RunRow.queued_at)


def owners_of_training() -> Select[str]:
    """Select the owner of each run that a worker trains now, sweeps' apart."""
    return select(RunRow.owner).where(RunRow.state == "training", ~claimable(RunRow), NO_TRIAL)


def active_runs() -> Select[str]:
    """Select the ids of runs that train or wait, sweeps' apart."""
    return select(RunRow.id).where(RunRow.state.in_(ACTIVE_STATES), NO_TRIAL)


def training_runs(limit: int) -> Select[RunRow]:
    """Select the runs that train now, sweeps' among them, those begun last first."""
    return newest_runs(limit, trials=True).where(RunRow.state == "training")
