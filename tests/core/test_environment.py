"""Where a lab keeps things: read from the environment, and handed on to other processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.environment import Settings, read_settings, subprocess_environment, without_password
from mnist_core.errors import ConfigError
from mnist_core.store.run_store import RunStore


def test_everything_lies_in_the_home_folder_by_default():
    settings = read_settings({"DIGIT_LAB_HOME": "/somewhere"})

    assert settings.home == Path("/somewhere")
    assert settings.database == "sqlite:////somewhere/lab.sqlite"
    assert settings.artifacts == "/somewhere/artifacts"
    assert settings.scheduler is None


def test_an_empty_variable_counts_as_not_set():
    assert read_settings({"DIGIT_LAB_HOME": ""}).home == Path(".digit-lab").absolute()


@pytest.mark.parametrize("name", ["what?now", "a::b"])
def test_a_folder_that_an_address_would_end_in_is_refused(tmp_path, name):
    with pytest.raises(ConfigError, match=r"without \? and :: in its name"):
        read_settings({"DIGIT_LAB_HOME": str(tmp_path / name)})


@pytest.mark.parametrize("name", ["Anna's lab", "50% #1", "a*b", "[x]", "数字", "a&b=c;d", "a@b:c"])
def test_all_of_a_lab_lies_in_its_folder_whatever_that_is_called(tmp_path, name):
    store = RunStore(read_settings({"DIGIT_LAB_HOME": str(tmp_path / name)}))
    store.artifacts.write("run", "last", {})

    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert {"lab.sqlite", "artifacts"} <= {file.name for file in (tmp_path / name).iterdir()}


@pytest.mark.parametrize("workers", ["0", "many", "-1", "65", "1.5"])
def test_a_senseless_number_of_workers_is_refused(workers):
    with pytest.raises(ConfigError, match="DIGIT_LAB_WORKERS"):
        read_settings({"DIGIT_LAB_WORKERS": workers})


@pytest.mark.parametrize("scheduler", [None, "tcp://10.0.0.1:8786"])
def test_a_process_that_starts_elsewhere_works_for_the_same_lab(tmp_path, scheduler):
    settings = Settings(tmp_path / "home", "sqlite:///other.sqlite", "memory://lab", scheduler, 1)
    program = "from mnist_core.environment import read_settings as s; print(s())"

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=subprocess_environment(settings) | {"DIGIT_LAB_WORKERS": "1"},
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == str(settings)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://lab:hunter2@10.0.0.1/lab", "postgresql+psycopg://lab:***@10.0.0.1/lab"),
        ("postgresql://lab:hunter@2/x@db/lab", "postgresql://lab:***@db/lab"),
        ("postgresql://db/lab?user=me&password=hunter2&sslmode=require",
         "postgresql://db/lab?user=me&password=***&sslmode=require"),
        ("simplecache::s3://key:hunter2@bucket/lab", "simplecache::s3://key:***@bucket/lab"),
        ("sqlite:////home/me/lab.sqlite", "sqlite:////home/me/lab.sqlite"),
        ("/home/me@work/a:b", "/home/me@work/a:b"),
        ("tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786"),
    ],
)  # fmt: skip
def test_a_url_is_shown_without_its_password(url, shown):
    assert without_password(url) == shown
