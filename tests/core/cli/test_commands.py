"""The command line as scripts meet it: its output and its exit status.

What trains as a script would, what is interrupted, and a mistake of each kind, run in a process of
their own; all others in this one, which has Keras loaded already.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from threadpoolctl import threadpool_info, threadpool_limits

from mnist_core.cli.commands import main
from mnist_core.cli.read_files import _digit_answer, digit_line
from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.environment import read_settings
from mnist_core.handwriting import fine_tuning
from mnist_core.ink.preprocess import ONLY_A_SPECK
from mnist_core.network.mlp import network_from_arrays
from mnist_core.store.run_store import RunStore
from tests.app import runs
from tests.waiting import PATIENCE_S

PROJECT = Path(__file__).parents[3]
TINY = ("--train-size", "2000", "--hidden-units", "32", "--epochs", "4", "--batch-size", "50")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("cli")


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"DIGIT_LAB_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(
        [sys.executable, "-m", "mnist_core", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=home,
    )


def lab(home: Path, *words: str, status: int = 0) -> tuple[str, str]:
    """Run the command line in this process, and give what it prints."""
    out, error = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGIT_LAB_HOME", str(home))
        patch.chdir(home)
        patch.setattr(sys, "argv", ["mnist_core", *words])
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(error),
            pytest.raises(SystemExit) as ended,
        ):
            main()
    assert ended.value.code == status, error.getvalue()
    return out.getvalue(), error.getvalue()


def lab_process(home: Path, *words: str, status: int = 0) -> tuple[str, str]:
    """Run the command line as a shell does, and give what it prints."""
    process = start(home, *words)
    out, error = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == status, error
    return out, error


INTERRUPTED = """
import runpy, sys

