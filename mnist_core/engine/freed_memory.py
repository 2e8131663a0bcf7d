"""Memory that one training step gives back is kept for the next."""

import ctypes

# Of mallopt(3), the GNU C library's.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT_BYTES, SEPARATE_BYTES = 256 << 20, 32 << 20


def keep_freed_memory() -> None:
    """Let this process keep up to 256 MiB that it has freed; elsewhere than on glibc do nothing.

    Dask starts workers with a trim threshold of 64 KiB, so that the gradients of each step, some
    megabytes, go back to the system and come again page by page: half of the time of a training.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(TRIM_THRESHOLD, KEPT_BYTES)
        mallopt(MMAP_THRESHOLD, SEPARATE_BYTES)
