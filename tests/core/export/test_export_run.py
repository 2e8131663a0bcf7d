"""What a run is taken home as: each file is opened again by someone else, and holds the run."""

import ast
import csv
import io
import re
import zipfile
from dataclasses import replace

import nbclient
import nbformat
import numpy as np
import psutil
import pytest

from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist, scale_pixels
from mnist_core.engine.job_task import run_job
from mnist_core.errors import LabError, LeaseLost, StoreError
from mnist_core.export import formats
from mnist_core.export.export_run import companion_files, export_run, make_file
from mnist_core.export.file_names import file_stem
from mnist_core.export.formats import FORMATS
from mnist_core.export.keras_files import make_in_subprocess
from mnist_core.export.keras_script import keras_script
from mnist_core.export.notebook import notebook
from mnist_core.handwriting.labelled_files import read_labelled
from mnist_core.network.mlp import forward
from mnist_core.store.jobs import find, is_current, request
from mnist_core.store.snapshots import load_network
from tests.app.runs import random_weights, trained
from tests.core.handwriting.taught_runs import made_taught

CONFIG = RunConfig(hidden_units=(12, 8), epochs=3, train_size=500)
HARD_NAMES = ("../../etc/passwd", 'a "b" <c>\\d', "…", ".hidden", "-rf", "数字" * 40, "x" * 80)

# What a student's machine would download, the notebook here reads from a packed file.
WITHOUT_DOWNLOAD = """
import keras, numpy as np
with np.load("digits.npz") as d:
    digits = (d["x_train"], d["y_train"]), (d["x_test"], d["y_test"])
keras.datasets.mnist.load_data = lambda: digits
"""


