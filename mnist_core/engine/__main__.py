"""Where the engine's process begins: ``python -m mnist_core.engine``."""

import sys

from mnist_core.engine.fork_server import start_fork_server

if __name__ == "__main__":
    start_fork_server()  # it imports Keras on one core while this process imports Dask on another
    from mnist_core.engine.serve import main

    sys.exit(main())
