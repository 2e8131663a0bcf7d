"""What the server has imported, kept out of the search for garbage after each run of a page.

Streamlit collects all garbage whenever a page or a part of one has run (``gc.collect(2)`` in
``ScriptRunner._on_script_finished``, 1.67). That search goes through every object of every
imported module, and holds up what the run has said and the server has not sent yet: on this
lab's Draw page it took about as long as the run itself.
"""

import gc
import sys
from functools import cache


def keep_imported() -> None:
    """Let collections pass over what is imported by now; to be called when a page has run."""
    _freeze(len(sys.modules))


@cache
def _freeze(_modules: int) -> None:
    """Freeze once for each number of modules: a page imports what it needs when it first runs."""
    gc.collect()
    gc.freeze()
