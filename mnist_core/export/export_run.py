"""A run as files for other programs and other machines."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from mnist_core.errors import LabError, StoreError
from mnist_core.export.csv_tables import history_csv
from mnist_core.export.file_names import drawings_file, file_stem, forms_file, start_file
from mnist_core.export.formats import FORMATS, obstacle
from mnist_core.export.keras_files import keras_file
from mnist_core.export.keras_script import keras_script
from mnist_core.export.notebook import notebook
from mnist_core.export.web_page import web_page
from mnist_core.handwriting.npz_files import digits_npz
from mnist_core.ink.forms import drawn_forms
from mnist_core.network.mlp import snapshot_arrays
from mnist_core.operating_system import replace_file
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Run
from mnist_core.store.run_files import DRAWINGS, START
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network

SCRIPTS = (".py", ".ipynb")


def export_run(store: RunStore, run: Run, file: Path) -> list[Path]:
    """Save a run in the format of its file's ending, and beside a script the files that it reads.

    Returns:
        The files written.

    Raises:
        LabError: another ending, a package that is not installed, a run that has learned nothing
            yet, or a place that cannot be written.
    """
    ending = file.suffix.lower()
    if ending not in FORMATS:
        raise LabError(
            f"{file.name} ends in no format that is known; use {_listed(list(FORMATS))}."
        )
    if package := FORMATS[ending].missing:
        raise LabError(
            f"{ending} needs the package {package}, which is not installed: pip install {package}"
        )
    contents = {file: make_file(store, run, ending)}
    if ending in SCRIPTS:
        beside = companion_files(store, run)
        contents |= {file.with_name(name): content for name, content in beside.items()}
    for path, content in contents.items():
        _write(path, content)
    return list(contents)


def make_file(store: RunStore, run: Run, ending: str) -> bytes:
    """Give the content of one of the ``FORMATS``.

    Raises:
        StoreError: the run has learned nothing yet, or a file of it is damaged.
    """
    return MAKERS[ending](store, run)


def companion_files(store: RunStore, run: Run) -> dict[str, bytes]:
    """Give the files that a run's script reads, by their names: what no script can make.

    Raises:
        NotYours: the drawings that it was taught are somebody else's.
        StoreError: they are gone.
    """
    files: dict[str, bytes] = {}
    if run.config.forms:
        forms = drawn_forms(run.config.seed, run.config.forms)
        files[forms_file(run)] = digits_npz(forms.images, forms.labels)
    return files | (_taught_files(store, run) if run.taught is not None else {})


def _taught_files(store: RunStore, run: Run) -> dict[str, bytes]:
    store.person.require_drawings(run.owner, run.name)
    try:
        start = store.artifacts.read(run.id, START)
        taught = store.artifacts.read(run.id, DRAWINGS)
    except FileNotFoundError as error:
        raise StoreError(
            f"The drawings that {run.name} was taught are gone; teach its parent again."
        ) from error
    drawings = digits_npz(taught["images"], taught["labels"])
    return {start_file(run): _packed(start), drawings_file(run): drawings}


def _by_keras(ending: str) -> Callable[[RunStore, Run], bytes]:
    return lambda store, run: keras_file(run.config, load_network(store, run), ending)


def _web_page(store: RunStore, run: Run) -> bytes:
    return web_page(run, load_network(store, run)).encode()


def _weights(store: RunStore, run: Run) -> bytes:
    return _packed(snapshot_arrays(load_network(store, run).weights))


def _archive(store: RunStore, run: Run) -> bytes:
    stem, buffer = file_stem(run), io.BytesIO()
    contents = {
        f"{stem}{form.ending}": make_file(store, run, form.ending)
        for form in FORMATS.values()
        if form.ending != ".zip" and not form.by_keras and not obstacle(form, run)
    }
    contents |= companion_files(store, run)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(f"{stem}/{name}", content)
    return buffer.getvalue()


MAKERS: dict[str, Callable[[RunStore, Run], bytes]] = {
    ".zip": _archive,
    ".html": _web_page,
    ".ipynb": lambda store, run: notebook(run).encode(),
    ".py": lambda store, run: keras_script(run).encode(),
    ".keras": _by_keras(".keras"),
    ".onnx": _by_keras(".onnx"),
    ".tflite": _by_keras(".tflite"),
    ".npz": _weights,
    ".csv": lambda store, run: history_csv(store.history(run.id)).encode(),
}


def _packed(arrays: Arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]  # the stubs mix up allow_pickle
    return buffer.getvalue()


def _write(file: Path, content: bytes) -> None:
    """Replace a file whole, or leave the old one as it was."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        try:
            part.write_bytes(content)
            replace_file(part, file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise LabError(f"{file} cannot be written: {error.strerror or error}.") from error


def _listed(endings: list[str]) -> str:
    return f"{', '.join(endings[:-1])} or {endings[-1]}"
