"""The server: who gets in, the pages, the engine beside them, what is sent of runs, and pushed.

What takes a second to import is imported in a thread, while a browser loads the page's program.
"""

# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = [
#     "streamlit[auth]>=1.67,<2",
#     "streamlit-drawable-canvas>=0.13,<0.14",
#     "plotly>=7.1,<8",
#     "keras>=3.15,<4",
#     "tensorflow>=2.21,<3",
#     "numpy>=2.1,<3",
#     "scipy>=1.15,<2",
#     "scikit-learn>=1.7,<2",
#     "threadpoolctl>=3.5,<4",
#     "pillow>=12,<14",
#     "pandas>=2.3,<4",
#     "dask[distributed]>=2026.8,<2027",
#     "optuna>=5,<6",
#     "sqlalchemy>=2.1,<3",
#     "alembic>=1.18,<2",
#     "psycopg[binary]>=3.2,<4",
#     "fsspec>=2026.1,<2027",
#     "pydantic>=2.12,<3",
#     "cachetools>=8,<9",
#     "typer>=0.20,<1",
#     "jinja2>=3.1,<4",
#     "starlette>=1.1,<2",
#     "itsdangerous>=2.2,<3",
#     "psutil>=7,<8",
#     "segno>=1.6,<2",
# ]
# ///

import asyncio
import importlib
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from mnist_core.access.access_control import AccessControl
from mnist_core.access.gate import Gate, gate_of
from mnist_core.access.log_filter import keep_keys_out
from mnist_core.access.login import Login, read_login
from mnist_core.access.login_cookie import answer_ticket
from mnist_core.access.reach import Reach, ServerOptions, read_options
from mnist_core.access.request_limit import RequestLimit
from mnist_core.environment import Settings, read_settings
from mnist_core.startup import FIRST_PAGE, LOADED, quick_imports
from mnist_core.web.program_files import StreamlitFiles, program_file

if TYPE_CHECKING:
    from mnist_core.engine.lab_services import LabServices

PAGES = str(Path(__file__).with_name("pages"))
FIRST_TAKES = (
    "parts.settings_form.form",
    "parts.settings_form.asked_run",
    "parts.train.new_network",
)
PLOTLY = "package_data/plotly.min.js"
STREAMLIT = Path(st.__file__).parent / "static" / "static"
services: "asyncio.Future[LabServices] | None" = None


async def plotly_script(request: Request) -> Response:
    """Send plotly.js; pages ask for it with its version."""
    return await program_file(request, Path(str(files("plotly"))) / PLOTLY)


async def run_file(request: Request) -> Response:
    """Send a file of a run; made in a thread, since a large one takes a second."""
    lab = await loaded()
    wanted = request.path_params
    person = request.state.person
    return await asyncio.to_thread(lab.run_file, person, wanted["run_id"], wanted["name"])


async def weights(request: Request) -> Response:
    """Send the newest weights of a run, with which a browser reads what a pen draws."""
    lab = await loaded()
    version = request.query_params.get("version", "")
    return await asyncio.to_thread(lab.weights, request.path_params["run_id"], version)


async def live(websocket: WebSocket) -> None:
    """Tell a tab what changes in what it watches."""
    lab = await loaded()
    await lab.serve_tab(websocket)


async def ticket(request: Request) -> Response:
    """Give the lab's cookie to a browser that has logged in."""
    return answer_ticket(request, settings().home)


async def loaded() -> "LabServices":
    """Give what the server does beside the pages, once it is imported."""
    assert services is not None
    return await services


def load() -> "LabServices":
    """Import it, and what the first page takes, and let the pages begin after that."""
    try:
        with quick_imports():
            from mnist_core.engine.lab_services import LabServices  # noqa: PLC0415 - in a thread

            lab = LabServices(FIRST_PAGE)
            if PAGES not in sys.path:
                sys.path.insert(0, PAGES)  # as Streamlit does before the first script
            for name in FIRST_TAKES:
                importlib.import_module(name)
        return lab
    finally:
        LOADED.set()


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Run the engine, and the look at the store for all who watch, as long as the server runs."""
    global services
    LOADED.clear()
    keep_keys_out()
    services = asyncio.ensure_future(asyncio.to_thread(load))
    beside = [asyncio.create_task(each) for each in (_watch(), _announce())]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.to_thread((await loaded()).supervisor.stop)


async def _watch() -> None:
    await (await loaded()).hub.serve()


async def _announce() -> None:
    """Print where a class comes in, if others reach the server."""
    await loaded()
    from mnist_core.access.announcement import announce_room  # noqa: PLC0415 - not for the first page

    await announce_room(server_options, settings().home, login)


def server_options() -> ServerOptions:
    """Give what the server was told about its addresses; not all is known before it starts."""
    return read_options(st.get_option)


@cache
def settings() -> Settings:
    """Give the lab's places and limits, as the environment has them at the start."""
    return read_settings()


@cache
def login() -> Login | None:
    """Give how people log in, as Streamlit was told at the start; None where they do not."""
    return read_login(st.secrets, st.get_option)


def gate(reach: Reach) -> Gate:
    """Give what decides who gets in."""
    return gate_of(reach, settings().home, login(), OWN)


# Streamlit adds server.baseUrlPath to its own routes alone: the prefix stands for it.
OWN = (
    Route("/{prefix:path}lab/plotly.min.js", plotly_script),
    Route("/{prefix:path}lab/runs/{run_id}/{name}", run_file),
    Route("/{prefix:path}lab/networks/{run_id}/weights", weights),
    WebSocketRoute("/{prefix:path}lab/live", live),
)
app = st.App(
    "pages/shell.py",
    lifespan=lifespan,
    middleware=[
        Middleware(AccessControl, server_options, gate),
        Middleware(RequestLimit, lambda: settings().limits),
        Middleware(StreamlitFiles, STREAMLIT),
    ],
    routes=[*OWN, Route("/{prefix:path}lab/ticket", ticket, methods=["POST"])],
)

if __name__ == "__main__":  # python app.py, and uv run app.py, which installs what is listed above
    if sys.argv[1:]:
        sys.exit(f"app.py takes no options; streamlit does: streamlit run {shlex.join(sys.argv)}")
    app.run()
