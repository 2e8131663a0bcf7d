"""The script of a run as a Jupyter notebook: each step explained, then its code."""

import ast
import json
from typing import Any

from mnist_core.export.file_names import safe_stem
from mnist_core.export.keras_script import keras_script
from mnist_core.export.keras_text import error_line
from mnist_core.export.script_steps import Step, script_steps
from mnist_core.store.records import Run
from mnist_core.version import VERSION

Cell = dict[str, Any]


def notebook(run: Run) -> str:
    """Write the notebook (nbformat 4.5, JSON) that trains this run again and prints its error."""
    steps = script_steps(keras_script(run))
    about, first = _without_docstring(steps[0])
    cells = [_text_cell("about", f"# {safe_stem(run.name)}\n\n{about}\n\n{_facts(run)}")]
    for step in (first, *steps[1:]):
        name = step.name.lower()
        cells += [
            _text_cell(f"{name}-text", f"## {step.name}\n\n{step.sentence}"),
            _code_cell(name, step.code),
        ]
    document = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _without_docstring(step: Step) -> tuple[str, Step]:
    """Take the text at the top of the script out of its first step."""
    tree = ast.parse(step.lines)
    end = tree.body[0].end_lineno
    rest = "".join(step.lines.splitlines(keepends=True)[end:])
    return ast.get_docstring(tree) or "", Step(step.name, step.sentence, rest)


def _facts(run: Run) -> str:
    """Describe the run in a table, so that its notebook differs visibly from other runs'."""
    config = run.config
    facts = {
        "Network": f"{config.layout}, {config.activation}, {run.parameters:,} parameters",
        "Training": f"{config.optimizer}, batches of {config.batch_size}, "
        f"{run.epochs_done} epochs, seed {config.seed}",
        "Result": error_line(run) or run.state,
        "Made by": f"Digit Lab {run.program_version or VERSION}, Keras {run.keras_version}",
        "Run": run.id,
    }
    rows = [f"| {name} | {value} |" for name, value in facts.items()]
    return "\n".join(["| | |", "|---|---|", *rows])


def _text_cell(name: str, text: str) -> Cell:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(text)}


def _code_cell(name: str, code: str) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": _lines(code),
    }


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
