"""Whether the server's long imports are done, before which no page begins its own.

Two threads that import the same packages at once may each see the other's half of one.
"""

import threading

LOADED = threading.Event()
LOADED.set()  # a server clears it while it imports; where there is none, nothing is waited for
