"""Fixes of three faults of Streamlit 1.67 in its own methods, since it has no setting for them.

Nothing else in the lab uses a private name of Streamlit's. With another version nothing is
replaced: what these patches prevent is rare, while one renamed method would take down every
page. Each replacement describes the symptom, and how to provoke it without the patch.
"""

from __future__ import annotations

import logging
from collections import deque
from functools import cache
from weakref import WeakKeyDictionary

import streamlit

VERSION = "1.67"
KNOWN = streamlit.__version__.startswith(f"{VERSION}.")
WAIT_S = 0.005  # before the next look at a session that has not handled an ended run's reports

if KNOWN:
    from streamlit.proto.ClientState_pb2 import ClientState
    from streamlit.runtime.app_session import AppSession, AppSessionState
    from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
    from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

    clear_of_streamlit = ForwardMsgQueue.clear
    run_of_streamlit = ScriptRunner._run_script
    request_of_streamlit = AppSession.request_rerun


def apply() -> None:
    """Replace the methods for all pages of the process, or log once why that is left out."""
    if not KNOWN:
        _warn()
        return
    ForwardMsgQueue.clear = keep_unsent_messages  # type: ignore[method-assign]
    ScriptRunner._run_script = ignore_left_pages  # type: ignore[method-assign]
    AppSession.request_rerun = request_after_reports  # type: ignore[method-assign]


@cache
def _warn() -> None:
    logging.getLogger(__name__).warning(
        "Streamlit %s is installed; Digit Lab knows %s. On a busy machine a page may stand still "
        "until it is clicked or reloaded: pip install -r requirements.txt",
        streamlit.__version__,
        VERSION,
    )


def keep_unsent_messages(
    self: ForwardMsgQueue,
    retain_lifecycle_msgs: bool = False,
    fragment_ids_this_run: list[str] | None = None,
) -> None:
    """Clear as Streamlit does; where a fragment begins, keep all, as if it had been sent before.

    Symptom: after a run of the whole page its parts change places, or it stops with "Bad delta path
    index", or a fragment is off the page until its own run arrives, and with it zoom, scroll, and
    what is on a canvas. Streamlit sends in batches, some 10 ms apart. Where a run of a fragment
    begins, it drops what is unsent of that fragment, but not what stands beside it.

    To provoke it: ``st.fragment(run_every=0.01)`` on a page that takes longer to draw.
    """
    if fragment_ids_this_run:
        self._delta_index_map = {}  # newer messages come behind these, not in their place
    else:
        clear_of_streamlit(self, retain_lifecycle_msgs)


def ignore_left_pages(self: ScriptRunner, rerun_data: RerunData) -> None:
    """Run the script, or the fragments that are requested unless another page is shown.

    Symptom: a new page stays empty until a click. A fragment's request that arrives when its page
    has been left runs behind the new page; Streamlit finds no such fragment, but announces the run
    as one of the left page. The browser takes that for a change of pages and clears all it shows.

    To provoke it: keep ticks of a page back on their way to the server, click on another page, and
    send them after the click.
    """
    requested, shown = rerun_data.page_script_hash, self._pages_manager.current_page_script_hash
    if rerun_data.fragment_id_queue and requested and requested != shown:
        return
    run_of_streamlit(self, rerun_data)


_waiting: WeakKeyDictionary[AppSession, deque[ClientState | None]] = WeakKeyDictionary()


def request_after_reports(self: AppSession, client_state: ClientState | None) -> None:
    """Request a run now, or once its session has handled an ended run and earlier requests.

    Symptom: a page stands still until a click; it lacks its end, and its timers do not begin. A run
    reports to its session by callbacks of the server's event loop. Where a fragment is requested
    just after a run has ended, the session takes a new runner, and from then on ignores the old
    one's reports, also those that the loop has not come to.

    To provoke it: run two busy processes beside a server with two cores, which delays its event
    loop, while a page ticks.
    """
    waiting = _waiting.setdefault(self, deque())
    if waiting or _has_unhandled_reports(self):
        waiting.append(client_state)
        self._call_soon_on_event_loop(lambda: _request_next(self))
    else:
        request_of_streamlit(self, client_state)


def _request_next(session: AppSession) -> None:
    """Make the request that waits longest, unless there are still reports to handle."""
    if _has_unhandled_reports(session):
        session._event_loop.call_later(WAIT_S, _request_next, session)
    else:
        request_of_streamlit(session, _waiting[session].popleft())


def _has_unhandled_reports(session: AppSession) -> bool:
    """Return whether the session's runner has ended, but the session does not know it yet."""
    runner = session._scriptrunner
    return (
        session._state != AppSessionState.SHUTDOWN_REQUESTED
        and runner is not None
        and runner._requests._state is ScriptRequestType.STOP
        and not runner._execing
    )
