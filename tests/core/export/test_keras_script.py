"""The script of a run is plain Keras, and running it gives the run's numbers."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.dataset import MNIST_FILE
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import Settings
from mnist_core.export.export_run import companion_files
from mnist_core.export.keras_script import config_script, keras_script
from mnist_core.handwriting.lineage import read_start
from mnist_core.handwriting.npz_files import digits_npz
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, sweep_trials
from mnist_core.training.compiler_flags import FLAGS
from mnist_core.training.epoch_digits import DigitTensors
from mnist_core.training.trainer import Training
from tests.core.handwriting.taught_runs import made_taught, taught_config
from tests.core.training.training_helpers import SMALL, ScriptedListener, few_digits, make_run
from tests.waiting import wait_until

pytestmark = pytest.mark.keras

# What a student's machine would download, the scripts here read from a packed file.
RUNNER = """
import hashlib, json, os, runpy, sys
import keras, numpy as np
with np.load(sys.argv[1]) as d:
    digits = (d["x_train"], d["y_train"]), (d["x_test"], d["y_test"])
keras.datasets.mnist.load_data = lambda: digits
for script in sys.argv[2:]:
    os.chdir(os.path.dirname(script))
    model = runpy.run_path(script)["model"]
    bits = b"".join(weights.tobytes() for weights in model.get_weights())
    print(json.dumps(model.history.history | {"weights": hashlib.sha256(bits).hexdigest()}))
"""

EVERYTHING = {
    "hidden_units": (16, 12),
    "dropout": 0.3,
    "dropout_after": "every",
    "augmentation": 0.5,
    "schedule": "cosine",
    "l2": 0.001,
    "optimizer": "sgd",
    "momentum": 0.9,
    "nesterov": True,
    "learning_rate": 0.05,
    "kernel_initializer": "he_normal",
    "validation": "test",
    "loss": "mean_squared_error",
    "batch_size": 64,
    "forms": 90,
    "normalization": "slant_and_width",
}
EARLY = {"early_stopping_patience": 1, "learning_rate": 0.1, "epochs": 15, "optimizer": "adamw"}
BY_HAND = {(1, 7): {"learning_rate": 0.02}, (3, 5): {"action": "stop"}}
# Wide enough that products of matrices are shared between threads.
WIDE = {
    "hidden_units": (784, 300),
    "batch_size": 200,
    "train_size": 400,
    "dropout": 0.2,
    "epochs": 1,
}
BRIEF = {"epochs": 1, "dropout": 0.0}
VARIANTS = {
    "plain": ("plain", {}, {}),
    "everything": ("plain", EVERYTHING, {}),
    "early-stopping": ("plain", EARLY, {}),
    "changed-by-hand-and-stopped": ("plain", {"schedule": "exponential"}, BY_HAND),
    "compiled-everything": ("compiled", EVERYTHING | {"elastic": 0.4}, {}),
    "compiled-bent": ("compiled", BRIEF | {"elastic": 1.0, "batch_size": 70}, {}),
    "compiled-early-stopping": ("compiled", EARLY, {}),
    "compiled-changed-by-hand-and-stopped": ("compiled", {"schedule": "exponential"}, BY_HAND),
    "compiled-wide": ("compiled", WIDE, {}),
    "compiled-every": ("compiled", WIDE | {"dropout_after": "every", "batch_size": 128}, {}),
    "compiled-rmsprop": ("compiled", BRIEF | {"optimizer": "rmsprop", "momentum": 0.5}, {}),
    **{
        f"compiled-{optimizer}": ("compiled", BRIEF | {"optimizer": optimizer}, {})
        for optimizer in ("nadam", "adamax", "adagrad", "adadelta", "lion")
    },
}
# Networks whose products round by the number of threads, long enough to be compiled; a script would
# draw dropout's masks slowly. The larger, the fewer steps make them worth compiling.
SMALL_RUN = RunConfig(hidden_units=(480,), dropout=0.0, batch_size=10, train_size=2_500, epochs=5)
LARGE_TRIAL = SMALL_RUN.model_copy(
    update={"hidden_units": (784, 784), "batch_size": 20, "train_size": 3_000, "epochs": 3}
)
FORMLESS = "without-forms/everything"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    home = tmp_path_factory.mktemp("lab")
    return RunStore(Settings(home, f"sqlite:///{home / 'lab.sqlite'}", str(home), None, 1))


@pytest.fixture(scope="module")
def trained(lab):
    digits = DigitTensors(few_digits())
    variants = {name: train_variant(digits, *variant) for name, variant in VARIANTS.items()}
    return variants | {"taught": train_taught(lab, digits)}


@pytest.fixture(scope="module")
def printed(trained, lab, tmp_path_factory):
    """What the scripts print, one of them also beside a file that has no drawn forms."""
    folder = tmp_path_factory.mktemp("scripts")
    digits = folder / "digits.npz"
    np.savez(digits, **vars(few_digits()))
    scripts = {name: keras_script(run) for name, (run, *_) in trained.items()}
    for run, *_ in trained.values():
        for name, content in companion_files(lab, run).items():
            (folder / name).write_bytes(content)
    (folder / FORMLESS).parent.mkdir()
    for name in companion_files(lab, trained["everything"][0]):
        empty = np.zeros((90, 28, 28), np.uint8), np.zeros(90, np.uint8)
        (folder / FORMLESS).with_name(name).write_bytes(digits_npz(*empty))
    return run_scripts(scripts | {FORMLESS: scripts["everything"]}, folder, digits)


@pytest.mark.parametrize("variant", [*VARIANTS, "taught"])
def test_the_script_gives_the_runs_own_numbers(variant, trained, printed):
    assert_equal(printed[variant], trained[variant])


def test_runs_in_one_thread_have_the_numbers_of_their_scripts(store, settings, tmp_path):
    rates = [parse_dimension("learning_rate=1e-3|2e-3")]
    supervisor = Supervisor(replace(settings, workers=1, at_once=1))
    supervisor.start()
    try:
        by_hand = store.create(SMALL_RUN)
        sweep = create_sweep(store, make_plan(base=LARGE_TRIAL, dimensions=rates, trials=1))
        wait_until(lambda: not store.read(by_hand.id).active)
        wait_until(lambda: not read_sweep(store, sweep.id).active)
    finally:
        supervisor.stop()
    (trial,) = sweep_trials(store, sweep.id)
    runs = {"by-hand": store.read(by_hand.id), "trial": store.read(trial.run_id)}

    printed = run_scripts({name: keras_script(run) for name, run in runs.items()}, tmp_path)

    for name, run in runs.items():
        error, history = printed[name]
        assert run.training_path == "compiled_in_one_thread"
        assert history["weights"] == digest(store.artifacts.read(run.id, LAST).values())
        assert error == f"{run.test_error_percent:.2f}"


def assert_equal(printed, trained):
    """Compare what a script printed with what its run came to: weights to the bit."""
    _, listener, outcome = trained
    error, history = printed
    assert history["weights"] == digest(listener.weights)
    for key in ("loss", "accuracy", "val_loss", "val_accuracy"):
        ours = [getattr(epoch, key) for epoch in listener.epochs]
        assert history[key][: len(ours)] == pytest.approx(ours, rel=1e-6, abs=1e-7)
    assert error == f"{100 * (1 - outcome.test_accuracy):.2f}"


def digest(weights):
    """Give the digest that a script's runner prints of the same weights."""
    return hashlib.sha256(b"".join(each.tobytes() for each in weights)).hexdigest()


