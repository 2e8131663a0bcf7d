"""The files that only Keras can write, made in this process or in one that ends with them."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable

from mnist_core.config import RunConfig
from mnist_core.environment import Settings, subprocess_environment
from mnist_core.errors import LabError
from mnist_core.network.mlp import Network
from mnist_core.operating_system import temporary_folder, was_killed

CHECK_S = 0.2
LIMIT_S = 600.0


def keras_file(config: RunConfig, network: Network, ending: str) -> bytes:
    """Give the content of a ``.keras``, ``.onnx`` or ``.tflite`` file.

    Brings Keras into the process that calls it, which is never the one that shows the pages.
    """
    from mnist_core.training.model import save_inference_file, save_keras_file  # noqa: PLC0415 - Keras

    save = save_keras_file if ending == ".keras" else save_inference_file
    with temporary_folder() as folder:
        file = folder / f"network{ending}"
        save(config, network.weights, file)
        return file.read_bytes()


def make_in_subprocess(
    settings: Settings, run_id: str, ending: str, on_wait: Callable[[], None]
) -> bytes:
    """Make a file with ``python -m mnist_core export``, and give its content.

    The calling process stays small, and a crash of the other one does not end it.

    Args:
        settings: which store the run is in.
        run_id: the run.
        ending: of the file, with its dot.
        on_wait: called a few times a second; what it raises ends the process and is raised here.

    Raises:
        LabError: with the sentence that the command printed, or with how it ended.
    """
    with temporary_folder() as folder:
        file, log = folder / f"run{ending}", folder / "errors.txt"
        with log.open("wb") as errors:
            status = _run(["export", run_id, str(file)], settings, errors.fileno(), on_wait)
        if status != 0:
            raise LabError(_sentence(status, log.read_text(encoding="utf-8", errors="replace")))
        return file.read_bytes()


def _run(words: list[str], settings: Settings, errors: int, on_wait: Callable[[], None]) -> int:
    command = [sys.executable, "-m", "mnist_core", *words]
    ends_at = time.monotonic() + LIMIT_S
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env=subprocess_environment(settings),
    ) as process:
        try:
            while process.poll() is None:
                on_wait()
                if time.monotonic() > ends_at:
                    raise LabError(f"Making the file took longer than {LIMIT_S / 60:.0f} minutes.")
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(CHECK_S)
        finally:
            process.kill()
    return process.returncode


def _sentence(status: int, errors: str) -> str:
    """Explain why there is no file: the last line of the command, or how it ended."""
    if was_killed(status):
        return "The process that makes the file was killed, perhaps for lack of memory."
    last = errors.strip().splitlines()[-1] if errors.strip() else f"it ended with status {status}"
    return f"Keras could not make the file: {last}"[:500] if "Traceback (" in errors else last
