"""The command line: ``python -m mnist_core``."""

import sys

if __name__ == "__main__":
    try:
        from mnist_core.cli.commands import main  # takes a second, in which Ctrl-C may come
        from mnist_core.operating_system import keep_arrow_out

        keep_arrow_out()
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell has it of a program that Ctrl-C ended