class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
runpy.run_module("mnist_core", run_name="__main__")
"""


def test_ctrl_c_during_the_imports_ends_the_program_quietly():
    words = [sys.executable, "-c", INTERRUPTED]

    ended = subprocess.run(words, capture_output=True, text=True, cwd=PROJECT, check=False)

    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


@pytest.fixture(scope="module")
def trained(home):
    out, _ = lab_process(home, "train", *TINY, "--name", "tiny", "--json")
    return json.loads(out)


@pytest.mark.keras
def test_train_gives_one_document_with_the_whole_run(trained):
    assert trained["state"] == "finished"
    assert trained["parameters"] == 784 * 32 + 32 + 330
    assert trained["config"]["train_size"] == 2000
    assert [epoch["epoch"] for epoch in trained["history"]] == [1, 2, 3, 4]
    assert set(trained["history"][0]) >= {"loss", "accuracy", "val_loss", "val_accuracy", "seconds"}
    assert trained["test_error_percent"] == pytest.approx(100 * (1 - trained["test_accuracy"]))


@pytest.mark.keras
def test_show_gives_what_train_gave(home, trained):
    assert json.loads(lab(home, "show", "tiny", "--json")[0]) == trained
    assert [run["id"] for run in json.loads(lab(home, "runs", "--json")[0])] == [trained["id"]]


@pytest.mark.parametrize("wrong", ["'abc'", "9e999", "-9e999"])
def test_runs_end_before_a_damaged_epoch_in_the_document_too(settings, store, wrong):
    run = runs.trained(store, RunConfig(hidden_units=(4,), epochs=3), "ruff")
    with store.database.begin() as connection:
        connection.exec_driver_sql(f"UPDATE epochs SET loss = {wrong} WHERE number = 2")

    out, error = lab(settings.home, "runs", "--json")

    assert [each["epoch"] for each in json.loads(out)[0]["history"]] == [1]
    assert run.id in error


@pytest.mark.keras
def test_people_get_the_table_the_epochs_and_the_error(home, trained):
    out, _ = lab(home, "show", trained["id"])

    assert "Total params: 25,450" in out
    assert "Epoch 4/4" in out
    assert out.rstrip().endswith(f"Error: {trained['test_error_percent']:.2f}%")


@pytest.mark.keras
def test_read_answers_images_and_strokes(home, trained, tmp_path):
    digits = load_mnist()
    image = tmp_path / "seven.png"
    Image.fromarray(digits.x_test[0]).resize((280, 280)).save(image)
    strokes = tmp_path / "one.json"
    strokes.write_text(
        json.dumps(
            {"width": 280, "height": 280, "strokes": [[[140, y] for y in range(40, 240, 5)]]}
        )
    )

    answers = json.loads(lab(home, "read", "tiny", str(image), str(strokes), "--json")[0])

    assert [answer["file"] for answer in answers] == [str(image), str(strokes)]
    assert [answer["digit"] for answer in answers] == [7, 1]
    assert [sum(answer["probabilities"]) for answer in answers] == pytest.approx([1, 1])


def test_the_starter_reads_and_is_exported_where_nothing_has_trained(tmp_path):
    digits = load_mnist()
    image = tmp_path / "seven.png"
    Image.fromarray(digits.x_test[0]).resize((280, 280)).save(image)

    (answer,) = json.loads(lab(tmp_path, "read", "starter", str(image), "--json")[0])
    lab(tmp_path, "export", "starter", str(tmp_path / "starter.npz"))
    lab(tmp_path, "export", "starter", str(tmp_path / "starter.html"))

    assert answer["digit"] == 7
    with np.load(tmp_path / "starter.npz") as arrays:
        assert arrays["kernel_1"].dtype == np.float32
    assert "<canvas" in (tmp_path / "starter.html").read_text()
    assert lab(tmp_path, "runs")[0] == ""


def strokes_file(file: Path, *strokes: list[list[int]]) -> str:
    file.write_text(json.dumps({"width": 280, "height": 280, "strokes": strokes}))
    return str(file)


BAR = [[140, y] for y in range(40, 240, 5)]
SPECK = [[140, 140], [143, 142]]


def test_read_says_what_the_page_advises(tmp_path):
    bar, speck = strokes_file(tmp_path / "1.json", BAR), strokes_file(tmp_path / "0.json", SPECK)

    of_bar, *of_speck = lab(tmp_path, "read", "starter", bar, speck)[0].splitlines()
    answers = json.loads(lab(tmp_path, "read", "starter", bar, speck, "--json")[0])

    assert of_bar.startswith(f"{bar}: 1 (")
    assert of_speck[0].startswith(f"{speck}: ")
    assert of_speck[1:] == [f"  {ONLY_A_SPECK}"]
    assert [answer["hints"] for answer in answers] == [[], [ONLY_A_SPECK]]


@pytest.mark.parametrize("name", ["\udcff1.png", "\x1b1.png", "\n1.png"])
def test_a_file_s_name_that_is_no_text_or_steers_the_terminal_is_printed_in_one_line(name):
    named = {"file": name, "digit": 1, "probabilities": [1.0], "hints": []}

    assert digit_line(named) == "?1.png: 1 (100.0% sure)"


@pytest.mark.parametrize(
    ("ahead", "sure", "hints"), [(9.0, True, []), (0.5, False, ["Not sure: it may be a 1."])]
)
def test_an_answer_that_is_not_sure_says_what_else_it_may_be(tmp_path, ahead, sure, hints):
    """Whatever it sees, this network leans to a 7, and then to a 1."""
    bias = np.zeros(10, np.float32)
    bias[[7, 1]] = 8 + ahead, 8
    network = network_from_arrays("relu", {"kernel_1": np.zeros((784, 10)), "bias_1": bias})

    answer = _digit_answer(Path(strokes_file(tmp_path / "7.json", BAR)), network)

    assert (answer["digit"], answer["runner_up"]) == (7, 1)
    assert (answer["sure"], answer["hints"]) == (sure, hints)


def test_the_runner_up_is_the_likeliest_of_the_other_digits(tmp_path):
    bar = strokes_file(tmp_path / "1.json", BAR)

    (answer,) = json.loads(lab(tmp_path, "read", "starter", bar, "--json")[0])

    others = dict(enumerate(answer["probabilities"]))
    del others[answer["digit"]]
    assert others[answer["runner_up"]] == max(others.values())


@pytest.mark.parametrize("kind", [(), ("--number",)], ids=["digit", "number"])
def test_a_bad_file_costs_a_line_and_the_others_are_read(kind, tmp_path):
    bar, blank = strokes_file(tmp_path / "1.json", BAR), strokes_file(tmp_path / "none.json")
    (tmp_path / "letter.png").write_bytes(b"Dear lab,")
    names = [blank, str(tmp_path / "letter.png"), str(tmp_path / "nowhere.png"), bar]

    lines, errors = lab(tmp_path, "read", *kind, "starter", *names, status=1)
    document, same = lab(tmp_path, "read", *kind, "starter", *names, "--json", status=1)

    assert [line.startswith(f"{bar}: 1 (") for line in lines.splitlines()] == [True]
    empty, letter, nowhere = errors.splitlines()
    assert empty == "none.json is empty: no ink was found in it."
    assert letter.startswith("letter.png is neither")
    assert "nowhere.png cannot be read" in nowhere
    assert same == errors
    *bad, good = json.loads(document)
    assert bad == [
        {"file": name, "error": error}
        for name, error in zip(names, errors.splitlines(), strict=False)
    ]
    assert (good["file"], "error" in good) == (bar, False)


def test_a_reading_computes_in_one_thread_as_the_pages_do(tmp_path):
    bar = strokes_file(tmp_path / "1.json", BAR)
    with threadpool_limits(2, user_api="blas"):
        lab(tmp_path, "read", "--number", "starter", bar)

        libraries = [one for one in threadpool_info() if one["user_api"] == "blas"]
        assert {one["num_threads"] for one in libraries} == {1}


@pytest.mark.keras
def test_export_saves_arrays_and_a_keras_file(home, trained, tmp_path):
    lab(home, "export", "tiny", str(tmp_path / "tiny.npz"))
    lab(home, "export", "tiny", str(tmp_path / "tiny.keras"))

    with np.load(tmp_path / "tiny.npz") as arrays:
        assert arrays["kernel_1"].shape == (784, 32)
    assert (tmp_path / "tiny.keras").stat().st_size > 100_000


@pytest.mark.parametrize(
    ("ending", "words"), [(".npz", "It takes digits with their slant removed"), (".html", "")]
)
def test_export_says_what_a_network_takes_that_normalises(tmp_path, ending, words):
    store = RunStore(read_settings({"DIGIT_LAB_HOME": str(tmp_path)}))
    runs.trained(store, RunConfig(hidden_units=(4,), normalization="slant"), "it", weights=True)

    saved, _, note = lab(tmp_path, "export", "it", f"it{ending}")[0].partition("\n")

    assert saved == f"Saved it{ending}"
    assert note.startswith(words)
    assert bool(note) == bool(words)


@pytest.mark.keras
def test_script_prints_a_program(home, trained):
    compile(lab(home, "script", "tiny")[0], "script", "exec")


@pytest.mark.keras
def test_ctrl_c_stops_and_keeps_what_was_learned(home):
    process = start(home, "train", *TINY, "--epochs", "400", "--name", "cut")
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    next(line for line in lines if line.startswith("Epoch 2/"))

    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 0, error
    assert "Error: " in out
    assert json.loads(lab(home, "show", "cut", "--json")[0])["state"] == "stopped"


@pytest.mark.keras
def test_a_network_that_diverges_ends_with_a_sentence(home):
    words = ("--optimizer", "sgd", "--learning-rate", "10", "--l2", "1", "--hidden-units", "64,64")

    _, error = lab(home, "train", *TINY[:2], *words, "--activation", "linear", status=1)

    assert "learning rate" in error.splitlines()[-1]


def test_a_file_of_settings_can_be_overridden_by_single_options(home, tmp_path):
    file = tmp_path / "run.json"
    file.write_text('{"epochs": 3, "dropout": 7}')

    _, error = lab(home, "train", "--config", str(file), status=1)

    assert "dropout" in error


@pytest.mark.parametrize(
    ("run", "words", "status", "sentence"),
    [
        (lab, ("train", "--dropout", "2"), 1, "dropout cannot be '2'"),
        (lab, ("train", "--preset", "slide-9"), 1, "no preset 'slide-9'"),
        (lab, ("train", "--config", "nowhere.json"), 1, "nowhere.json cannot be read"),
        (lab_process, ("show", "nobody"), 1, "No run is called 'nobody'"),
        (lab, ("delete", "nobody"), 1, "No run is called 'nobody'"),
        (lab, ("delete", "starter"), 1, "starter is no run, but the network that comes with"),
        (lab, ("train", "--colour", "red"), 2, "--colour"),
        (lab_process, ("dance",), 2, "dance"),
    ],
)
def test_a_mistake_costs_one_sentence(home, run, words, status, sentence):
    out, error = run(home, *words, status=status)

    assert out == ""
    assert sentence in error
    if status == 1:
        assert len(error.splitlines()) == 1


@pytest.mark.keras
def test_teach_gives_a_copy_with_its_scores_before_and_after(home, trained, tmp_path, monkeypatch):
    monkeypatch.setitem(fine_tuning.FINE_TUNING_SETTINGS, "train_size", 4_000)
    digits = load_mnist()
    names = [f"{digits.y_test[number]}_{number}.png" for number in range(12)]
    for number, name in enumerate(names):
        Image.fromarray(digits.x_test[number]).resize((140, 140)).save(tmp_path / name)
    (tmp_path / "list.csv").write_text("file,label\n" + "".join(f"{n},{n[0]}\n" for n in names))

    taught = json.loads(lab(home, "teach", "tiny", str(tmp_path / "list.csv"), "--json")[0])

    assert (taught["state"], taught["parent"], taught["drawings"]) == (
        "finished",
        trained["id"],
        12,
    )
    assert taught["before"]["test_accuracy"] == pytest.approx(trained["test_accuracy"])
    assert taught["after"]["test_accuracy"] == taught["test_accuracy"] > trained["test_accuracy"]
    assert {taught[when]["drawings_accuracy"] * 12 % 1 for when in ("before", "after")} == {0}
    assert "Unseen drawings" in lab(home, "show", taught["id"])[0]


@pytest.mark.keras
def test_teach_refuses_what_has_no_label_and_what_is_too_little(home, trained, tmp_path):
    for name, words in {
        "anna.png": "does not begin with its label",
        "7.png": "at least 10",
    }.items():
        Image.fromarray(load_mnist().x_test[0]).save(tmp_path / name)
        _, error = lab(home, "teach", "tiny", str(tmp_path / name), status=1)
        assert words in error
        assert len(error.splitlines()) == 1


@pytest.mark.keras
def test_files_that_are_no_drawings_are_named(home, trained, tmp_path):
    for name, content in {"text.png": b"hello", "empty.json": b'{"width": 9}'}.items():
        (tmp_path / name).write_bytes(content)
        _, error = lab(home, "read", "tiny", str(tmp_path / name), status=1)
        assert name in error
        assert len(error.splitlines()) == 1


@pytest.mark.keras
def test_a_blank_image_reads_as_nothing(home, trained, tmp_path):
    buffer = io.BytesIO()
    Image.new("L", (50, 50), 255).save(buffer, "PNG")
    (tmp_path / "blank.png").write_bytes(buffer.getvalue())

    _, error = lab(home, "read", "tiny", str(tmp_path / "blank.png"), status=1)

    assert "blank.png" in error
    assert "no ink" in error


@pytest.mark.keras
def test_delete_takes_the_files_along(home):
    made = json.loads(lab(home, "train", *TINY, "--epochs", "1", "--json")[0])

    lab(home, "delete", made["id"])

    assert not (home / "artifacts" / made["id"]).exists()
    lab(home, "show", made["id"], status=1)
