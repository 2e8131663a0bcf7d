"""The server: the pages, the engine beside them, plotly.js, files of runs, and what is pushed."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from mnist_core.engine.process_tuning import use_one_thread
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import read_settings
from mnist_core.store.run_store import open_store
from mnist_core.web.live_hub import LiveHub
from mnist_core.web.live_socket import serve_tab
from mnist_core.web.run_files import file_response

ONE_YEAR = "public, max-age=31536000, immutable"
hub = LiveHub(lambda: open_store(read_settings()))
first_page = threading.Event()


async def plotly_script(request: Request) -> FileResponse:
    """Serve plotly.js; pages ask for it with its version, so a browser may keep it for good."""
    script = files("plotly") / "package_data" / "plotly.min.js"
    return FileResponse(
        str(script), media_type="text/javascript", headers={"Cache-Control": ONE_YEAR}
    )


async def run_file(request: Request) -> Response:
    """Send a file of a run; made in a thread, since a large one takes a second."""
    wanted = request.path_params
    return await asyncio.to_thread(file_response, wanted["run_id"], wanted["name"])


async def live(websocket: WebSocket) -> None:
    """Tell a tab what changes in what it watches; that it asks says that its page is painted."""
    first_page.set()
    await serve_tab(hub, websocket)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Run the engine, and the look at the store for all who watch, as long as the server runs."""
    use_one_thread()
    supervisor = Supervisor(read_settings(), first_page)
    supervisor.start()
    watching = asyncio.create_task(hub.serve())
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.to_thread(supervisor.stop)


# Streamlit adds server.baseUrlPath to its own routes alone: the prefix stands for it.
app = st.App(
    "pages/shell.py",
    lifespan=lifespan,
    routes=[
        Route("/{prefix:path}lab/plotly.min.js", plotly_script),
        Route("/{prefix:path}lab/runs/{run_id}/{name}", run_file),
        WebSocketRoute("/{prefix:path}lab/live", live),
    ],
)