def train_variant(digits, path, changes, requested):
    config = SMALL.model_copy(update=changes)
    listener = ScriptedListener(config.epochs, dict(requested))
    run = make_run(config, training_path=path)
    return trained_run(run, listener, Training(run, digits, listener, None).train())


def train_taught(lab, digits):
    """Teach a network as a worker does; drawings with wrong labels make a difference."""
    changes = {"forms": 90, "normalization": "slant"}
    config = taught_config(SMALL).model_copy(update=changes)
    run, listener = made_taught(lab, make_run(config)), ScriptedListener(config.epochs)
    training = Training(run, digits, listener, None, read_start(lab, run))
    return trained_run(run, listener, training.train())


def trained_run(run, listener, outcome):
    """Give the run as its record would be, what its listener heard, and its outcome."""
    assert outcome is not None
    run = replace(
        run,
        state=outcome.state,
        epochs_done=len(listener.epochs),
        stopped_at=outcome.stopped_at,
        rate_changes=tuple(getattr(listener, "changes", ())),
    )
    return run, listener, outcome


def run_scripts(
    sources: dict[str, str], folder: Path, digits: Path = MNIST_FILE
) -> dict[str, tuple[str, dict[str, list[float]]]]:
    """Run all in one process, since importing Keras takes longer than they do."""
    files = [folder / f"{name}.py" for name in sources]
    for file, source in zip(files, sources.values(), strict=True):
        file.write_text(source)
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(digits), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=os.environ | {FLAGS: "", "TF_CPP_MIN_LOG_LEVEL": "3"},  # as nobody's flags say
    )
    assert done.returncode == 0, done.stderr[-2000:]
    errors = re.findall(r"^Error: (.+)%$", done.stdout, re.MULTILINE)
    histories = re.findall(r"^\{.*\}$", done.stdout, re.MULTILINE)
    return {
        name: (error, json.loads(history))
        for name, error, history in zip(sources, errors, histories, strict=True)
    }


def test_a_script_without_its_drawn_forms_learns_something_else(printed):
    """Else the test above could pass with forms that nobody reads."""
    assert printed[FORMLESS][1]["weights"] != printed["everything"][1]["weights"]


def test_settings_with_drawn_forms_say_where_their_file_comes_from():
    source = config_script(RunConfig(forms=500))

    assert "`network-forms.npz`: 500 digits" in source
    assert "Train it in the lab" in source


def test_a_name_cannot_break_out_of_the_script():
    run = make_run(SMALL, name='"""\nimport os; os.system("x")\n"""')

    names = {node.attr for node in ast.walk(ast.parse(keras_script(run))) if hasattr(node, "attr")}
    assert "Sequential" in names
    assert "system" not in names


@pytest.mark.parametrize("config", [RunConfig(), RunConfig(hidden_units=(), dropout=0)])
def test_settings_that_were_never_trained_have_a_script_too(config):
    compile(config_script(config), "script", "exec")
