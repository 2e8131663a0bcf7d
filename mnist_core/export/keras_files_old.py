"""A run's network as the files that only Keras can write."""

import tempfile
from pathlib import Path

from mnist_core.config import RunConfig
from mnist_core.network.mlp import Network


def keras_file(config: RunConfig, network: Network, ending: str) -> bytes:
    """Give the content of a ``.keras``, ``.onnx`` or ``.tflite`` file.

    Brings Keras into the process that calls it, which is never the one that shows the pages.
    """
    from mnist_core.training.model import save_inference_file, save_keras_file  # noqa: PLC0415 - Keras

    save = save_keras_file if ending == ".keras" else save_inference_file
    with tempfile.TemporaryDirectory(prefix="digit-lab-") as folder:
        file = Path(folder) / f"network{ending}"
        save(config, network.weights, file)
        return file.read_bytes()
