"""Who gets the processor: small matrix products must not fight a training for its cores."""

import os


def use_one_thread() -> None:
    """Let NumPy's matrix products run in the thread that asks for them, in this whole process.

    Two threads of a BLAS wait for each other by spinning: beside a training that uses all cores
    an answer to one drawing took twenty times as long with two as with one.
    """
    import numpy.linalg  # noqa: F401, PLC0415 - only a library that is loaded can be limited
    import scipy.linalg  # noqa: F401, PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    threadpool_limits(1, user_api="blas")


def set_background_priority(*, last: bool = False) -> None:
    """Let the page go first where processor time is short.

    Args:
        last: go behind other work in the background too, since nobody waits for this.
    """
    if hasattr(os, "nice"):
        os.nice(19 if last else 10)
