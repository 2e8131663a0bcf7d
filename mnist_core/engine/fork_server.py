"""A process that has imported what workers need, and from which each of them is forked.

A worker that is started anew imports Keras and TensorFlow, three seconds on a quiet machine and
more beside others; one that is forked is there at once, and shares the memory of the modules. The
fork server itself never runs a step of TensorFlow's, which could not be forked after that.
"""

import os

from mnist_core.operating_system import preload_fork_server

METHOD = "DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD"  # read by Dask when it is imported
PRELOADED = "mnist_core.engine.worker_imports"


def start_fork_server() -> None:
    """Start it, and let Dask fork its workers from it; on Linux only, and for own workers only."""
    if not os.environ.get("DIGIT_LAB_SCHEDULER") and preload_fork_server(PRELOADED):
        os.environ.setdefault(METHOD, "forkserver")
