"""What one member of an open room may take of the lab: read from the environment."""

from dataclasses import dataclass, fields, replace

from mnist_core.errors import ConfigError

VARIABLE = "DIGIT_LAB_LIMITS"
NONE = "none"


@dataclass(frozen=True)
class Limits:
    """How much each member of a room may take at most; None is no limit.

    The machine's owner, and the teacher of a room, have none.

    Attributes:
        runs: runs that wait for a worker.
        trials: trials of the sweeps that run.
        drawings: megabytes of drawings, in the personal set and in taught copies.
        requests: requests a second on the lab's own routes.
        work: millions of epochs times parameters of one run, and ten thousands of its steps.
        storage: megabytes that their runs keep.
        measurements: of runs, and files that take Keras, asked for and not made yet.
        tabs: browser tabs that follow what moves.
        uploads: megabytes a minute that they upload; a small file counts as a quarter of one.
    """

    runs: int | None = 5
    trials: int | None = 50
    drawings: int | None = 20
    requests: int | None = 20
    work: int | None = 100
    storage: int | None = 2_000
    measurements: int | None = 20
    tabs: int | None = 30
    uploads: int | None = 400


NO_LIMITS = Limits(**{field.name: None for field in fields(Limits)})


def read_limits(text: str) -> Limits:
    """Read limits such as "runs=3,trials=none"; those that are not named are as usual.

    Raises:
        ConfigError: a name is unknown, or a value is no whole number of at least 1, nor "none".
    """
    names = [field.name for field in fields(Limits)]
    limits = Limits()
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, value = (each.strip() for each in part.partition("="))
        if name not in names or not (value == NONE or (value.isdecimal() and int(value))):
            raise ConfigError(
                f"{VARIABLE} has {part!r}; it takes {', '.join(names)}, each with = and a whole "
                f"number from 1, or {NONE}, as in runs=3,trials={NONE}."
            )
        limits = replace(limits, **{name: None if value == NONE else int(value)})
    return limits