@pytest.fixture
def run(store):
    return trained(store, CONFIG, "brisk heron", weights=True)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def arrays_in(content):
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def files_read(source):
    """Name the files that a script opens with NumPy."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return {ast.literal_eval(call.args[0]) for call in calls if ast.unparse(call.func) == "np.load"}


def test_the_weights_are_the_ones_it_learned(store, run):
    saved, learned = arrays_in(make_file(store, run, ".npz")), random_weights(CONFIG, 3)

    assert saved.keys() == learned.keys()
    assert all(np.array_equal(saved[name], learned[name]) for name in learned)


def test_the_history_keeps_every_digit(store, run):
    text = make_file(store, run, ".csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))

    assert text.splitlines()[0] == (
        "epoch,loss,accuracy,val_loss,val_accuracy,seconds,learning_rate"
    )
    history = store.history(run.id)
    for column in ("loss", "accuracy", "val_loss", "val_accuracy", "seconds", "learning_rate"):
        exact = [getattr(epoch, column) for epoch in history]
        assert [float(row[column]) for row in rows] == exact
    assert [int(row["epoch"]) for row in rows] == [1, 2, 3]


@pytest.mark.parametrize("taught", [False, True])
def test_the_notebook_is_valid_and_its_cells_are_the_script(store, run, taught):
    run = made_taught(store, run) if taught else run
    document = nbformat.reads(make_file(store, run, ".ipynb").decode(), as_version=4)

    nbformat.validate(document)
    code = "\n".join(cell.source for cell in document.cells if cell.cell_type == "code")
    script = ast.parse(keras_script(run))
    assert ast.dump(ast.parse(code)) == ast.dump(ast.Module(script.body[1:], []))
    about = document.cells[0].source
    assert about.startswith("# brisk heron\n")
    assert "784-12-8-10" in about
    assert "Error: 10.00%" in about
    assert all(f"`{name}`" in about for name in companion_files(store, run))


def test_the_archive_holds_what_needs_no_keras(store, run):
    files = unpacked(make_file(store, run, ".zip"))

    endings = {".html", ".ipynb", ".py", ".npz", ".csv"}
    assert files.keys() == {f"brisk-heron/brisk-heron{ending}" for ending in endings}
    assert files["brisk-heron/brisk-heron.py"].decode() == keras_script(run)


def test_a_taught_runs_archive_holds_what_its_script_reads(store, run):
    run = made_taught(store, run)
    files = unpacked(make_file(store, run, ".zip"))

    assert {file.rpartition("/")[0] for file in files} == {"brisk-heron"}
    wanted = files_read(files["brisk-heron/brisk-heron.py"])
    assert wanted == {"brisk-heron-start.npz", "brisk-heron-drawings.npz"}
    assert all(f"brisk-heron/{name}" in files for name in wanted)
    start = arrays_in(files["brisk-heron/brisk-heron-start.npz"])
    assert np.array_equal(start["kernel_2"], random_weights(CONFIG, 5)["kernel_2"])
    drawings = files["brisk-heron/brisk-heron-drawings.npz"]
    assert np.array_equal(read_labelled([("a.npz", drawings)]).images, load_mnist().x_test[:12])


def test_a_taught_runs_script_comes_with_the_files_beside_it(store, run, tmp_path):
    written = export_run(store, made_taught(store, run), tmp_path / "again.py")

    beside = files_read((tmp_path / "again.py").read_text())
    assert {file.name for file in written} == {"again.py"} | beside
    assert {file.name for file in tmp_path.iterdir()} >= {file.name for file in written}


def test_what_a_run_was_taught_and_is_gone_is_a_sentence(store, run):
    run = made_taught(store, run)
    store.artifacts.remove(run.id, "start")

    with pytest.raises(StoreError, match="brisk heron was taught are gone"):
        make_file(store, run, ".zip")


@pytest.mark.parametrize("name", HARD_NAMES)
def test_a_name_stays_inside_its_folder_and_its_script(store, run, name):
    run = made_taught(store, replace(run, name=name))
    stem = file_stem(run)

    assert re.fullmatch(r"[\w]([\w.-]*[\w])?", stem)
    assert len(f"{stem}-drawings.npz".encode()) < 256
    assert files_read(keras_script(run)) == companion_files(store, run).keys()


def test_another_ending_is_told_all_that_there_are(store, run, tmp_path):
    with pytest.raises(LabError) as caught:
        export_run(store, run, tmp_path / "digits.docx")

    assert "digits.docx" in str(caught.value)
    assert all(ending in str(caught.value) for ending in FORMATS)


def test_a_missing_package_is_named_with_its_command(store, run, tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "installed", lambda package: False)

    with pytest.raises(LabError, match="pip install tf2onnx"):
        export_run(store, run, tmp_path / "digits.onnx")


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(store, run, tmp_path):
    with pytest.raises(LabError, match=r"nowhere.*cannot be written"):
        export_run(store, run, tmp_path / "nowhere" / "digits.npz")
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(LabError, match=r"folder\.npz cannot be written"):
        export_run(store, run, tmp_path / "folder.npz")

    assert [file.name for file in tmp_path.glob("*.npz*")] == ["folder.npz"]


def test_a_run_that_has_learned_nothing_leaves_the_older_file(store, tmp_path):
    (tmp_path / "digits.npz").write_bytes(b"older")

    with pytest.raises(StoreError, match="learned nothing yet"):
        export_run(store, store.create(CONFIG), tmp_path / "digits.npz")
    assert (tmp_path / "digits.npz").read_bytes() == b"older"


def test_a_network_too_large_for_a_page_has_an_archive_without_one(store, run, monkeypatch):
    monkeypatch.setattr(formats, "MAX_PARAMETERS", 100)

    files = unpacked(make_file(store, run, ".zip"))
    assert "brisk-heron/brisk-heron.html" not in files
    assert "brisk-heron/brisk-heron.ipynb" in files


def test_why_another_process_made_no_file_is_its_own_sentence(settings, store):
    with pytest.raises(LabError, match=r"^No run is called 'nobody' here"):
        make_in_subprocess(settings, "nobody", ".csv", lambda: None)


def test_a_file_that_nobody_wants_any_more_ends_its_process(settings, store, run):
    def on_wait():
        raise LeaseLost("deleted")

    before = psutil.Process().children()
    with pytest.raises(LeaseLost):
        make_in_subprocess(settings, run.id, ".csv", on_wait)
    assert psutil.Process().children() == before  # no child is left of it, not even a dead one


def test_a_worker_keeps_the_file_until_the_run_has_learned_more(store, run, settings, monkeypatch):
    monkeypatch.setenv("DIGIT_LAB_HOME", "/nowhere")  # the settings say where, not this process
    request(store, run.id, "file", about="csv")
    run_job(run.id, "file", "csv", settings)

    found = find(store, run.id, "file", "csv")
    assert found is not None
    assert (found.state, found.message) == ("done", "")
    kept = store.artifacts.read(run.id, found.file)["content"].tobytes()
    assert kept == make_file(store, run, ".csv")
    assert is_current(store, found)
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 9))
    assert not is_current(store, found)


def onnx_answers(file, images):
    onnx = pytest.importorskip("onnx.reference", reason="needs the package onnx")
    session = onnx.ReferenceEvaluator(str(file))
    return session.run(None, {session.input_names[0]: images})[0]


def litert_answers(file, images):
    import tensorflow as tf  # noqa: PLC0415 - seconds, for this test alone

    interpreter = tf.lite.Interpreter(model_path=str(file))
    place = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(place, images.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(place, images)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


def keras_answers(file, images):
    import keras  # noqa: PLC0415

    return keras.models.load_model(file).predict(images, verbose=0)


@pytest.mark.keras
@pytest.mark.filterwarnings(r"ignore:\s*Warning. tf.lite.Interpreter is deprecated:UserWarning")
@pytest.mark.parametrize(
    ("ending", "activation", "answers"),
    [
        (".keras", "relu", keras_answers),
        (".onnx", "relu", onnx_answers),
        (".onnx", "gelu", onnx_answers),  # it lacks an operation of TensorFlow's own gelu
        (".tflite", "gelu", litert_answers),
    ],
)
def test_a_model_gives_the_runs_own_answers(store, tmp_path, ending, activation, answers):
    if package := FORMATS[ending].missing:
        pytest.skip(f"{package} is not installed")
    run = trained(store, CONFIG.model_copy(update={"activation": activation}), "a", weights=True)
    images = scale_pixels(load_mnist().x_test[:40])

    export_run(store, run, tmp_path / f"digits{ending}")

    ours = forward(load_network(store, run), images).probabilities
    theirs = answers(tmp_path / f"digits{ending}", images)
    assert theirs.dtype == np.float32
    np.testing.assert_allclose(theirs, ours, atol=2e-6)


@pytest.mark.keras
@pytest.mark.slow
def test_the_notebook_run_from_top_to_bottom_prints_the_runs_error(tmp_path):
    from mnist_core.training.epoch_digits import DigitTensors  # noqa: PLC0415 - Keras
    from mnist_core.training.trainer import Training  # noqa: PLC0415
    from tests.core.training.training_helpers import (  # noqa: PLC0415
        ScriptedListener,
        few_digits,
        make_run,
    )

    few, run = few_digits(), make_run(RunConfig(hidden_units=(16,), train_size=500, epochs=1))
    np.savez(tmp_path / "digits.npz", **vars(few))
    outcome = Training(run, DigitTensors(few), ScriptedListener(1), None).train()
    assert outcome is not None
    run = replace(run, state="finished", epochs_done=1, test_accuracy=outcome.test_accuracy)
    document = nbformat.reads(notebook(run), as_version=4)
    document.cells.insert(0, nbformat.v4.new_code_cell(WITHOUT_DOWNLOAD))
    nbclient.NotebookClient(
        document, timeout=240, resources={"metadata": {"path": tmp_path}}
    ).execute()

    printed = "".join(output.get("text", "") for output in document.cells[-1].outputs)
    assert printed == f"Error: {100 * (1 - outcome.test_accuracy):.2f}%\n"
