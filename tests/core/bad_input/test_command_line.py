"""Mistakes on the command line: one clear sentence on stderr, the exit status, and nothing begun.

Settings are checked where a sweep takes them, since ``train`` brings Keras along before it looks;
both read them alike (``merged_config``).
"""

import os

import pytest

from mnist_core.cli import follow_sweep
from mnist_core.config import RunConfig
from mnist_core.errors import ConfigError
from tests.core.cli.test_commands import lab

VARY = ("--vary", "optimizer=adam,sgd")
NOT_FOUND = "here; it may have been deleted."
NO_RANGE = "is no range; write low..high, then :log and the number of steps if you like"
NOTHING_TO_VARY = "gives nothing to vary; write FIELD=a,b or FIELD=low..high"

MISTAKES = {
    ("delete", "nope"): f"No run is called 'nope' {NOT_FOUND}",
    ("delete", ""): f"No run is called '' {NOT_FOUND}",
    ("delete", "starter"): "starter is no run, but the network that comes with the lab.",
    ("delete", "\x1b[31m"): rf"No run is called '\x1b[31m' {NOT_FOUND}",
    ("delete", "\udcff"): rf"No run is called '\udcff' {NOT_FOUND}",
    ("delete", "x" * 500): f"No run is called '{'x' * 60}…' {NOT_FOUND}",
    ("delete", "%"): f"No run is called '%' {NOT_FOUND}",
    ("script", "../../etc/passwd"): f"No run is called '../../etc/passwd' {NOT_FOUND}",
    ("script", "' OR 1=1 --"): f'No run is called "\' OR 1=1 --" {NOT_FOUND}',
    ("read", "nope", "a.png"): f"No run is called 'nope' {NOT_FOUND}",
    ("read", "starter", "no.png"): "no.png cannot be read: No such file or directory.",
    (
        "read",
        "starter",
        "a\x1b[2J\nb.png",
    ): "a?[2J?b.png cannot be read: No such file or directory.",
    ("read", "starter", "/"): "/ cannot be read: Is a directory.",
    ("read", "starter", os.devnull): f"{os.devnull} cannot be read: Not a regular file.",
    ("teach", "starter", os.devnull): f"{os.devnull} cannot be read: Not a regular file.",
    ("export", "starter", "x.exe"): "x.exe ends in no format that is known; use ",
    ("export", "starter", "x"): "x ends in no format that is known; use ",
    ("export", "starter", "no/x.npz"): "no/x.npz cannot be written: No such file or directory.",
    ("sweep",): "Say what to vary, such as --vary optimizer=adam,sgd.",
    ("sweep", *VARY, "--epochs", "0"): "epochs cannot be '0': it takes whole numbers from 1 to 500",
    ("sweep", *VARY, "--epochs", "1e3"): "epochs cannot be '1e3': it takes whole numbers",
    ("sweep", *VARY, "--epochs", ""): "epochs cannot be '': it takes whole numbers",
    ("sweep", *VARY, "--dropout", "1"): "dropout cannot be '1': it takes numbers from 0 to 0.9.",
    ("sweep", *VARY, "--dropout", "nan"): "dropout cannot be 'nan': it takes numbers",
    ("sweep", *VARY, "--learning-rate", "1e400"): "learning_rate cannot be '1e400': it takes",
    ("sweep", *VARY, "--l2", "-0.1"): "l2 cannot be '-0.1': it takes numbers from 0 to 1.",
    ("sweep", *VARY, "--hidden-units", "0"): "hidden_units cannot be '0': input should be greater",
    ("sweep", *VARY, "--hidden-units", "1,2,3,4,5,6,7"): "hidden_units cannot be ('1', '2', '3', ",
    ("sweep", *VARY, "--hidden-units", "a"): "hidden_units cannot be 'a': input should be a valid",
    ("sweep", *VARY, "--seed", "-1"): "seed cannot be '-1': it takes whole numbers from 0 to",
    ("sweep", *VARY, "--seed", "9" * 5000): f"seed cannot be '{'9' * 60}…': it takes whole",
    ("sweep", *VARY, "--activation", "Relu"): "activation cannot be 'Relu': it is one of relu,",
    ("sweep", *VARY, "--nesterov", "maybe"): "nesterov cannot be 'maybe': input should be a valid",
    ("sweep", *VARY, "--momentum", "0.9"): "These settings do not go together: momentum 0.9 needs",
    ("sweep", *VARY, "--batch-size", "²"): "batch_size cannot be '²': it takes whole numbers",
    ("sweep", *VARY, "--train-size", "99"): "train_size cannot be '99': it takes whole numbers",
    ("sweep", *VARY, "--early-stopping-patience", "0"): "early_stopping_patience cannot be '0'",
    ("sweep", *VARY, "--preset", "nope"): "There is no preset 'nope'; there are slide-1, slide-2,",
    ("sweep", *VARY, "--preset", "best", "--config", "x"): "Give --preset or --config, not both.",
    ("sweep", *VARY, "--config", "no.json"): "The settings file no.json cannot be read: No such",
    ("sweep", *VARY, "--config", "."): "The settings file . cannot be read: Is a directory.",
    ("sweep", *VARY, "--config", os.devnull): f"The settings file {os.devnull} cannot be read: Not",
    ("sweep", *VARY, "--trials", "0"): "trials cannot be 0: input should be greater than or equal",
    ("sweep", *VARY, "--trials", "99999999"): "trials cannot be 99999999: input should be less",
    ("sweep", *VARY, "--minutes", "nan"): "minutes cannot be nan: input should be a finite number",
    ("sweep", *VARY, "--minutes", "-1"): "minutes cannot be -1.0: input should be greater than 0",
    ("sweep", *VARY, "--sweep-seed", "-1"): "seed cannot be -1: input should be greater than or",
    ("sweep", *VARY, *VARY): "This sweep does not work: optimizer is varied twice.",
}
VARIED = {
    "": f"'' {NOTHING_TO_VARY}",
    "optimizer": f"'optimizer' {NOTHING_TO_VARY}",
    "optimizer=": f"'optimizer=' {NOTHING_TO_VARY}",
    "=adam": f"'=adam' {NOTHING_TO_VARY}",
    "validation=test,holdout": "validation cannot be varied; there are hidden_units, layers,",
    "__class__=1,2": "__class__ cannot be varied; there are hidden_units, layers,",
    "optimizer=adam,adam": "optimizer has the same value twice.",
    "optimizer=adam,no": "optimizer cannot be 'no': it is one of sgd, rmsprop,",
    "optimizer=a..b": "optimizer cannot be 'a..b': it is one of sgd, rmsprop,",
    "learning_rate=1e-4..1e-1:log:log:3:4": f"'learning_rate=1e-4..1e-1:log:log:3:4' {NO_RANGE}",
    "learning_rate=1e-4..1e-1:log:log": f"'learning_rate=1e-4..1e-1:log:log' {NO_RANGE}",
    "learning_rate=1e-4..1e-1:5:4": f"'learning_rate=1e-4..1e-1:5:4' {NO_RANGE}",
    "learning_rate=1e-4..1e-1:lin": f"'learning_rate=1e-4..1e-1:lin' {NO_RANGE}",
    "learning_rate=1e-4..1e-1:": f"'learning_rate=1e-4..1e-1:' {NO_RANGE}",
    "learning_rate=1..0.1": "learning_rate cannot go from 1 to 0.1: a range goes upwards,",
    "learning_rate=0.1,,0.2": "'learning_rate=0.1,,0.2' has an empty value; write none where",
    "dropout=0..0.5:log": "dropout begins at 0, which has no logarithm.",
    "dropout=nan..0.5": "dropout cannot be varied so: input should be a finite number.",
    "dropout=0..inf": "dropout cannot be varied so: input should be a finite number.",
    "dropout=0.1..0.2..0.3": f"'dropout=0.1..0.2..0.3' {NO_RANGE}",
    "dropout=0..0.5:1": "dropout takes 2 to 10,000 steps.",
    "dropout=0..0.5:-3": "dropout takes 2 to 10,000 steps.",
    "dropout=0..0.5:99999999999999": "dropout takes 2 to 10,000 steps.",
    "epochs=1.5..3": "epochs takes whole numbers.",
    "layers=9": "layers cannot be '9': it takes whole numbers from 0 to 6.",
    "neurons=0": "neurons cannot be '0': it takes whole numbers from 1 to 4,096.",
    "hidden_units=64|x": "hidden_units cannot be 'x': input should be a valid integer",
    "momentum=0..0.9": "momentum would do nothing in this sweep: only sgd and rmsprop have a",
}
WRONG_USAGE = [
    ("frobnicate",),
    ("read",),
    ("runs", "--nope"),
    ("sweep", *VARY, "--trials", "many"),
    ("sweep", *VARY, "--sampler", "nope"),
    ("show",),
    ("delete", "a", "b"),
]


