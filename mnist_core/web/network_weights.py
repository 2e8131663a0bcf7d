"""A run's newest weights as an answer to a browser, which reads with them what a pen draws."""

import threading
from urllib.parse import quote

import numpy as np
from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from starlette.responses import PlainTextResponse, Response

from mnist_core.environment import read_settings
from mnist_core.errors import LabError
from mnist_core.network.mlp import Network
from mnist_core.store.names import STARTER
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore, open_store
from mnist_core.store.snapshots import load_network
from mnist_core.store.starter import starter
from mnist_core.web.program_files import UNPACKED

MOST_PARAMETERS = 2_000_000  # more take a browser too long to follow a pen
KEPT_BYTES = 8_000_000
VERSION_HEADER = "Digit-Lab-Version"
ONE_YEAR = "private, max-age=31536000, immutable"


def fits_browser(network: Network) -> bool:
    """Tell whether a browser may read with a network: small enough, and finite as float16."""
    weights = network.weights
    within = float(np.finfo(np.float16).max)
    return sum(array.size for array in weights) <= MOST_PARAMETERS and all(
        bool(np.all(np.abs(array) <= within))
        for array in weights  # nan is not
    )


def weights_address(run_id: str) -> str:
    """Give the address of a run's newest weights, below the lab's own."""
    return f"lab/networks/{quote(run_id)}/weights"


def weights_response(run_id: str, version: str) -> Response:
    """Answer with a run's newest weights, or with a sentence that explains why there are none.

    The body is float16, little-endian: of each layer first the kernel, row by row, then the biases.
    The header ``Digit-Lab-Version`` names the version that they are of.

    Args:
        run_id: the run, or the starter.
        version: the one that is asked for; where the newest is that one, a browser may keep it.
    """
    store = open_store(read_settings())
    try:
        newest = store.artifacts.version(run_id, LAST)
        content = _content(store, run_id, newest)
    except LabError as error:
        return PlainTextResponse(str(error), 404)
    kept = ONE_YEAR if version == newest else "no-store"
    headers = {VERSION_HEADER: newest, "Cache-Control": kept, **UNPACKED}
    return Response(content, media_type="application/octet-stream", headers=headers)


@cached(
    LRUCache(KEPT_BYTES, getsizeof=lambda content: min(len(content), KEPT_BYTES)),
    key=lambda store, run_id, version: hashkey(store.artifacts.folder(run_id), version),
    lock=threading.Lock(),
)
def _content(store: RunStore, run_id: str, _version: str) -> bytes:
    run = starter() if run_id == STARTER else store.read(run_id)
    network = load_network(store, run)
    if not fits_browser(network):
        raise LabError(f"{run.name} has too many or too large numbers for a browser to read with.")
    return b"".join(array.astype("<f2").tobytes() for array in network.weights)
