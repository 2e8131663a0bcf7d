"""Settings in a file: every encoding, and what the command line itself has printed."""

import codecs
import json

import pytest

from mnist_core.cli.config_file import MAX_BYTES, config_from_text, read_config_file
from mnist_core.cli.json_documents import run_document
from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError

CONFIG = RunConfig(hidden_units=(64, 32), optimizer="sgd", momentum=0.5, epochs=3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_settings_file_is_read_in_every_encoding_of_unicode(tmp_path, encoding):
    file = tmp_path / "run.json"
    file.write_bytes(CONFIG.model_dump_json().encode(encoding))

    assert read_config_file(file) == CONFIG


def test_what_show_prints_of_a_run_gives_its_settings(store, tmp_path):
    run = store.create(CONFIG, "shown", holder="worker")
    file = tmp_path / "shown.json"
    file.write_bytes(codecs.BOM_UTF8 + json.dumps(run_document(run, [])).encode())

    assert read_config_file(file) == CONFIG


def test_a_document_whose_settings_are_wrong_says_which():
    with pytest.raises(ConfigError, match=r"^epochs cannot be 0: it takes whole numbers from 1"):
        config_from_text('{"id": "x", "config": {"epochs": 0}}')


@pytest.mark.parametrize(
    "text", ['{"epochs": 2, "epochs": 3}', '{"id": "x", "config": {"epochs": 2, "epochs": 2}}']
)
def test_settings_that_say_one_thing_twice_are_refused(text):
    with pytest.raises(ConfigError, match=r"^The settings have epochs twice; leave one of the"):
        config_from_text(text)


def test_a_file_that_cannot_be_a_run_s_settings_is_not_read_to_its_end(tmp_path):
    file = tmp_path / "large.json"
    file.write_bytes(b" " * (MAX_BYTES + 1))

    with pytest.raises(ConfigError, match="is larger than 10 MB"):
        read_config_file(file)
