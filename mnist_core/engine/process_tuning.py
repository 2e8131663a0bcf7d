"""Processor and memory of a process: threads, priority, and keeping the memory that it frees."""

import os
import threading
from collections.abc import Callable

from mnist_core.operating_system import (
    BACKGROUND,
    LAST,
    c_function,
    lower_priority,
    lower_priority_of_thread,
)

# Of mallopt(3), the GNU C library's.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT_BYTES, SEPARATE_BYTES = 256 << 20, 32 << 20


def use_one_thread() -> None:
    """Run NumPy's matrix products in the thread that calls them, in this whole process.

    Two threads of a BLAS wait for each other by spinning: beside a training that uses all cores
    an answer to one drawing took twenty times as long with two as with one.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read by a library that is loaded later, as SciPy's
    import numpy.linalg  # noqa: F401, PLC0415 - threadpoolctl limits those that are loaded
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    threadpool_limits(1, user_api="blas")


def use_one_tensorflow_thread() -> None:
    """Have TensorFlow compute in one thread; before it computes anything in this process."""
    os.environ["TF_NUM_INTRAOP_THREADS"] = "1"


def set_background_priority(*, last: bool = False) -> None:
    """Lower this process's priority, so that the page's process gets the processor first.

    Args:
        last: lower than other work in the background too, since no person waits for this.
    """
    lower_priority(LAST if last else BACKGROUND)


def call_last(function: Callable[[], object]) -> None:
    """Call it in a thread of last priority, where a thread can have one, and wait for its end."""

    def call() -> None:
        lower_priority_of_thread(LAST)
        function()

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def keep_freed_memory() -> None:
    """Keep up to 256 MiB of memory that this process has freed; without glibc do nothing.

    Dask starts workers with a trim threshold of 64 KiB, so that the gradients of each step, some
    megabytes, go back to the system and come again page by page: half of the time of a training.
    """
    mallopt = c_function("mallopt")
    if mallopt is not None:
        mallopt(TRIM_THRESHOLD, KEPT_BYTES)
        mallopt(MMAP_THRESHOLD, SEPARATE_BYTES)
