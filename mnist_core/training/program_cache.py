"""The compiled programs that a lab has made before, kept in its folder for later processes.

XLA takes a second for each shape of network and batch. TensorFlow can keep what it has compiled
(``tf_xla_persistent_cache_directory``). It does not look whether a file fits the processor that
runs, nor does it do without a damaged one: the first is seen to here, the second in
``CompiledProgram``.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import shlex
from pathlib import Path

from mnist_core.operating_system import processor_facts
from mnist_core.training import compiler_flags

FLAGS, DIRECTORY = "TF_XLA_FLAGS", "--tf_xla_persistent_cache_directory="
KEPT_BYTES = 256 << 20  # some 200 shapes


def keep_programs(home: Path) -> None:
    """Have this process keep its programs, and find those of others before it.

    It must be called before TensorFlow computes anything. A folder that cannot be written is not
    used, and one that somebody has set stays.
    """
    flags = os.environ.get(FLAGS, "")
    folder = home / "programs" / _machine()
    if DIRECTORY in flags:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _thin_out(folder)
    except OSError:
        return
    keep = f"{DIRECTORY}{_quoted(str(folder))} --tf_xla_persistent_cache_read_only=false"
    os.environ[FLAGS] = f"{flags} {keep}"


def forget_programs() -> bool:
    """Delete the programs that this process would find; return whether there were any."""
    flags = [flag for flag in shlex.split(os.environ.get(FLAGS, "")) if flag.startswith(DIRECTORY)]
    files = [file for flag in flags for file in Path(flag.removeprefix(DIRECTORY)).glob("*.pb")]
    for file in files:
        with contextlib.suppress(OSError):
            file.unlink()
    return bool(files)


def _quoted(path: str) -> str:
    """Write a path as TensorFlow and ``shlex`` read it, with its spaces and backslashes.

    Source: ``ParseArgvFromString`` in TensorFlow's ``parse_flags_from_env.cc``.
    """
    escaped = path.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'


def _machine() -> str:
    """Name what a program is made for, and how: this processor, the compiler and its flags."""
    facts = [*processor_facts(), os.environ.get(compiler_flags.FLAGS, "")]
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]
    return f"{importlib.metadata.version('tensorflow')}-{digest}"


def _thin_out(folder: Path) -> None:
    """Delete the oldest programs beyond what is kept."""
    files = sorted(folder.glob("*.pb"), key=lambda file: file.stat().st_mtime, reverse=True)
    room = KEPT_BYTES
    for file in files:
        room -= file.stat().st_size
        if room < 0:
            file.unlink(missing_ok=True)
