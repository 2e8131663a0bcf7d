"""The starter: a trained network that comes with the lab, so that Draw reads before any run has.

It is described as a run is, but stands in no database: no list, comparison or search has it, and it
cannot be deleted. ``python -m mnist_core.cli.make_starter`` makes its files.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from mnist_core.config import RunConfig
from mnist_core.store.names import STARTER
from mnist_core.store.records import Epoch, Run

FOLDER = Path(__file__).parents[1] / "assets" / STARTER
FACTS = FOLDER / "run.json"  # as ``show --json`` prints a run


@cache
def starter() -> Run:
    """Give what is known of the starter."""
    facts = _facts()
    config = RunConfig.model_validate(facts["config"])
    return Run(
        id=STARTER,
        name=STARTER,
        notes="",
        config=config,
        state="finished",
        created_at=facts["created_at"],
        target_epochs=config.epochs,
        epochs_done=len(starter_history()),
        parameters=facts["parameters"],
        program_version=facts["program_version"],
        keras_version=facts["keras_version"],
        test_accuracy=facts["test_accuracy"],
        family=config.family,
        val_accuracy=starter_history()[-1].val_accuracy,
    )


@cache
def starter_history() -> tuple[Epoch, ...]:
    """Give the epochs of its training, first to last."""
    return tuple(Epoch(number=each.pop("epoch"), **each) for each in _facts()["history"])


def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return facts
