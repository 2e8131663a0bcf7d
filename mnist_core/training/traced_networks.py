"""Networks whose training loops are made, kept for later runs that compute by the same graph.

To trace a loop, and to compile it, takes as long as one or two epochs of a small network. What a
run sets inside its graph are variables: first weights, the optimizer's state, learning rate, seeds,
and in a compiled loop the share of dropout. So runs that differ in these alone, as those of a
learning rate's search or of five seeds do, take up the same network after one another.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import keras

from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, training_size
from mnist_core.network.training_path import TrainingPath
from mnist_core.setting_options import Normalization
from mnist_core.training.epoch_digits import DigitTensors
from mnist_core.training.model import build_model
from mnist_core.training.train_loop import Stepper

MOST_KEPT, MOST_PARAMETERS = 16, 16_000_000
IN_THE_GRAPH = (
    "hidden_units",
    "activation",
    "dropout_after",
    "l2",
    "optimizer",
    "momentum",
    "nesterov",
    "loss",
    "batch_size",
    "normalization",
)


@dataclass(frozen=True)
class TracedNetwork:
    """A network that one training at a time has for itself.

    Attributes:
        model: the network; what it knew before is gone.
        stepper: what trains it.
        normalization: what is evened out of the digits in its loops.
        key: equal for networks of the same graph, or None for one that is not used again.
    """

    model: keras.Sequential
    stepper: Stepper
    normalization: Normalization
    key: Hashable


_kept: "OrderedDict[Hashable, TracedNetwork]" = OrderedDict()
_lock = threading.Lock()


def take_network(
    config: RunConfig,
    path: TrainingPath,
    digits: DigitTensors,
    drawings: LabelledDigits | None = None,
) -> TracedNetwork:
    """Give a network as ``build_model`` builds it, with its loops where some are kept."""
    model, key = build_model(config, path), _graph_key(config, path, digits)
    kind = config.normalization
    if drawings is not None or config.forms:  # digits of its own, in its loops
        own = Stepper(model, config, digits, drawings, path=path)
        return TracedNetwork(model, own, kind, None)
    with _lock:
        _drop_other_digits(kind)
        kept = _kept.pop(key, None)
    if kept is None:
        return TracedNetwork(model, Stepper(model, config, digits, path=path), kind, key)
    kept.stepper.begin_again(config, model)
    return kept


def give_back(network: TracedNetwork) -> None:
    """Keep a network for the next run of its graph; the longest unused go where it is too much."""
    if network.key is None:
        return
    with _lock:
        _kept[network.key] = network
        sizes = [each.model.count_params() for each in _kept.values()]
        while len(_kept) > MOST_KEPT or (sum(sizes) > MOST_PARAMETERS and len(_kept) > 1):
            _kept.popitem(last=False)
            sizes.pop(0)


def _drop_other_digits(normalization: Normalization) -> None:
    """Drop networks that would keep a normalised copy of the digits beside the one of now."""
    if normalization == "none":
        return
    for key, network in list(_kept.items()):
        if network.normalization not in ("none", normalization):
            del _kept[key]


def _graph_key(config: RunConfig, path: TrainingPath, digits: DigitTensors) -> tuple[Any, ...]:
    """Give what decides the graph of a run that learns MNIST's digits alone."""
    settings = [getattr(config, field) for field in IN_THE_GRAPH]
    dropout = config.dropout if path == "plain" else config.dropout > 0
    changes = (config.changes_digits, config.elastic > 0)
    facts = (dropout, *changes, training_size(config), id(digits))
    return (path, *settings, *facts)
