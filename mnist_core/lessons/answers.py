"""The sentence that answers an experiment's question, from what was measured and no more."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from mnist_core.compare.chance import Measured, may_be_chance
from mnist_core.lessons.experiments import Experiment, Point
from mnist_core.plural import number_text
from mnist_core.presets import known_deviation

HARDLY = 50.0  # percent wrong: ten answers tried at random have 90
FAST = 1.5  # times as fast, from where on it is worth a word


def answer(experiment: Experiment, points: Sequence[Point]) -> str:
    """Answer from the points that are known; "" while there are fewer than two."""
    known = _known(points)
    if len(known) < 2:
        return ""
    text_of = ANSWERS[experiment.slug]
    return " ".join(filter(None, [_best_text(points), text_of(points)]))


def judge_guess(guess: float, points: Sequence[Point]) -> str:
    """Write how good a guessed value is, once all are known; "" before."""
    if not all(point.settled for point in points) or not _known(points):
        return ""
    guessed = next(point for point in points if point.value == guess)
    words = f"Your guess, {_number(guess)},"
    if guessed in (winners := best(points)):
        return f"{words} was {'right' if len(winners) == 1 else 'among the best'}."
    if guessed.error is None:
        return f"{words} could not be trained at all."
    behind = _error(guessed) - min(map(_error, _known(points)))
    return f"{words} is {behind:.1f} points behind the best."


def best(points: Sequence[Point]) -> list[Point]:
    """Give the points of least error: all that may be behind the first by chance alone."""
    first = min(_known(points), key=_error, default=None)
    return [] if first is None else [point for point in _known(points) if _tied(point, first)]


def _tied(point: Point, other: Point) -> bool:
    """Return whether two errors, each a mean over seeds, are no further apart than chance makes."""
    return may_be_chance(_measured(point), _measured(other)) != "unlikely"


def _measured(point: Point) -> Measured:
    assert point.error is not None
    return Measured(point.error, known_deviation(point.trial.config))


def _best_text(points: Sequence[Point]) -> str:
    winners = best(points)
    opening = "Best here" if all(point.settled for point in points) else "Best so far"
    if len(winners) == 1:
        return f"{opening}: **{_number(winners[0].value)}** with {_error(winners[0]):.1f}%."
    *first, last = (f"**{_number(point.value)}**" for point in winners)
    errors = sorted(map(_error, winners))
    return (
        f"{opening}: {', '.join(first)} and {last}, with {errors[0]:.1f} to {errors[-1]:.1f}%; "
        "the difference may be chance."
    )


def _rate_text(points: Sequence[Point]) -> str:
    """Write what too small and too large a step does."""
    winners = best(points)
    lowest, highest = points[0], points[-1]
    words = []
    if lowest.error is not None and lowest not in winners:
        words.append(
            f"At {_number(lowest.value)} two epochs are not enough: {_error(lowest):.1f}%."
        )
    if "stopped being a number" in highest.failed:
        words.append(f"At {_number(highest.value)} the loss diverges.")
    elif highest.error is not None and highest not in winners:
        words.append(_too_large(highest))
    return " ".join(words)


def _too_large(point: Point) -> str:
    if _error(point) > HARDLY:
        return (
            f"At {_number(point.value)} it hardly learns at all: {_error(point):.0f}% are misread."
        )
    return f"At {_number(point.value)} training is unstable: {_error(point):.1f}%."


def _neurons_text(points: Sequence[Point]) -> str:
    """Write what doubling gains, early and late, and how few would do."""
    known = _known(points)
    doublings = [(a, b) for a, b in pairwise(known) if b.value == 2 * a.value]
    if len(doublings) < 2:
        return ""
    (first, second), (last, end) = doublings[0], doublings[-1]
    errors = [round(_error(point), 1) for point in (first, second, last, end)]  # as the chart has
    early, late = errors[0] - errors[1], errors[2] - errors[3]
    if early <= late:
        return ""
    gain = f"{late:.1f}" if late > 0.05 else "nothing"
    return (
        f"Going from {_number(first.value)} to {_number(second.value)} neurons lowers the error by "
        f"{early:.1f} points; going from {_number(last.value)} to {_number(end.value)} lowers it "
        f"by {gain} and adds {last.value / first.value:.0f} times as many weights as that did."
    )


def _batch_text(points: Sequence[Point]) -> str:
    """Set the error of the smallest and largest batch beside the time that they take."""
    known = [point for point in _known(points) if point.seconds]
    if len(known) < 2:
        return ""
    small, large = known[0], known[-1]
    ratio = (small.seconds or 0) / (large.seconds or 1)
    steps = (
        f"An epoch takes {_steps(small):,} steps at {_number(small.value)} and {_steps(large):,} "
        f"at {_number(large.value)}"
    )
    gap = _error(large) - _error(small)
    traits = [
        f"is {ratio:.{0 if ratio >= 3 else 1}f} times as fast" if ratio >= FAST else "",
        f"has an error {gap:.1f} points higher" if gap > 0 and not _tied(small, large) else "",
    ]
    traits_text = " but ".join(filter(None, traits))
    return f"{steps}; the larger batch {traits_text}." if traits_text else f"{steps}."


ANSWERS: dict[str, Callable[[Sequence[Point]], str]] = {
    "learning-rate": _rate_text,
    "neurons": _neurons_text,
    "batch-size": _batch_text,
}


def _steps(point: Point) -> int:
    return -(-point.trial.config.train_size // point.trial.config.batch_size)


def _known(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.error is not None]


def _error(point: Point) -> float:
    assert point.error is not None
    return point.error.mean


def _number(value: float) -> str:
    return number_text(value)
