"""How the results of jobs lie in files: the one module that knows the names of their arrays."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from mnist_core.analysis.embedding import DigitMap
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.analysis.layer_activity import LayerActivity
from mnist_core.analysis.layer_health import Timeline
from mnist_core.analysis.neighbours import Neighbours
from mnist_core.analysis.robustness import KINDS, Robustness, RobustnessCurve
from mnist_core.errors import StoreError
from mnist_core.store.artifacts import Arrays
from mnist_core.store.jobs import Kind


@dataclass(frozen=True)
class KerasFile:
    """A file that only Keras can make of a run, whole."""

    content: bytes


Result = Evaluation | Timeline | Robustness | DigitMap | Neighbours | KerasFile
SomeResult = TypeVar("SomeResult", bound=Result)

KIND_OF: dict[type, Kind] = {
    Evaluation: "evaluation",
    Timeline: "timeline",
    Robustness: "robustness",
    DigitMap: "map",
    Neighbours: "neighbours",
    KerasFile: "file",
}


def to_arrays(result: Result) -> Arrays:
    """Write a result as named arrays, to be kept in a file without pickle."""
    match result:
        case Evaluation():
            return _evaluation_arrays(result)
        case Robustness():
            return _robustness_arrays(result)
        case KerasFile():
            return {"content": np.frombuffer(result.content, np.uint8)}
        case Timeline() | DigitMap() | Neighbours():  # each field is an array
            return {field.name: getattr(result, field.name) for field in fields(result)}


def from_arrays(record: type[SomeResult], arrays: Arrays) -> SomeResult:
    """Read what ``to_arrays`` wrote.

    Raises:
        StoreError: an array is missing.
    """
    kind, read = KIND_OF[record], READERS[record]
    try:
        result = read(arrays)
    except KeyError as error:
        raise StoreError(f"The kept {kind} lacks {error}; have it made again.") from error
    assert isinstance(result, record)
    return result


def _evaluation_arrays(evaluation: Evaluation) -> Arrays:
    arrays: dict[str, NDArray[Any]] = {"probabilities": evaluation.probabilities}
    for layer in evaluation.layers:
        arrays[f"mean_{layer.number}"] = layer.mean
        arrays[f"firing_{layer.number}"] = layer.firing
        arrays[f"dead_{layer.number}"] = layer.dead
    return arrays


def _read_evaluation(arrays: Arrays) -> Evaluation:
    count = sum(name.startswith("mean_") for name in arrays)
    layers = [
        LayerActivity(
            number=number,
            mean=arrays[f"mean_{number}"],
            firing=arrays[f"firing_{number}"],
            dead=arrays[f"dead_{number}"],
        )
        for number in range(1, count + 1)
    ]
    return Evaluation(arrays["probabilities"], tuple(layers))


def _robustness_arrays(robustness: Robustness) -> Arrays:
    arrays = {"count": np.array(robustness.count)}
    for kind, curve in robustness.curves.items():
        arrays[f"{kind}_levels"], arrays[f"{kind}_accuracy"] = curve.levels, curve.accuracy
    return arrays


def _read_robustness(arrays: Arrays) -> Robustness:
    curves = {
        kind: RobustnessCurve(arrays[f"{kind}_levels"], arrays[f"{kind}_accuracy"])
        for kind in KINDS
    }
    return Robustness(int(arrays["count"]), curves)


def _read_timeline(arrays: Arrays) -> Timeline:
    return Timeline(**{field.name: arrays[field.name] for field in fields(Timeline)})


def _read_map(arrays: Arrays) -> DigitMap:
    return DigitMap(**{field.name: arrays[field.name] for field in fields(DigitMap)})


def _read_neighbours(arrays: Arrays) -> Neighbours:
    return Neighbours(arrays["indices"], arrays["distances"])


def _read_file(arrays: Arrays) -> KerasFile:
    return KerasFile(arrays["content"].tobytes())


READERS: dict[type, Callable[[Arrays], Result]] = {
    Evaluation: _read_evaluation,
    Timeline: _read_timeline,
    Robustness: _read_robustness,
    DigitMap: _read_map,
    Neighbours: _read_neighbours,
    KerasFile: _read_file,
}
