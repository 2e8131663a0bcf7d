"""The slides' systems have the slides' numbers."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.network.architecture import layer_rows, parameter_count
from mnist_core.presets import PRESETS, SHORT_RUN, SHORT_RUN_DEVIATION, known_deviation

PARAMETERS = {
    "slide-1": 623_290,
    "slide-2": 1_238_730,
    "slide-3": 1_854_170,
    "slide-4": 1_854_170,
    "slide-5": 1_854_170,
    "slide-6": 1_854_170,
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_slide_has_its_published_number_of_parameters(name):
    assert parameter_count(PRESETS[name].config) == PARAMETERS[name]


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_slide_trains_as_the_slides_do(name):
    config = PRESETS[name].config

    assert (config.batch_size, config.kernel_initializer, config.validation) == (
        200,
        "random_normal",
        "test",
    )


def test_the_slides_differ_in_what_they_teach():
    changes = {
        name: {
            field
            for field, value in PRESETS[name].config.model_dump().items()
            if value != PRESETS[before].config.model_dump()[field]
        }
        for before, name in [(f"slide-{i}", f"slide-{i + 1}") for i in range(1, 6)]
    }

    assert changes == {
        "slide-2": {"hidden_units"},
        "slide-3": {"hidden_units"},
        "slide-4": {"dropout"},
        "slide-5": {"optimizer"},
        "slide-6": {"epochs"},
    }


def test_dropout_stands_before_the_output_of_slide_4():
    kinds = [row.kind for row in layer_rows(PRESETS["slide-4"].config)]

    assert kinds == ["Dense", "Dense", "Dense", "Dropout", "Dense"]


@pytest.mark.parametrize("name", PARAMETERS)
def test_it_is_known_how_much_seeds_change_a_slides_error_whatever_its_own(name):
    other_seed = PRESETS[name].config.model_copy(update={"seed": 7})

    assert 0 < (known_deviation(other_seed) or 0) <= 0.3


@pytest.mark.parametrize(
    "change",
    [{"learning_rate": 0.3}, {"hidden_units": (512,)}, {"batch_size": 16}, {"seed": 3}],
    ids=str,
)
def test_a_short_run_keeps_its_known_deviation_in_what_experiments_vary(change):
    assert known_deviation(SHORT_RUN.model_copy(update=change)) == SHORT_RUN_DEVIATION


@pytest.mark.parametrize(
    "config",
    [
        RunConfig(),
        PRESETS["reader"].config,
        SHORT_RUN.model_copy(update={"epochs": 3}),
        SHORT_RUN.model_copy(update={"hidden_units": (64, 64)}),
    ],
    ids=lambda config: config.summary,
)
def test_nothing_is_known_of_the_seeds_of_other_settings(config):
    assert known_deviation(config) is None
