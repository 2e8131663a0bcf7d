"""Files of a run (snapshots, checkpoint) in a folder or at any fsspec URL, replaced whole."""

import errno
import io
import os
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import Any

import fsspec
import numpy as np
from fsspec.implementations.local import LocalFileSystem
from numpy.typing import NDArray

from mnist_core.errors import StoreError
from mnist_core.operating_system import patiently, replace_file
from mnist_core.quoting import quoted
from mnist_core.store.names import ID

# What changes with a file, by the names that file systems and object stores have for it.
VERSION_FACTS = ("mtime", "size", "ino", "ETag", "etag", "LastModified", "last_modified", "created")
REMOVALS = 50  # a worker that has noticed writes nothing more

# What Python and NumPy raise at a file of arrays that is none, or none any more.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError),
    *(ValueError, TypeError, SyntaxError, MemoryError, LookupError, tokenize.TokenError),
)

Arrays = Mapping[str, NDArray[Any]]
Permit = Callable[[], AbstractContextManager[None]]
NOTHING_SHIPPED: Mapping[str, Path] = MappingProxyType({})


class Artifacts:
    """Named sets of arrays, each in a folder of its run.

    Args:
        url: an fsspec URL or a path; the folder is made at the first write.
        shipped: folders that come with the lab, by the id in whose place they are only read.
    """

    def __init__(self, url: str, shipped: Mapping[str, Path] = NOTHING_SHIPPED) -> None:
        self._fs, self._root = fsspec.core.url_to_fs(url)
        self._shipped = shipped

    def write(self, run_id: str, name: str, arrays: Arrays, permit: Permit = nullcontext) -> None:
        """Keep ``arrays`` under ``name``; a reader sees the old file or the new, never half.

        Args:
            permit: entered for the moment in which a file of a folder is replaced, and before one
                is sent elsewhere; what it raises leaves the old one.

        Raises:
            StoreError: the disk is full or the place cannot be written.
        """
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)  # type: ignore[arg-type]  # the stubs mix up allow_pickle
        path = self._path(run_id, name)
        try:
            self._replace(path, buffer.getbuffer(), permit)
        except OSError as error:
            raise StoreError(_unwritable(path, error)) from error

    def read(self, run_id: str, name: str) -> dict[str, NDArray[Any]]:
        """Give back what was written.

        Raises:
            FileNotFoundError: nothing was written under that name.
            StoreError: the file is damaged or cannot be read.
        """
        path = self._path(run_id, name)
        try:
            content = self._read(run_id, path)
            with np.load(io.BytesIO(content), allow_pickle=False) as archive:
                return dict(archive)
        except FileNotFoundError:
            raise
        except DAMAGED as error:
            raise StoreError(
                f"The file {path} is damaged ({error}); train this run again to have it anew."
            ) from error

    def folder(self, run_id: str) -> str:
        """Give the folder of a run, as the file system behind the URL names it.

        Raises:
            StoreError: no lab gives such an id, which may lead to what is not the run's.
        """
        if not ID.fullmatch(run_id):
            raise StoreError(
                f"The record has a run of the id {quoted(run_id)}, which no lab has given; "
                "python -m mnist_core check --repair puts it aside."
            )
        return f"{self._root}/{run_id}"

    def names(self, run_id: str) -> list[str]:
        """List what is kept of a run, in alphabetical order."""
        folder = self.folder(run_id)
        self._fs.invalidate_cache(folder)
        if not self._fs.exists(folder):
            return []
        files = self._fs.ls(folder, detail=False)
        return sorted(Path(file).stem for file in files if file.endswith(".npz"))

    def remove(self, run_id: str, name: str) -> None:
        """Delete one file; nothing happens if it is not there."""
        path = self._path(run_id, name)
        if self._fs.exists(path):
            patiently(lambda: self._fs.rm_file(path))

    def remove_run(self, run_id: str) -> None:
        """Delete all files of a run; a worker that releases it may be doing the same.

        Raises:
            StoreError: they cannot be deleted.
        """
        if not ID.fullmatch(run_id):
            return  # a damaged id has no folder, but may lead to what is not the run's
        folder = self.folder(run_id)
        for _ in range(REMOVALS):
            if not self._fs.exists(folder):
                return
            try:
                patiently(lambda: self._fs.rm(folder, recursive=True))
            except FileNotFoundError:
                pass
            except OSError as error:
                if error.errno != errno.ENOTEMPTY:  # a file that the worker was just writing
                    reason = error.strerror or error
                    raise StoreError(
                        f"The files in {folder} are still there ({reason})."
                    ) from error
            self._fs.invalidate_cache(folder)

    def version(self, run_id: str, name: str) -> str:
        """Give a text that changes when the file does, "" where there is none."""
        path = self._path(run_id, name)
        if run_id in self._shipped:
            return self._shipped_version(Path(path))
        self._fs.invalidate_cache(self.folder(run_id))  # an object store caches its listings
        try:
            facts = self._fs.info(path)
        except FileNotFoundError:
            return ""
        return ":".join(str(facts.get(fact)) for fact in VERSION_FACTS)

    def _path(self, run_id: str, name: str) -> str:
        folder = self._shipped.get(run_id) or self.folder(run_id)
        return f"{folder}/{name}.npz"

    def _shipped_version(self, path: Path) -> str:
        if not path.exists():
            return ""
        facts = path.stat()
        return f"{facts.st_mtime_ns}:{facts.st_size}"

    def _read(self, run_id: str, path: str) -> bytes:
        if run_id in self._shipped:
            return Path(path).read_bytes()
        content: bytes = patiently(lambda: self._fs.cat_file(path))
        return content

    def _replace(self, path: str, content: memoryview, permit: Permit) -> None:
        if not isinstance(self._fs, LocalFileSystem):
            with permit():
                pass
            self._fs.pipe_file(path, bytes(content))  # object stores show a file once it is whole
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        part = Path(f"{path}.{os.getpid()}.part")
        try:
            part.write_bytes(content)
            with permit():
                replace_file(part, Path(path))
        finally:
            part.unlink(missing_ok=True)


def local_folder(url: str) -> Path | None:
    """Give the folder of this machine that an fsspec URL is; None for another place."""
    file_system, root = fsspec.core.url_to_fs(url)
    return Path(root) if isinstance(file_system, LocalFileSystem) else None


def _unwritable(path: str, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full: {path} could not be written. Free some space and resume the run."
    return f"The file {path} could not be written ({error.strerror or error})."
