"""What a server logs of a visitor who comes by the room's link."""

import asyncio
import logging

import httpx
import pytest
import uvicorn

from mnist_core.access.access_control import AccessControl
from mnist_core.access.gate import gate_of
from mnist_core.access.log_filter import ADDRESSES, KEY_FILTER, keep_keys_out
from mnist_core.access.reach import ServerOptions
from mnist_core.access.room_keys import room_keys
from tests.core.access.test_access_control import ROOM, inside


@pytest.fixture
def _filtered():
    keep_keys_out()
    keep_keys_out()  # a server may start again in the same process
    yield
    logging.getLogger(ADDRESSES).removeFilter(KEY_FILTER)


async def visit(home, path: str) -> int:
    """Ask a server of its own for a path, and give the status."""
    access = AccessControl(inside, ServerOptions, lambda reach: gate_of(reach, home), lambda: ROOM)
    server = uvicorn.Server(
        uvicorn.Config(access, port=0, lifespan="off", log_config=None, log_level="info")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}{path}")
    server.should_exit = True
    await serving
    return answer.status_code


@pytest.mark.usefixtures("_filtered")
@pytest.mark.parametrize("role", ["room", "teacher"])
def test_a_visit_by_the_link_is_logged_without_the_key(tmp_path, caplog, role):
    key = getattr(room_keys(tmp_path), role)

    with caplog.at_level(logging.INFO, ADDRESSES):
        assert asyncio.run(visit(tmp_path, f"/draw?run=abc&key={key}&layers=2")) == 303

    (line,) = [record.getMessage() for record in caplog.records if record.name == ADDRESSES]
    assert '"GET /draw?run=abc&key=***&layers=2 HTTP/1.1" 303' in line
    assert key not in caplog.text
