"""Standard output that may be closed or full: the command does its work all the same.

What cannot be printed is dropped and noted, so that neither a training nor a thread that prints
ends for it; the exit status tells at the end.
"""

import errno
import io
import os
import sys
from typing import Any, TextIO, cast


class DroppingOutput(io.RawIOBase):
    """A stream of bytes that takes everything, and drops all from its first error on.

    Attributes:
        error: why bytes were dropped, or None.
    """

    def __init__(self, stream: io.RawIOBase | None) -> None:
        """Write to ``stream``; None is one that was closed before the program began."""
        super().__init__()
        self.error = OSError(errno.EBADF, os.strerror(errno.EBADF)) if stream is None else None
        self._stream = stream

    def writable(self) -> bool:
        """Return True, as each stream to write to does."""
        return True

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def fileno(self) -> int:
        """Give the system's number of the stream.

        Raises:
            OSError: it was closed before the program began.
        """
        return super().fileno() if self._stream is None else self._stream.fileno()

    def write(self, data: Any, /) -> int | None:
        """Write bytes, or drop them; give how many were taken."""
        if self._stream is not None and self.error is None:
            try:
                return self._stream.write(data)
            except OSError as error:
                self.error = error
        return len(memoryview(data))


def keep_printing() -> DroppingOutput | None:
    """Let standard output and errors drop what cannot be written; give the former, if it is ours.

    A letter that the terminal has not is printed as "?". What somebody else has put in place of
    either stays as it is.
    """
    sys.stderr, _ = _kept(sys.stderr, sys.__stderr__)
    sys.stdout, output = _kept(sys.stdout, sys.__stdout__)
    return output


def output_status(output: DroppingOutput | None) -> int:
    """Give 1 where something could not be printed, and say so unless its reader has gone."""
    if output is None:
        return 0
    sys.stdout.flush()
    if output.error is None:
        return 0
    if not isinstance(output.error, BrokenPipeError):
        print(f"Standard output cannot be written: {output.error.strerror}.", file=sys.stderr)
    return 1


def _kept(stream: TextIO | None, first: TextIO | None) -> tuple[TextIO, DroppingOutput | None]:
    """Give a text stream that drops what it cannot write, and its bytes' end; or it as it is."""
    if stream is not None and (stream is not first or not isinstance(stream, io.TextIOWrapper)):
        return stream, None
    end = DroppingOutput(None if stream is None else _bytes_of(stream))
    at_once = stream is not None and stream.write_through
    return io.TextIOWrapper(
        cast(io.BufferedWriter, end) if at_once else io.BufferedWriter(end),
        encoding="utf-8" if stream is None else stream.encoding,
        errors="replace",
        line_buffering=stream is not None and stream.line_buffering,
        write_through=at_once,
    ), end


def _bytes_of(stream: io.TextIOWrapper) -> io.RawIOBase:
    """Give what a text's bytes are written to at last; without a buffer between that is its own."""
    return cast(io.RawIOBase, getattr(stream.buffer, "raw", stream.buffer))
