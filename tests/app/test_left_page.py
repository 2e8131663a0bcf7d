"""What a part of a page asks for when another page has begun."""

import asyncio
import threading
from pathlib import Path
from unittest.mock import Mock

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from parts.shared import streamlit_patches

APP = """
import streamlit as st
from tests.app.test_left_page import TICK_HAS_COME

@st.fragment(run_every="1s")
def ticking():
    st.text("ticking")

def first():
    ticking()

def second():
    TICK_HAS_COME.wait()
    st.text("the second page")

st.navigation([st.Page(first), st.Page(second, url_path="second")]).run()
"""
TICK_HAS_COME = threading.Event()


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with a part that ticks, another page, and the way back to Streamlit's own method."""
    monkeypatch.setattr(Runtime, "_instance", Mock())
    monkeypatch.setattr(ScriptRunner, "_run_script", streamlit_patches.run_of_streamlit)
    TICK_HAS_COME.clear()
    path = tmp_path / "app.py"
    path.write_text(APP)
    return str(path)


def test_a_tick_of_a_page_that_is_left_announces_no_page(script):
    streamlit_patches.apply()

    first, second, messages = asyncio.run(leave_while_it_ticks(script))

    assert announced(messages) == [second]
    assert first != second


def test_streamlit_alone_would_announce_the_page_that_was_left(script):
    first, second, messages = asyncio.run(leave_while_it_ticks(script))

    assert announced(messages) == [second, first]


def test_a_tick_of_the_page_that_is_shown_runs(script):
    streamlit_patches.apply()

    first, messages = asyncio.run(tick(script))

    assert announced(messages) == [first]
    texts = [m.delta.new_element for m in messages if m.delta.new_element.HasField("text")]
    assert [element.text.body for element in texts] == ["ticking"]


def test_every_page_ignores_pages_that_were_left(app, monkeypatch):
    monkeypatch.setattr(ScriptRunner, "_run_script", streamlit_patches.run_of_streamlit)

    app.run()

    assert ScriptRunner._run_script is streamlit_patches.ignore_left_pages


async def leave_while_it_ticks(script: str) -> tuple[str, str, list[ForwardMsg]]:
    """Give both pages' hashes, and all messages from leaving the first for the second."""
    session, first, ticks = await first_page(script)
    second = next(page for page in session.get_pages() if page != first)

    session.request_rerun(ClientState(page_script_hash=second))
    session.request_rerun(ticks)
    TICK_HAS_COME.set()

    return first, second, await all_messages(session)


async def tick(script: str) -> tuple[str, list[ForwardMsg]]:
    """Give the first page's hash, and all messages of a tick of its part."""
    session, first, ticks = await first_page(script)
    session.request_rerun(ticks)
    return first, await all_messages(session)


async def first_page(script: str) -> tuple[AppSession, str, ClientState]:
    """Open the first page; give its session, its hash, and the request of its part."""
    uploads = MemoryUploadedFileManager("/files")
    session = AppSession(ScriptData(script, False), uploads, ScriptCache(), None, {})
    session.request_rerun(None)
    await all_messages(session)
    assert isinstance(session._fragment_storage, MemoryFragmentStorage)
    (fragment,) = session._fragment_storage._fragments
    page = session.page_script_hash
    return (
        session,
        page,
        ClientState(fragment_id=fragment, page_script_hash=page, is_auto_rerun=True),
    )


async def all_messages(session: AppSession) -> list[ForwardMsg]:
    while session._scriptrunner is not None:
        await asyncio.sleep(0.01)
    return session.flush_browser_queue()


def announced(messages: list[ForwardMsg]) -> list[str]:
    return [m.new_session.page_script_hash for m in messages if m.HasField("new_session")]
