"""How far a server's start is: its long imports, and the first page.

Two threads that import the same packages at once may each see the other's half of one, so no page
begins its own imports before the server's are done.
"""

import contextlib
import gc
import threading
from collections.abc import Iterator

LOADED = threading.Event()
LOADED.set()  # a server clears it while it imports; where there is none, nothing is waited for
FIRST_PAGE = threading.Event()  # the script of a page has ended; a browser paints it now


@contextlib.contextmanager
def quick_imports() -> Iterator[None]:
    """Import without the search for garbage, a sixth of the time, which finds next to none.

    What has been imported is left out of later searches.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()
