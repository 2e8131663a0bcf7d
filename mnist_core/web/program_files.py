"""The programs of a page, Streamlit's and Plotly's, sent with as little work as possible.

A browser that is new to the lab asks for more than a hundred of them, while the server imports its
own. Streamlit 1.67 looks each up and reads it in threads, piece by piece, at ten times the cost of
what is done here, and leaves its own unpacked, three megabytes for each of a class on one network.
"""

import asyncio
import gzip
import mimetypes
import threading
from functools import cache, lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mnist_core.access.listening import is_loopback
from mnist_core.access.reach import host_name

# Streamlit 1.67 packs whatever says nothing of it, anew at each request: plotly.js, or weights,
# which are as long afterwards, a tenth of a second each.
UNPACKED = {"Content-Encoding": "identity"}
ONE_YEAR = "public, max-age=31536000, immutable"
KINDS = {".js": "text/javascript", ".css": "text/css"}  # whatever Windows takes them for
PACKED = {".js", ".css", ".json", ".svg"}  # fonts and pictures are packed already
PACKED_AT = 6  # zlib's level; 9 is slower by half and saves next to nothing
KEPT_FILES = 400
FOLDER = "/static/"  # Streamlit's address of its own, behind any prefix
_packing = threading.Lock()


class StreamlitFiles:
    """ASGI middleware that sends the files of Streamlit's own program.

    Args:
        app: answers the rest, also where a name is none of theirs.
        folder: where they are; everyone who gets in may read all of it.
    """

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a file, or hand a request on."""
        answer = self._app
        if scope["type"] == "http" and scope["method"] == "GET" and FOLDER in scope["path"]:
            path = _paths(self._folder).get(scope["path"].rpartition(FOLDER)[2])
            if path is not None:
                answer = await program_file(Request(scope), path)
        await answer(scope, receive, send)


async def program_file(request: Request, path: Path) -> Response:
    """Answer with a file whose address changes with what is in it, so that a browser may keep it.

    A browser on another machine gets it packed; on this one, unpacking takes longer than reading.
    """
    headers = {"Cache-Control": ONE_YEAR, **UNPACKED}
    content = b""
    if path.suffix in PACKED and not _is_near(request):
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            content = await asyncio.to_thread(_packed_once, path)
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return Response(content or path.read_bytes(), media_type=kind, headers=headers)


@cache
def _paths(folder: Path) -> dict[str, Path]:
    """Give the files by their paths in a folder; a name that leads elsewhere is none of them."""
    found = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each for each in found}


def _packed_once(path: Path) -> bytes:
    """Pack a file; of a class that comes all at once, the others wait for it."""
    with _packing:
        return _packed(path)


@lru_cache(KEPT_FILES)
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), PACKED_AT, mtime=0)


def _is_near(request: Request) -> bool:
    """Return whether the browser runs on this machine; behind a proxy, nobody's does."""
    return is_loopback(host_name(request.headers.get("host")) or "")
