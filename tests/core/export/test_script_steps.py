"""A script cut into its steps: nothing is lost, and each can be read on its own."""

import ast
import re

import pytest

from mnist_core.config import RunConfig
from mnist_core.export.keras_script import config_script
from mnist_core.export.script_steps import script_steps

KERAS_STEPS = ["Load", "Preprocess", "Define", "Compile", "Fit", "Evaluate"]
SCRIPTS = {
    "plain": config_script(RunConfig()),
    "everything": config_script(
        RunConfig(
            hidden_units=(8, 8),
            augmentation=0.5,
            schedule="cosine",
            l2=0.01,
            early_stopping_patience=3,
            validation="test",
            train_size=600,
            normalization="slant",
        )
    ),
}
ALL = pytest.mark.parametrize("source", SCRIPTS.values(), ids=SCRIPTS)


@ALL
def test_the_steps_together_are_the_script(source):
    assert "".join(step.lines for step in script_steps(source)) == source


@ALL
def test_keras_own_steps_come_in_its_order_and_each_once(source):
    names = [step.name for step in script_steps(source)]

    assert [name for name in names if name in KERAS_STEPS] == KERAS_STEPS
    assert len(set(names)) == len(names)


@ALL
def test_each_step_is_python_and_explained_in_a_sentence(source):
    for step in script_steps(source):
        assert ast.parse(step.code).body
        assert re.fullmatch(r"[A-Z][a-z].*\.", step.sentence)
        assert step.sentence not in step.code


def test_a_part_that_a_run_lacks_is_no_step_of_it():
    optional = {"Straighten", "Augment", "Schedule"}
    names = {kind: {step.name for step in script_steps(s)} for kind, s in SCRIPTS.items()}

    assert names["everything"] - names["plain"] == optional


def test_what_lies_in_a_step_can_be_found_there():
    steps = {step.name: step.code for step in script_steps(SCRIPTS["everything"])}

    assert "load_data" in steps["Load"]
    assert "to_categorical" in steps["Preprocess"]
    assert steps["Define"].count("keras.layers.Dense") == 3
    assert "model.compile" in steps["Compile"]
    assert "model.fit" in steps["Fit"]
    assert "model.evaluate" in steps["Evaluate"]
