"""The lessons as data: they follow the deck, and their controls make what they say."""

import re

import pytest

from mnist_core.lessons.experiments import EXPERIMENTS
from mnist_core.lessons.slides import LESSONS
from mnist_core.lessons.variants import choice_text, variants, with_choices
from mnist_core.presets import PRESETS
from mnist_core.store.names import MAX_NAME_LENGTH

BY_SLUG = {lesson.slug: lesson for lesson in LESSONS}


def test_the_lessons_are_the_slides_in_their_order():
    slides = [name for name in PRESETS if name.startswith("slide")]

    assert [lesson.preset.name for lesson in LESSONS] == slides
    assert [lesson.number for lesson in LESSONS] == [1, 2, 3, 4, 5, 6]


def test_every_lesson_and_experiment_has_a_link_of_its_own():
    slugs = [*(each.slug for each in LESSONS), *(each.slug for each in EXPERIMENTS)]

    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z-]+", slug) for slug in slugs)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_the_controls_begin_at_something_else_than_the_lesson(lesson):
    first = {control.name: control.first for control in lesson.controls}

    assert all(control.first in control.choices for control in lesson.controls)
    assert with_choices(lesson.preset.config, first) in variants(lesson)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_what_may_be_tried_has_names_that_tell_it_apart(lesson):
    made = variants(lesson)

    assert lesson.preset.config not in made
    assert len(set(made.values())) == len(made)
    assert all(len(f"lesson 6 {name}") <= MAX_NAME_LENGTH for name in made.values())


@pytest.mark.parametrize(
    ("slug", "choices", "words", "settings"),
    [
        ("simple-network", {"neurons": 64}, "64 neurons", {"hidden_units": (64,)}),
        ("more-layers", {"layers": 0}, "0 hidden layers", {"hidden_units": ()}),
        ("more-layers", {"layers": 1}, "1 hidden layer", {"hidden_units": (784,)}),
        ("three-layers", {"neurons": 16}, "16 neurons", {"hidden_units": (16, 16, 16)}),
        ("dropout", {"dropout": 0.5, "epochs": 2}, "dropout 0.5", {"dropout": 0.5}),
        (
            "dropout",
            {"dropout": 0.0, "epochs": 10},
            "dropout 0, 10 epochs",
            {"dropout": 0.0, "epochs": 10},
        ),
        ("dropout", {"dropout": 0.2, "epochs": 2}, "as in the lesson", {}),
        (
            "optimizer",
            {"optimizer": "sgd", "learning_rate": 0.1},
            "learning rate 0.1",
            {"learning_rate": 0.1},
        ),
        (
            "optimizer",
            {"optimizer": "rmsprop", "learning_rate": None},
            "rmsprop",
            {"optimizer": "rmsprop"},
        ),
        ("more-epochs", {"epochs": 1}, "1 epoch", {"epochs": 1}),
    ],
)
def test_a_turned_control_changes_that_setting_alone(slug, choices, words, settings):
    lesson = BY_SLUG[slug]
    config = lesson.preset.config

    assert with_choices(config, choices) == config.model_copy(update=settings)
    assert choice_text(lesson, choices) == words
