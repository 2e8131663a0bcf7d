"""The first slide, trained on all of MNIST as its students do."""

import json

import pytest

from mnist_core.presets import PRESETS
from tests.core.cli.test_commands import lab

pytestmark = [pytest.mark.keras, pytest.mark.slow]


def test_slide_1_gives_the_slides_error(tmp_path):
    run = json.loads(lab(tmp_path, "train", "--preset", "slide-1", "--json")[0])

    assert run["parameters"] == PRESETS["slide-1"].published_parameters == 623_290
    assert run["test_error_percent"] == pytest.approx(2.93, abs=0.6)
    losses = [epoch["loss"] for epoch in run["history"]]
    assert losses == sorted(losses, reverse=True)
