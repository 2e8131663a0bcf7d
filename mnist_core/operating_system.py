"""What differs between operating systems, with a way for each: Linux, macOS and Windows.

Everything else of the lab is the same on all three, and asks none which it runs on.
"""

import contextlib
import ctypes
import errno
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeVar

BACKGROUND, LAST = 10, 19  # of nice
# Of SetPriorityClass and CreateProcess, and the statuses of programs that crashed (NTSTATUS).
BELOW_NORMAL_PRIORITY, IDLE_PRIORITY = 0x4000, 0x40
NEW_PROCESS_GROUP = 0x200
FIRST_CRASH = 0xC0000000
OWNER = "*S-1-3-4"  # the well-known "Owner Rights"
PATIENCE_S, PAUSE_S = 2.0, 0.05
PROCESSOR, BOOT = Path("/proc/cpuinfo"), Path("/proc/sys/kernel/random/boot_id")
# Microsoft, "Naming Files, Paths, and Namespaces": with any ending they mean devices.
DEVICES = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)

Result = TypeVar("Result")


def system() -> str:
    """Name the system: "linux", "darwin" or "win32"; another Unix is taken for macOS."""
    return sys.platform


def lower_priority(niceness: int) -> None:
    """Lower this process's priority to a niceness, or to the class of Windows that is like it."""
    if system() == "win32":
        import psutil  # noqa: PLC0415 - not for the first page

        psutil.Process().nice(IDLE_PRIORITY if niceness >= LAST else BELOW_NORMAL_PRIORITY)
    else:
        os.nice(max(0, niceness - os.nice(0)))


def lower_priority_of_thread(niceness: int) -> None:
    """Lower the calling thread's priority on Linux; elsewhere a thread has none of its own."""
    if system() == "linux":
        os.setpriority(os.PRIO_PROCESS, 0, niceness)


@dataclass(frozen=True)
class ProcessOptions:
    """What ``subprocess.Popen`` is told of a new process.

    Attributes:
        process_group: 0 for a group of its own, None where there is no such thing.
        creationflags: Windows' own.
    """

    process_group: int | None
    creationflags: int


def apart_from_the_terminal() -> ProcessOptions:
    """Keep a terminal's Ctrl-C from a new process."""
    if system() == "win32":
        return ProcessOptions(None, NEW_PROCESS_GROUP)
    return ProcessOptions(0, 0)


def was_killed(status: int) -> bool:
    """Return whether an exit status is of a process that did not end by itself."""
    return status >= FIRST_CRASH if system() == "win32" else status < 0


def preload_fork_server(module: str) -> bool:
    """Start Python's fork server with a module imported, on Linux; elsewhere return False.

    Windows has none, and on macOS system libraries do not outlive a fork.
    """
    if system() != "linux":
        return False
    from multiprocessing import (  # noqa: PLC0415 - not everywhere, and not for the first page
        forkserver,
        set_forkserver_preload,
    )

    set_forkserver_preload([module])
    forkserver.ensure_running()
    return True


def keep_arrow_out() -> None:
    """Keep pyarrow out of a process that may load TensorFlow: on macOS the two abort each other.

    Keras imports pandas, and pandas pyarrow, only where they are there.
    Source: tensorflow/tensorflow, issues 98563 and 99464.
    """
    if system() == "darwin":
        sys.modules.setdefault("pyarrow", None)  # type: ignore[arg-type]


def c_function(name: str) -> Any:
    """Give a function of the C library that this process has loaded; None where there is none."""
    return None if system() == "win32" else getattr(ctypes.CDLL(None), name, None)


def processor_facts() -> list[str]:
    """Describe this machine's processor: programs that are compiled for it fit one like it."""
    facts = [platform.machine(), platform.processor()]
    if system() == "linux" and PROCESSOR.exists():
        lines = PROCESSOR.read_text(encoding="utf-8", errors="replace").splitlines()
        return facts + sorted({line for line in lines if line.startswith(("flags", "Features"))})
    if system() == "darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        with contextlib.suppress(OSError):
            facts.append(subprocess.run(asked, capture_output=True, check=False).stdout.decode())
    return facts


def numbers_of_processes() -> str:
    """Describe what a process's number is unique in.

    On Linux that is a container, or what is outside of all, since the machine's last start.
    Elsewhere it is the machine, by the address of its network card.
    """
    if system() == "linux":
        return BOOT.read_text(encoding="utf-8") + os.readlink("/proc/self/ns/pid")
    return str(uuid.getnode())  # without a card a random number, of this process alone


def patiently(action: Callable[[], Result]) -> Result:
    """Do something with a file, on Windows again and again where another program has it open.

    Raises:
        PermissionError: it still has after two seconds, or this user may not do that.
    """
    ends = time.monotonic() + PATIENCE_S
    while True:
        try:
            return action()
        except PermissionError as error:
            if system() != "win32":
                raise
            if time.monotonic() > ends:
                reason = "another program has it open, or you may not change it"
                raise PermissionError(errno.EACCES, reason, error.filename) from error
        time.sleep(PAUSE_S)


def replace_file(new: Path, file: Path) -> None:
    """Put a new file in the place of one that others may be reading: they see either, whole."""
    patiently(lambda: os.replace(new, file))


def name_first(new: Path, file: Path) -> None:
    """Give a new file a second name, or on Windows another, unless there is a file of that name.

    Raises:
        FileExistsError: there is.
    """
    if system() == "win32":
        os.rename(new, file)  # which replaces nothing there
    else:
        os.link(new, file)


def second_name(file: Path, name: Path) -> None:
    """Give a file a second name; where its disk has none, copy it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    try:
        os.link(file, name)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(file, name)


def create_private(file: Path) -> TextIO:
    """Open a new file for writing that this user alone may read.

    Windows gives a file its folder's rights, whatever mode it is made with; its own program
    ``icacls`` takes those away.
    """
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    if system() == "win32":
        rights = ["/inheritance:r", "/grant:r", f"{OWNER}:F"]
        with contextlib.suppress(OSError):
            subprocess.run(["icacls", str(file), *rights], capture_output=True, check=False)
    return open(descriptor, "w", encoding="utf-8")


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards; Windows keeps what is still open in it."""
    kept = system() == "win32"
    with tempfile.TemporaryDirectory(prefix="digit-lab-", ignore_cleanup_errors=kept) as folder:
        yield Path(folder)


def means_a_device(name: str) -> bool:
    """Return whether Windows takes a file's name, with whatever ending, for a device's."""
    return name.partition(".")[0].rstrip().lower() in DEVICES
