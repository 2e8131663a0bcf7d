"""What a run has said and its session has not heard yet, when the next one is asked for.

A run speaks to its session (``AppSession``, Streamlit 1.67) by callbacks of the server's loop of
events. Where a fragment is to run just after a run has ended, the session takes a new runner, and
from then on ignores the old one, also what it has said and the loop has not come to: on a busy
machine the end of a whole run, its timers among it. The page then stands still until a click.
"""

from collections import deque
from weakref import WeakKeyDictionary

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

_request = AppSession.request_rerun
_waiting: WeakKeyDictionary[AppSession, deque[ClientState | None]] = WeakKeyDictionary()


def answer_all_requests() -> None:
    """Let a session take up what is asked of it when it has heard all that the ended run said.

    It holds for all pages of the process; Streamlit has no setting for it.
    """
    AppSession.request_rerun = _request_when_all_are_answered  # type: ignore[method-assign]


def _request_when_all_are_answered(self: AppSession, client_state: ClientState | None) -> None:
    """Ask now, or else behind what an ended run has said and what else waits for that."""
    waiting = _waiting.setdefault(self, deque())
    if waiting or _sends_its_last(self):
        waiting.append(client_state)
        self._call_soon_on_event_loop(lambda: _go_on(self))
    else:
        _request(self, client_state)


def _go_on(session: AppSession) -> None:
    """Ask what waits longest, unless there is more to hear."""
    if _sends_its_last(session):
        session._call_soon_on_event_loop(lambda: _go_on(session))
    else:
        _request(session, _waiting[session].popleft())


def _sends_its_last(session: AppSession) -> bool:
    """Say whether the session's runner has ended, which the session has not heard yet."""
    runner = session._scriptrunner
    return (
        session._state != AppSessionState.SHUTDOWN_REQUESTED
        and runner is not None
        and runner._requests._state is ScriptRequestType.STOP
        and not runner._execing
    )
