"""What a browser gets when it asks for a run's file."""

from email.message import Message
from urllib.parse import unquote

import numpy as np
import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.config import RunConfig
from mnist_core.export.export_run import make_file
from mnist_core.export.formats import FORMATS
from mnist_core.store.jobs import request
from mnist_core.store.records import Taught
from mnist_core.store.run_files import LAST
from mnist_core.web.run_files import file_address, file_response
from tests.app.runs import random_weights, trained


@pytest.fixture
def run(store):
    return trained(store, RunConfig(hidden_units=(4,), epochs=2), "Größe 7", weights=True)


def saved_name(answer):
    """Read the file's name out of the header as a browser does."""
    message = Message()
    message["Content-Disposition"] = answer.headers["content-disposition"]
    assert message.get_content_disposition() == "attachment"
    name = message.get_filename()
    return unquote(name) if name else None


@pytest.mark.parametrize("ending", [".csv", ".npz", ".html"])
def test_a_file_is_sent_to_be_saved_under_the_runs_name(store, run, ending):
    answer = file_response(OWNER, *file_address(run, FORMATS[ending]).split("/")[2:])

    assert answer.status_code == 200
    assert answer.body == make_file(store, run, ending)
    assert saved_name(answer) == f"Größe-7{ending}"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_a_worker_has_made_is_sent_once_it_is_there(store, run):
    assert file_response(OWNER, run.id, "keras").status_code == 404
    found = request(store, run.id, "file", about="keras")
    assert (
        file_response(OWNER, run.id, "keras").body
        == b"The .keras file of Gr\xc3\xb6\xc3\x9fe 7 is not there yet."
    )
    store.artifacts.write(run.id, found.file, {"content": np.frombuffer(b"model", np.uint8)})

    assert file_response(OWNER, run.id, "keras").body == b"model"


@pytest.mark.parametrize(
    ("run_id", "name", "sentence"),
    [
        ("nobody", "csv", "No run is called 'nobody' here"),
        (None, "exe", "A run has no file of the kind 'exe'"),
        (None, "..", "A run has no file of the kind '..'"),
    ],
)
def test_what_there_is_not_is_answered_with_a_sentence(run, run_id, name, sentence):
    answer = file_response(OWNER, run_id or run.id, name)

    assert answer.status_code == 404
    assert sentence in bytes(answer.body).decode()
    assert answer.media_type == "text/plain"


def test_another_persons_drawings_are_refused_with_a_sentence(store):
    taught = Taught("parent", "parent", 1, "digest", 4)
    digits = {"images": np.ones((1, 28, 28), np.uint8), "labels": np.array([7], np.uint8)}
    files = {"start": {"w0": np.zeros(1)}, "drawings": digits}
    hers = store.used_by(Person("anna")).create(RunConfig(), "hers", taught=taught, files=files)
    store.artifacts.write(hers.id, LAST, random_weights(hers.config, seed=0))

    refused = file_response(Person("ben"), hers.id, "zip")

    assert refused.status_code == 403
    assert "drawings of somebody else" in bytes(refused.body).decode()
    assert file_response(Person("ben"), hers.id, "csv").status_code == 200
    assert file_response(Person("anna"), hers.id, "zip").status_code == 200
