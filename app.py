"""The server: the pages, the engine beside them, plotly.js, and the files of runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import streamlit as st
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from mnist_core.engine.process_tuning import use_one_thread
from mnist_core.engine.supervisor import Supervisor
from mnist_core.environment import read_settings
from mnist_core.web.run_files import file_response

ONE_YEAR = "public, max-age=31536000, immutable"


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


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Run the engine as long as the server runs."""
    use_one_thread()
    supervisor = Supervisor(read_settings())
    supervisor.start()
    try:
        yield
    finally:
        await asyncio.to_thread(supervisor.stop)


# Streamlit adds server.baseUrlPath to its own routes alone: the prefix stands for it.
app = st.App(
    "pages/shell.py",
    lifespan=lifespan,
    routes=[
        Route("/{prefix:path}lab/plotly.min.js", plotly_script),
        Route("/{prefix:path}lab/runs/{run_id}/{name}", run_file),
    ],
)
