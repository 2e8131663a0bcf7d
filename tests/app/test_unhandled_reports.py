"""What a run has reported when a fragment is requested before the session has handled it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from parts.shared import streamlit_patches

PAGE = """
import streamlit as st

@st.fragment(run_every="1s")
def ticking():
    st.text("ticking")

ticking()
st.text("the end of the page")
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page with a part that ticks, and the way back to Streamlit's own method."""
    monkeypatch.setattr(Runtime, "_instance", Mock())
    monkeypatch.setattr(AppSession, "request_rerun", streamlit_patches.request_of_streamlit)
    monkeypatch.setattr(ForwardMsgQueue, "clear", streamlit_patches.keep_unsent_messages)
    path = tmp_path / "page.py"
    path.write_text(PAGE)
    return str(path)


def test_a_tick_at_the_end_of_a_run_drops_nothing_of_that_run(script):
    streamlit_patches.apply()

    messages = asyncio.run(tick_before_reports_are_handled(script, ticks=1))

    assert words(messages) == ["ticking", "the end of the page", "ticking"]
    assert [m.auto_rerun.interval for m in messages if m.HasField("auto_rerun")] == [1.0]
    assert [m.script_finished for m in messages if m.HasField("script_finished")] == [
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ]


def test_two_ticks_at_the_end_of_a_run_share_one_runner(script):
    streamlit_patches.apply()

    messages = asyncio.run(tick_before_reports_are_handled(script, ticks=2))

    assert words(messages)[:2] == ["ticking", "the end of the page"]
    assert set(words(messages)[2:]) == {"ticking"}
    assert len([m for m in messages if m.HasField("auto_rerun")]) == 1


def test_a_whole_run_requested_behind_a_tick_comes_last(script):
    streamlit_patches.apply()

    messages = asyncio.run(tick_before_reports_are_handled(script, ticks=1, then_whole=True))

    assert words(messages)[-1] == "the end of the page"
    finished = [m.script_finished for m in messages if m.HasField("script_finished")]
    assert finished[-1] == ForwardMsg.FINISHED_SUCCESSFULLY


def test_a_session_that_has_ended_meanwhile_runs_nothing_more(script):
    streamlit_patches.apply()

    messages = asyncio.run(tick_before_reports_are_handled(script, ticks=1, leaves=True))

    assert words(messages) == ["ticking", "the end of the page"]


def test_a_waiting_request_leaves_the_event_loop_alone_between_two_looks(monkeypatch):
    session = WaitingSession()
    unhandled = iter([True, True, True, False])
    monkeypatch.setattr(streamlit_patches, "_has_unhandled_reports", lambda _: next(unhandled))
    requested: list[ClientState | None] = []
    monkeypatch.setattr(
        streamlit_patches, "request_of_streamlit", lambda _, state: requested.append(state)
    )

    streamlit_patches.request_after_reports(cast(AppSession, session), None)

    assert requested == [None]
    assert len(session.delays) == 2
    assert min(session.delays) > 0


class WaitingSession:
    """Calls at once what is to be called soon or later, and keeps the delays."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self._event_loop = self

    def _call_soon_on_event_loop(self, callback: Callable[[], None]) -> None:
        callback()

    def call_later(self, delay: float, callback: Callable[..., None], *arguments: object) -> None:
        self.delays.append(delay)
        callback(*arguments)


def test_streamlit_alone_would_drop_it(script):
    messages = asyncio.run(tick_before_reports_are_handled(script, ticks=1))

    assert words(messages) == ["ticking"]


def test_every_page_requests_after_reports(app, monkeypatch):
    monkeypatch.setattr(AppSession, "request_rerun", streamlit_patches.request_of_streamlit)

    app.run()

    assert AppSession.request_rerun is streamlit_patches.request_after_reports


async def tick_before_reports_are_handled(
    script: str, *, ticks: int, then_whole: bool = False, leaves: bool = False
) -> list[ForwardMsg]:
    """Run a page and, before its session handles that, the part that ticks; give all messages."""
    uploads = MemoryUploadedFileManager("/files")
    session = AppSession(ScriptData(script, False), uploads, ScriptCache(), None, {})
    session.request_rerun(None)
    wait_while_the_loop_stands(session)
    assert isinstance(session._fragment_storage, MemoryFragmentStorage)
    (fragment,) = session._fragment_storage._fragments
    for _ in range(ticks):
        session.request_rerun(ClientState(fragment_id=fragment, is_auto_rerun=True))
    if then_whole:
        session.request_rerun(ClientState())
    if leaves:
        session.shutdown()
    # Between the end of one run and the next request that waits there is no runner for a moment.
    while session._scriptrunner is not None or streamlit_patches._waiting.get(session):
        await asyncio.sleep(0.01)
    return session.flush_browser_queue()


def wait_while_the_loop_stands(session: AppSession) -> None:
    """Wait for the run to end without letting the loop go round, as on a busy machine."""
    assert session._scriptrunner is not None
    assert session._scriptrunner._script_thread is not None
    session._scriptrunner._script_thread.join()


def words(messages: list[ForwardMsg]) -> list[str]:
    return [m.delta.new_element.text.body for m in messages if m.delta.new_element.HasField("text")]
