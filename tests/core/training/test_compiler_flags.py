"""A worker compiles a step in its order, and by flags of somebody's own where there are any.

That the numbers stay those of a script without such flags is tested by test_keras_script.
"""

import importlib.metadata
import os
from types import SimpleNamespace

import pytest

from mnist_core.engine import process_tuning, run_task
from mnist_core.engine.workers import WarmUp
from mnist_core.training.compiler_flags import FLAGS, IN_ORDER, compile_in_order
from mnist_core.training.program_cache import keep_programs


@pytest.fixture(autouse=True)
def flags(monkeypatch):
    monkeypatch.setenv(FLAGS, "")  # so that it is put back
    monkeypatch.delenv(FLAGS)
    monkeypatch.setenv("TF_XLA_FLAGS", "")


def test_flags_of_somebodys_own_stay(monkeypatch):
    monkeypatch.setenv(FLAGS, "/a/file/of/flags")

    compile_in_order()

    assert os.environ[FLAGS] == "/a/file/of/flags"


def test_another_compiler_which_might_not_know_them_gets_no_flags(monkeypatch):
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "2.30.0")

    compile_in_order()

    assert FLAGS not in os.environ


@pytest.mark.parametrize("home", ["a lab of its own", "a cluster's"])
def test_every_worker_that_trains_compiles_so(home, tmp_path, monkeypatch):
    monkeypatch.setattr(run_task, "warm_up", lambda: None)
    monkeypatch.setattr(process_tuning, "set_background_priority", lambda *, last: None)
    worker = SimpleNamespace(state=SimpleNamespace(total_resources={"training": 1}))

    WarmUp(tmp_path if home == "a lab of its own" else None).setup(worker)

    assert os.environ[FLAGS] == IN_ORDER


def test_programs_of_other_flags_are_kept_apart(tmp_path, monkeypatch):
    keep_programs(tmp_path)
    monkeypatch.setenv("TF_XLA_FLAGS", "")
    compile_in_order()
    keep_programs(tmp_path)

    assert len(list((tmp_path / "programs").iterdir())) == 2