@pytest.fixture
def home(store, settings, monkeypatch):
    """A home with one run, in which no sweep may begin."""

    def begin(*_):
        raise AssertionError("a sweep was begun")

    monkeypatch.setattr(follow_sweep, "sweep_here", begin)
    store.create(RunConfig(), "kept", holder="worker")
    yield settings.home
    assert [run.name for run in store.recent()] == ["kept"]


def refused(home, words, status):
    """Run it, see that it prints nothing else, and give what it said."""
    out, error = lab(home, *words, status=status)
    assert out == ""
    assert "Traceback" not in error
    return error


@pytest.mark.parametrize(("words", "sentence"), MISTAKES.items(), ids=lambda each: str(each)[:60])
def test_a_mistake_costs_one_sentence_and_the_status_1(home, words, sentence):
    error = refused(home, words, 1)

    assert error.startswith(sentence)
    assert error.count("\n") == 1


@pytest.mark.parametrize(("text", "sentence"), VARIED.items())
def test_what_cannot_be_varied_so_costs_one_sentence(home, text, sentence):
    error = refused(home, ("sweep", "--vary", text), 1)

    assert error.startswith(sentence)
    assert error.count("\n") == 1


@pytest.mark.parametrize("words", WRONG_USAGE, ids=str)
def test_wrong_usage_has_the_status_2_and_says_how_to_get_help(home, words):
    assert "--help' for help." in refused(home, words, 2)


@pytest.mark.parametrize("name", ["x" * 81, "a\x1b[2Jb", "a\x00b", "\udcff", "starter"])
def test_a_name_that_a_run_may_not_have_begins_nothing(store, name):
    with pytest.raises(ConfigError, match=r"'s name|starter is the network"):
        store.create(RunConfig(), name)

    assert store.recent() == []
