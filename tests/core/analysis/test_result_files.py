"""Results in files: laid out as they always were, whole again when read."""

from typing import get_args

import numpy as np
import pytest

from mnist_core.analysis.embedding import DigitMap
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.analysis.layer_health import Timeline
from mnist_core.analysis.neighbours import Neighbours
from mnist_core.analysis.result_files import KIND_OF, KerasFile, from_arrays, to_arrays
from mnist_core.analysis.robustness import DISTORTIONS, Robustness
from mnist_core.config import RunConfig
from mnist_core.errors import StoreError
from mnist_core.store.jobs import Kind

RANDOM = np.random.default_rng(4)


def floats(*shape):
    return RANDOM.random(shape, np.float32)


# Files of runs that were diagnosed before are read for as long as the runs are kept, so what
# stands here must not change.
LAYOUTS = {
    Evaluation: {
        "probabilities": floats(10_000, 10),
        "mean_1": floats(12),
        "firing_1": floats(12),
        "dead_1": np.arange(12) % 3 == 0,
        "mean_2": floats(8),
        "firing_2": floats(8),
        "dead_2": np.arange(8) % 2 == 0,
    },
    Timeline: {
        "epochs": np.array([1, 2, 5], np.int64),
        "weight_rms": floats(3, 2),
        "gradient_rms": floats(3, 2),
        "dead_share": floats(3, 1),
        "confusion": RANDOM.integers(0, 900, (3, 10, 10)),
    },
    Robustness: {"count": np.array(5_000)}
    | {
        name: array
        for kind, distortion in DISTORTIONS.items()
        for name, array in (
            (f"{kind}_levels", np.array(distortion.levels)),
            (f"{kind}_accuracy", RANDOM.random(len(distortion.levels))),
        )
    },
    DigitMap: {
        "indices": np.array([0, 3, 4, 8], np.int64),
        "truth": np.array([7, 0, 4, 5], np.uint8),
        "answers": np.array([7, 0, 9, 5], np.uint8),
        "confidences": floats(4),
        "principal": floats(4, 2),
        "variance_shares": floats(2),
        "neighbours": floats(4, 2),
    },
    Neighbours: {"indices": np.array([5, 2], np.int64), "distances": np.array([0.25, 1.5])},
    KerasFile: {"content": np.frombuffer(b"PK keras", np.uint8)},
}


def test_every_kind_of_job_has_a_record_of_its_result():
    assert sorted(KIND_OF.values()) == sorted(get_args(Kind))
    assert KIND_OF.keys() == LAYOUTS.keys()


@pytest.mark.parametrize("record", LAYOUTS, ids=KIND_OF.get)
def test_a_result_lies_in_a_file_as_before_and_comes_back_from_it(store, record):
    run, arrays = store.create(RunConfig()), LAYOUTS[record]
    store.artifacts.write(run.id, "result", arrays)

    result = from_arrays(record, store.artifacts.read(run.id, "result"))
    store.artifacts.write(run.id, "again", to_arrays(result))

    again = store.artifacts.read(run.id, "again")
    assert list(again) == list(arrays)
    for name, array in arrays.items():
        assert (again[name].dtype, again[name].shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(again[name], array)


@pytest.mark.parametrize("record", LAYOUTS, ids=KIND_OF.get)
def test_the_array_that_a_file_lacks_is_named(record):
    name = list(LAYOUTS[record])[-1]
    lacking = {other: array for other, array in LAYOUTS[record].items() if other != name}

    with pytest.raises(StoreError, match=f"{KIND_OF[record]} lacks '{name}'; have it made again"):
        from_arrays(record, lacking)


def test_each_layers_neurons_are_those_of_its_number():
    first, second = from_arrays(Evaluation, LAYOUTS[Evaluation]).layers

    assert (first.number, second.number) == (1, 2)
    np.testing.assert_array_equal(first.mean, LAYOUTS[Evaluation]["mean_1"])
    np.testing.assert_array_equal(second.firing, LAYOUTS[Evaluation]["firing_2"])
    assert (first.dead_share, second.dead_share) == (4 / 12, 4 / 8)


def test_a_network_without_hidden_layers_has_an_evaluation_without_layers():
    only_answers = {"probabilities": floats(10, 10)}

    assert from_arrays(Evaluation, only_answers).layers == ()


def test_each_distortion_has_the_curve_of_its_name():
    robustness = from_arrays(Robustness, LAYOUTS[Robustness])

    assert robustness.count == 5_000
    for kind, curve in robustness.curves.items():
        np.testing.assert_array_equal(curve.accuracy, LAYOUTS[Robustness][f"{kind}_accuracy"])
        assert tuple(curve.levels) == DISTORTIONS[kind].levels


def test_a_keras_file_is_read_to_the_byte():
    assert from_arrays(KerasFile, LAYOUTS[KerasFile]) == KerasFile(b"PK keras")
