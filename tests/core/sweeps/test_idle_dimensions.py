"""Dimensions that change no trial are refused, in a sentence that says why."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension

SGD = {"optimizer": "sgd", "momentum": 0.9}
NO_LAYERS: dict[str, object] = {"hidden_units": ()}


def plan_of(base: dict[str, object], *texts: str):
    dimensions = tuple(parse_dimension(text) for text in texts)
    return make_plan(base=RunConfig.model_validate(base), dimensions=dimensions, trials=4)


@pytest.mark.parametrize(
    ("base", "texts", "sentence"),
    [
        ({}, ["momentum=0..0.9"], "momentum would do nothing in this sweep: only sgd and rmsprop"),
        ({}, ["momentum=0,0.5", "optimizer=adam,nadam"], "momentum would do nothing"),
        ({}, ["learning_rate=1e-3,1e-2", "nesterov=true,false"], "nesterov would do nothing"),
        ({"optimizer": "rmsprop", "momentum": 0.5}, ["nesterov=true,false"], "it needs sgd"),
        ({"optimizer": "sgd"}, ["nesterov=true,false"], "a momentum above 0"),
        (NO_LAYERS, ["activation=relu,tanh"], "activation would .* there is no hidden layer"),
        (NO_LAYERS, ["dropout=0..0.5"], "dropout would do nothing"),
        (NO_LAYERS, ["neurons=16,32", "layers=0"], "neurons would do nothing"),
        ({}, ["dropout_after=last,every"], "two hidden layers or more"),
        (
            {"hidden_units": (8, 8), "dropout": 0},
            ["dropout_after=last,every"],
            "a dropout above 0",
        ),
    ],
)
def test_a_setting_that_does_nothing_in_any_trial_is_refused(base, texts, sentence):
    with pytest.raises(ConfigError, match=sentence) as caught:
        plan_of(base, *texts)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("base", "texts"),
    [
        (SGD, ["momentum=0..0.9"]),
        ({}, ["momentum=0..0.9", "optimizer=adam,sgd"]),
        ({}, ["optimizer=adam,sgd", "momentum=0..0.9", "nesterov=true,false"]),
        ({"optimizer": "sgd"}, ["nesterov=true,false", "momentum=0..0.5"]),
        (NO_LAYERS, ["activation=relu,tanh", "layers=0..2"]),
        (NO_LAYERS, ["dropout=0..0.5", "hidden_units=|64"]),
        ({}, ["dropout_after=last,every", "layers=1..3"]),
        ({"hidden_units": (8, 8), "dropout": 0}, ["dropout_after=last,every", "dropout=0,0.2"]),
        ({}, ["neurons=16,32", "layers=0..2"]),
    ],
)
def test_one_that_does_something_in_some_trial_is_not(base, texts):
    assert plan_of(base, *texts).trials == 4
