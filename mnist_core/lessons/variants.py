"""What the controls of a lesson can make of its settings, and how that is called."""

from collections.abc import Mapping
from functools import cache
from itertools import product

from mnist_core.config import RunConfig
from mnist_core.lessons.slides import Choice, Control, Lesson
from mnist_core.plural import plural


def with_choices(config: RunConfig, choices: Mapping[str, Choice]) -> RunConfig:
    """Give the settings with these controls set, by the controls' names."""
    changes = dict(choices)
    layers = changes.pop("layers", len(config.hidden_units))
    neurons = changes.pop("neurons", config.hidden_units[0])
    return RunConfig.model_validate(
        config.model_dump() | {"hidden_units": (neurons,) * int(layers or 0)} | changes
    )


@cache
def variants(lesson: Lesson) -> dict[RunConfig, str]:
    """Give all that the lesson's controls can make, but the lesson itself, each with its name."""
    names = [control.name for control in lesson.controls]
    made = {}
    for values in product(*(control.choices for control in lesson.controls)):
        choices = dict(zip(names, values, strict=True))
        made[with_choices(lesson.preset.config, choices)] = choice_text(lesson, choices)
    made.pop(lesson.preset.config, None)
    return made


def choice_text(lesson: Lesson, choices: Mapping[str, Choice]) -> str:
    """Write what was changed, such as "dropout 0.5, 5 epochs", but not what is as in the lesson."""
    own = lesson.preset.config
    words = [
        _choice_text(control, choices[control.name])
        for control in lesson.controls
        if len(lesson.controls) == 1
        or with_choices(own, {control.name: choices[control.name]}) != own
    ]
    return ", ".join(words) or "as in the lesson"


def _choice_text(control: Control, value: Choice) -> str:
    if control.name == "optimizer":
        return str(value)
    if control.name in ("dropout", "learning_rate"):
        return f"{control.label.lower()} {value:g}" if value is not None else "Keras' default rate"
    noun = {"layers": "hidden layer", "neurons": "neuron", "epochs": "epoch"}[control.name]
    assert isinstance(value, int)
    return f"{value} {plural(noun, value)}"
