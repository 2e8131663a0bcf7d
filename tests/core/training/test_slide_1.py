"""The first slide, trained on all of MNIST as its students do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.presets import PRESETS

pytestmark = [pytest.mark.keras, pytest.mark.slow]


def test_slide_1_gives_the_slides_error(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mnist_core", "train", "--preset", "slide-1", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )

    run = json.loads(done.stdout)

    assert run["parameters"] == PRESETS["slide-1"].published_parameters == 623_290
    assert run["test_error_percent"] == pytest.approx(2.93, abs=0.6)
    losses = [epoch["loss"] for epoch in run["history"]]
    assert losses == sorted(losses, reverse=True)
