"""What a lesson's numbers show: beside the slide's and beside those of the lessons before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mnist_core.compare.chance import Measured, margin, may_be_chance
from mnist_core.compare.contenders import Spread
from mnist_core.lessons.lesson_runs import Trial
from mnist_core.lessons.slides import LESSONS, Lesson
from mnist_core.network.architecture import parameter_count
from mnist_core.store.records import Epoch, kept_epoch

UNKNOWN, ILLEGIBLE = "–", "not legible"
SMALL_GAP = 1.5  # points between training and validation accuracy: no overfitting yet


@dataclass(frozen=True)
class Fact:
    """A number as the slide has it and as it was measured, both as text."""

    name: str
    published: str
    measured: str


def published_text(lesson: Lesson) -> str:
    """Write the slide's error, such as "2.93%"."""
    error = lesson.preset.published_error_percent
    return ILLEGIBLE if error is None else f"{error:.2f}%"


def facts(lesson: Lesson, trial: Trial, history: Sequence[Epoch]) -> list[Fact]:
    """Set all published numbers of a lesson beside the measured ones.

    Args:
        history: of the run that is looked at.
    """
    preset = lesson.preset
    parameters = UNKNOWN if preset.published_parameters is None else preset.published_parameters
    return [
        Fact("Test error", published_text(lesson), _percent(trial.error)),
        Fact("Parameters", f"{parameters:,}", f"{parameter_count(preset.config):,}"),
        *_by_epoch("Loss", preset.published_loss, [epoch.loss for epoch in history]),
        *_by_epoch("Accuracy", preset.published_accuracy, [epoch.accuracy for epoch in history]),
        *_by_epoch(
            "Validation accuracy",
            preset.published_val_accuracy,
            [epoch.val_accuracy for epoch in history],
        ),
    ]


def difference(lesson: Lesson, error: Spread | None) -> tuple[str, str]:
    """Give measured less published error, in points, and whether seeds alone may explain it."""
    published = lesson.preset.published_error_percent
    if published is None:
        return UNKNOWN, "nothing to compare"
    if error is None:
        return UNKNOWN, "not measured yet"
    gap = round(error.mean, 2) - published
    chance = may_be_chance(_one_more(lesson, error, published), _measured(lesson, error))
    note = "probably not chance" if chance == "unlikely" else "may be chance"
    return f"{gap:+.2f}".replace("-", "−"), note


def chance_of(lesson: Lesson, error: Spread) -> float:
    """Give the largest gap in points that seeds often make between one training and the mean."""
    return margin(_one_more(lesson, error, error.mean), _measured(lesson, error)) or 0.0


def _measured(lesson: Lesson, error: Spread) -> Measured:
    return Measured(error, lesson.preset.error_deviation)


def _one_more(lesson: Lesson, error: Spread, percent: float) -> Measured:
    """Give the error of one more training, which varies as those do that were measured here."""
    deviation = max(lesson.preset.error_deviation or 0.0, error.deviation or 0.0)
    return Measured(Spread((percent,)), deviation)


def seeds_text(error: Spread) -> str:
    """Write what a measured error is of: so many digits, or so many seeds."""
    if len(error.values) == 1:
        return f"{round(100 * error.mean):,} digits misread"
    return f"{len(error.values)} seeds: {error.low:.2f} to {error.high:.2f}"


def take_away(
    lesson: Lesson, trials: Mapping[str, Trial], histories: Mapping[str, Sequence[Epoch]]
) -> str:
    """Write what the lesson has shown, from what was measured; "" before that.

    Args:
        trials: of all lessons, by slug.
        histories: of the runs that were looked at, by slug; none for a lesson that was not run.
    """
    error = trials[lesson.slug].error
    if error is None:
        return ""
    if lesson.number == 1:
        return _first_text(error, histories.get(lesson.slug, ()))
    before = LESSONS[lesson.number - 2]
    earlier = trials[before.slug].error
    if earlier is None:
        return f"Run lesson {before.number} too, and the two are compared here."
    words = _against(lesson, before, error, earlier)
    return f"{words} {_later_text(lesson, trials, histories)}".strip()


def _first_text(error: Spread, history: Sequence[Epoch]) -> str:
    words = f"Of the 10,000 test digits it misreads {round(100 * error.mean):,}."
    if len(history) < 2:
        return words
    first, last = (f"{history[at].val_accuracy:.1%}" for at in (0, -1))
    return f"{words} Validation accuracy was {first} after the first epoch, {last} after the last."


def _against(lesson: Lesson, before: Lesson, now: Spread, then: Spread) -> str:
    """Compare two lessons, and write whether the difference may be chance."""
    gap = now.mean - then.mean
    size = f"{abs(gap):.2f} points {'lower' if gap < 0 else 'higher'}"
    words = f"The error is {size} than in lesson {before.number}: {_percent(now)} instead of "
    chance = may_be_chance(_measured(lesson, now), _measured(before, then))
    if chance != "unlikely":
        may_be = "Another seed alone can make such a difference, so it may be chance."
        return f"{words}{_percent(then)}. {may_be}"
    return f"{words}{_percent(then)}. Another seed alone rarely makes such a difference."


def _later_text(
    lesson: Lesson, trials: Mapping[str, Trial], histories: Mapping[str, Sequence[Epoch]]
) -> str:
    history = histories.get(lesson.slug, ())
    kept = kept_epoch(lesson.preset.config, history)
    if lesson.slug == "dropout" and kept is not None:
        return _overfitting_text(kept)
    if lesson.slug == "optimizer":
        return _after_one_epoch(trials["optimizer"].error, histories.get("dropout", ()))
    if lesson.slug == "more-epochs" and len(history) > 10:
        return _last_ten(history, trials["dropout"].error)
    return ""


def _overfitting_text(kept: Epoch) -> str:
    gap = 100 * (kept.accuracy - kept.val_accuracy)
    words = f"Training accuracy is {kept.accuracy:.1%}, validation accuracy {kept.val_accuracy:.1%}"
    if gap < SMALL_GAP:
        return f"{words}: hardly any overfitting yet that dropout could prevent."
    return f"{words}, {gap:.1f} points less: it overfits."


def _after_one_epoch(error: Spread | None, of_adam: Sequence[Epoch]) -> str:
    if error is None or not of_adam:
        return ""
    adam = 100 * (1 - of_adam[0].val_accuracy)
    if adam >= error.mean:
        return ""
    return f"SGD at Keras' default rate is slow: Adam had {adam:.1f}% after one epoch already."


def _last_ten(history: Sequence[Epoch], adam: Spread | None) -> str:
    gained = 100 * (history[-1].val_accuracy - history[-11].val_accuracy)
    words = f"Over the last ten epochs validation accuracy rose by {gained:.2f} points."
    if adam is None:
        return words
    return f"{words} In lesson 4, Adam reached an error of {_percent(adam)} after two epochs."


def _by_epoch(name: str, published: Sequence[float], measured: Sequence[float]) -> list[Fact]:
    write = "{:.4f}" if name == "Loss" else "{:.2%}"
    return [
        Fact(
            f"{name}, epoch {number}",
            write.format(value),
            write.format(measured[number - 1]) if number <= len(measured) else UNKNOWN,
        )
        for number, value in enumerate(published, start=1)
    ]


def _percent(error: Spread | None) -> str:
    return UNKNOWN if error is None else f"{error.mean:.2f}%"
