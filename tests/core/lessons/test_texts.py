"""What a lesson says is true of the numbers that it was given."""

import pytest

from mnist_core.compare.contenders import Spread
from mnist_core.lessons.lesson_runs import Trial
from mnist_core.lessons.slides import LESSONS
from mnist_core.lessons.texts import Fact, difference, facts, seeds_text, take_away
from tests.core.compare.comparison_helpers import make_epoch, make_run

SLUGS = [lesson.slug for lesson in LESSONS]
BY_SLUG = dict(zip(SLUGS, LESSONS, strict=True))
TWO_EPOCHS = [
    make_epoch(1, loss=0.28, accuracy=0.92, val_error=4.0),
    make_epoch(2, loss=0.11, accuracy=0.969, val_error=3.0),
]


def trials(**errors: tuple[float, ...]) -> dict[str, Trial]:
    """Make the deck's trials; errors in percent, by slug with _ for -."""
    made = {}
    for slug, lesson in BY_SLUG.items():
        config = lesson.preset.config
        values = errors.get(slug.replace("-", "_"), ())
        runs = (make_run(f"{slug}{n}", config, test_error=e) for n, e in enumerate(values))
        made[slug] = Trial(config, tuple(runs))
    return made


def text_of(slug: str, histories=None, **errors: tuple[float, ...]) -> str:
    return take_away(BY_SLUG[slug], trials(**errors), histories or {})


def test_all_that_the_first_slide_shows_stands_beside_what_was_measured():
    trial = trials(simple_network=(2.87,))["simple-network"]

    assert facts(BY_SLUG["simple-network"], trial, TWO_EPOCHS) == [
        Fact("Test error", "2.93%", "2.87%"),
        Fact("Parameters", "623,290", "623,290"),
        Fact("Accuracy, epoch 1", "92.21%", "92.00%"),
        Fact("Accuracy, epoch 2", "96.88%", "96.90%"),
        Fact("Validation accuracy, epoch 1", "96.01%", "96.00%"),
        Fact("Validation accuracy, epoch 2", "97.07%", "97.00%"),
    ]


def test_what_was_not_measured_yet_is_a_dash():
    rows = facts(BY_SLUG["optimizer"], trials()["optimizer"], TWO_EPOCHS[:1])

    assert [(row.name, row.measured) for row in rows] == [
        ("Test error", "–"),
        ("Parameters", "1,854,170"),
        ("Loss, epoch 1", "0.2800"),
        ("Loss, epoch 2", "–"),
    ]


@pytest.mark.parametrize(
    ("slug", "errors", "gap", "note"),
    [
        ("simple-network", (3.08,), "+0.15", "may be chance"),
        ("simple-network", (2.0,), "−0.93", "probably not chance"),
        ("dropout", (3.09,), "+0.49", "may be chance"),
        # Three seeds that lie far apart leave room for more.
        ("simple-network", (2.9, 3.5, 4.1), "+0.57", "may be chance"),
        ("more-layers", (2.5,), "–", "nothing to compare"),
        ("simple-network", (), "–", "not measured yet"),
    ],
)
def test_a_difference_is_compared_with_what_seeds_make(slug, errors, gap, note):
    error = Spread(errors) if errors else None

    assert difference(BY_SLUG[slug], error) == (gap, note)


def test_a_measured_error_says_what_it_is_of():
    assert seeds_text(Spread((2.93,))) == "293 digits misread"
    assert seeds_text(Spread((2.9, 3.1))) == "2 seeds: 2.90 to 3.10"


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_written_of_what_was_not_run(slug):
    assert text_of(slug) == ""


@pytest.mark.parametrize("number", range(2, 7))
def test_a_lesson_asks_for_the_one_before_that_it_is_compared_with(number):
    slug = SLUGS[number - 1]

    words = text_of(slug, **{slug.replace("-", "_"): (2.5,)})

    assert words.startswith(f"Run lesson {number - 1} too")


def test_the_first_lesson_counts_mistakes_and_says_what_each_epoch_brought():
    words = text_of("simple-network", {"simple-network": TWO_EPOCHS}, simple_network=(3.08,))

    assert "misreads 308." in words
    assert "accuracy was 96.0% after the first epoch, 97.0% after the last" in words


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (
            (2.5,),
            (3.1,),
            "0.60 points lower than in lesson 1: 2.50% instead of 3.10%. Another seed alone rarely",
        ),
        ((3.1,), (2.5,), "0.60 points higher than in lesson 1"),
        ((3.0,), (3.1,), "so it may be chance"),
        # Two seeds that lie far apart leave room for more.
        ((2.5, 2.51), (3.1, 3.11), "Another seed alone rarely makes such a difference"),
        (
            (2.5, 3.5),
            (2.6, 3.7),
            "so it may be chance",
        ),
    ],
)
def test_a_difference_between_lessons_is_told_from_chance(now, before, words):
    assert words in text_of("more-layers", more_layers=now, simple_network=before)


@pytest.mark.parametrize(
    ("accuracy", "words"),
    [
        (0.976, "hardly any overfitting yet"),
        (0.999, "2.9 points less: it overfits"),
        (0.95, "hardly any overfitting yet"),
    ],
)
def test_dropout_is_told_by_how_much_was_learned_by_heart(accuracy, words):
    history = [make_epoch(2, accuracy=accuracy, val_error=3.0)]

    text = text_of("dropout", {"dropout": history}, dropout=(3.0,), three_layers=(2.9,))

    assert words in text
    assert "97.0%" in text


def test_sgd_is_called_slow_only_where_adam_was_ahead_of_it():
    errors = {"optimizer": (9.1,), "dropout": (2.6,)}
    ahead, behind = ([make_epoch(1, val_error=error)] for error in (3.0, 12.0))

    assert "Adam had 3.0% after one epoch" in text_of("optimizer", {"dropout": ahead}, **errors)
    assert "slow" not in text_of("optimizer", {"dropout": behind}, **errors)


def test_the_last_lesson_says_what_its_last_epochs_brought():
    history = [make_epoch(number, val_error=10 - number / 4) for number in range(1, 21)]

    words = text_of("more-epochs", {"more-epochs": history}, more_epochs=(4.0,), optimizer=(9.0,))

    assert "Over the last ten epochs validation accuracy rose by 2.50 points" in words
    assert "5.00 points lower" in words
