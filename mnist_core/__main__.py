"""The command line: ``python -m mnist_core``."""

from mnist_core.cli.commands import main
from mnist_core.operating_system import keep_arrow_out

if __name__ == "__main__":
    keep_arrow_out()
    main()
