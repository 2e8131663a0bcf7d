"""Where a lab keeps things, as the environment says."""

from pathlib import Path

import pytest

from mnist_core.environment import read_settings
from mnist_core.errors import ConfigError


def test_everything_lies_in_the_home_folder_by_default():
    settings = read_settings({"DIGIT_LAB_HOME": "/somewhere"})

    assert settings.home == Path("/somewhere")
    assert settings.database == "sqlite:////somewhere/lab.sqlite"
    assert settings.artifacts == "/somewhere/artifacts"
    assert settings.scheduler is None


def test_an_empty_variable_counts_as_not_set():
    assert read_settings({"DIGIT_LAB_HOME": ""}).home == Path(".digit-lab").absolute()


@pytest.mark.parametrize("workers", ["0", "many", "-1", "65", "1.5"])
def test_a_senseless_number_of_workers_is_refused(workers):
    with pytest.raises(ConfigError, match="DIGIT_LAB_WORKERS"):
        read_settings({"DIGIT_LAB_WORKERS": workers})
