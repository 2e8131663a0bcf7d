"""Where the engine's process begins: ``python -m mnist_core.engine``."""

import importlib
import sys

from mnist_core.engine.fork_server import start_fork_server
from mnist_core.engine.process_tuning import call_last
from mnist_core.startup import quick_imports

SERVE = "mnist_core.engine.serve"

if __name__ == "__main__":
    start_fork_server()  # a worker waits longer for it than for this process
    with quick_imports():
        call_last(lambda: importlib.import_module(SERVE))
    from mnist_core.engine.serve import main

    sys.exit(main())
