"""What a field of RunConfig says of itself is what form, sweep, tables and command line show."""

import typing

import pytest
import typer
from typer.core import TyperOption

from mnist_core.cli.config_options import with_config_options
from mnist_core.compare.differences import differing_settings, setting_text
from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.errors import ConfigError
from mnist_core.setting_descriptions import (
    ALL_NEURONS,
    LAYERS,
    NEURONS,
    none_text,
    option_title,
    setting_help,
    setting_kind,
    setting_limits,
    setting_options,
    setting_title,
    sweep_values,
    title_in_sentence,
)
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.variable_settings import VARIABLE
from tests.core.compare.comparison_helpers import make_contender

FIELDS = list(RunConfig.model_fields)
NUMBERS = [name for name in FIELDS if "number" in setting_kind(name)]
CHOICES = [name for name in FIELDS if setting_kind(name) == "options"]
ONE = RunConfig()


def another_value(name: str) -> object:
    """Give a value of a setting that is not its default, and that goes with all others."""
    if name in ("hidden_units", "optimizer"):
        return {"hidden_units": (32, 16), "optimizer": "sgd"}[name]
    of_choices = setting_kind(name) == "options"
    values = setting_options(name) if of_choices else setting_limits(name)
    return next(value for value in values if value != getattr(ONE, name))


OTHER = make_config({name: another_value(name) for name in FIELDS})


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_title_and_a_help_of_its_own(name):
    field = RunConfig.model_fields[name]

    assert (field.title, field.description) == (setting_title(name), setting_help(name))
    assert setting_title(name)[0].isupper()
    assert setting_help(name).endswith(".")


def test_no_two_settings_have_the_same_title():
    names = [*FIELDS, LAYERS, NEURONS, ALL_NEURONS]

    assert len({setting_title(name) for name in names}) == len(names)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_limits_that_are_offered_are_allowed_and_nothing_below_them(name):
    lowest, highest = setting_limits(name)

    for allowed in (lowest, highest):
        assert getattr(make_config({"optimizer": "sgd", name: allowed}), name) == allowed
    for refused in (lowest - 1, highest + 1):
        with pytest.raises(ConfigError):
            make_config({"optimizer": "sgd", name: refused})


@pytest.mark.parametrize("name", CHOICES)
def test_the_options_that_are_offered_are_allowed_and_none_is_missing(name):
    annotation = RunConfig.model_fields[name].annotation

    allowed = (False, True) if annotation is bool else typing.get_args(annotation)
    assert setting_options(name) == allowed


def test_comparison_calls_every_setting_by_its_title():
    pair = [make_contender("a", config=ONE), make_contender("b", config=OTHER)]

    rows = differing_settings(pair)

    assert [row.name for row in rows] == [RunConfig.model_fields[name].title for name in FIELDS]


def test_the_command_line_has_an_option_with_the_help_of_every_setting():
    app = typer.Typer()
    app.command()(with_config_options(lambda settings: None))

    parameters = typer.main.get_command(app).params
    options = {each.name: each for each in parameters if isinstance(each, TyperOption)}

    for name, field in RunConfig.model_fields.items():
        assert options[name].opts == [f"--{name.replace('_', '-')}"]
        assert options[name].help == field.description


def test_a_sweep_varies_every_setting_but_the_one_that_says_how_it_is_measured():
    assert set(VARIABLE) == {*FIELDS, LAYERS, NEURONS} - {"validation"}
    assert [name for name in FIELDS if sweep_values(name) is None] == ["validation"]


@pytest.mark.parametrize("name", VARIABLE)
def test_what_a_setting_is_varied_over_at_first_is_a_dimension(name):
    assert parse_dimension(f"{name}={sweep_values(name)}").field == name


def test_a_title_keeps_its_capital_inside_a_sentence_only_where_it_is_a_name():
    inside = [title_in_sentence(name) for name in ("learning_rate", "l2", "nesterov", LAYERS)]

    assert inside == ["learning rate", "L2 penalty", "Nesterov", "hidden layers"]


def test_no_value_is_called_the_same_everywhere():
    assert setting_text(ONE, "early_stopping_patience") == none_text("early_stopping_patience")
    assert setting_text(ONE, "learning_rate") == "0.001 (default)"  # the column is narrow


def test_an_option_without_a_title_is_called_what_it_is():
    assert option_title("validation", "holdout") == "5,000 digits kept out"
    assert option_title("optimizer", "adamw") == "adamw"
