"""RunConfig: what it takes, what it refuses and in which words."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.config_input import config_from_json, make_config
from mnist_core.errors import ConfigError
from mnist_core.presets import PRESETS


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_a_config_survives_json(preset):
    assert config_from_json(preset.config.model_dump_json()) == preset.config


def test_an_old_file_without_newer_fields_still_loads():
    assert config_from_json('{"hidden_units": [784], "epochs": 2}') == RunConfig(
        hidden_units=(784,), epochs=2
    )


@pytest.mark.parametrize(
    "changes",
    [{}, {"normalization": "slant"}, {"normalization": "slant_and_width"}, {"elastic": 0.3}],
)
def test_the_text_that_settings_are_kept_as_gives_them_again(changes):
    config = RunConfig(seed=4, **changes)

    assert config_from_json(config.text) == config


def test_settings_at_the_default_of_a_later_field_are_kept_as_before_there_was_one():
    plain, upright, bent = RunConfig(), RunConfig(normalization="slant"), RunConfig(elastic=0.25)

    assert '"augmentation":0.0,"forms":0,' in plain.text
    assert '"augmentation":0.0,"normalization":"slant","forms":0,' in upright.text
    assert '"augmentation":0.0,"elastic":0.25,"forms":0,' in bent.text
    assert len({each.family for each in (plain, upright, bent)}) == 3


@pytest.mark.parametrize("field", ["augmentation", "elastic"])
def test_digits_change_from_epoch_to_epoch_by_either_setting(field):
    assert RunConfig(**{field: 0.1}).changes_digits
    assert not RunConfig().changes_digits


def test_text_is_read_as_numbers_the_way_a_command_line_writes_them():
    config = make_config({"hidden_units": "784, 64", "dropout": "0.3", "learning_rate": "none"})

    assert config == RunConfig(hidden_units=(784, 64), dropout=0.3)


def test_no_hidden_layer_is_written_as_nothing():
    assert make_config({"hidden_units": ""}).layout == "784-10"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"dropout": 2}, ["dropout", "2", "0.9"]),
        ({"hidden_units": [0]}, ["hidden_units", "0", "greater than or equal to 1"]),
        ({"hidden_units": [9] * 7}, ["hidden_units", "6"]),
        ({"hidden_units": "12,x"}, ["hidden_units", "'x'", "integer"]),
        ({"optimizer": "adamm"}, ["optimizer", "'adamm'", "adam,"]),
        ({"learning_rate": float("nan")}, ["learning_rate", "nan"]),
        ({"epochs": 501}, ["epochs", "501", "500"]),
        ({"seed": -1}, ["seed", "-1"]),
        ({"epochs": True}, ["epochs", "True", "whole numbers from 1 to 500"]),
        ({"dropout": False}, ["dropout", "False", "numbers from 0 to 0.9"]),
        ({"learning_rate": True}, ["learning_rate", "True", "numbers from"]),
        ({"momentum": False}, ["momentum", "False", "numbers from 0 to 0.99"]),
        ({"hidden_units": [64, True]}, ["hidden_units", "true and false are no numbers"]),
        ({"colour": 1}, ["colour", "no setting"]),
        ({"momentum": 0.9}, ["momentum", "sgd", "adam"]),
        ({"optimizer": "rmsprop", "nesterov": True}, ["nesterov", "sgd"]),
    ],
)
def test_a_refusal_names_the_setting_its_value_and_what_is_allowed(values, words):
    with pytest.raises(ConfigError) as refused:
        make_config(values)

    sentence = str(refused.value)
    assert [word for word in words if word not in sentence] == []
    assert "\n" not in sentence


@pytest.mark.parametrize("text", ["", "[1]", "{", '"epochs"', "null"])
def test_a_file_that_holds_no_settings_is_refused_in_one_sentence(text):
    with pytest.raises(ConfigError, match="settings"):
        config_from_json(text)
