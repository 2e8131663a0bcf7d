"""What a run has said and its session has not heard yet, when a part of the page begins again.

A run speaks to its session (``AppSession``, Streamlit 1.67) by callbacks of the server's loop of
events. Where a fragment is to run just after a run has ended, the session takes a new runner, and
from then on ignores the old one, also what it has said and the loop has not come to: on a busy
machine the end of a whole run, its timers among it. The page then stands still until a click.
"""

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

_create = AppSession._create_scriptrunner


def hear_all() -> None:
    """Let a session take a new runner only when it has heard all that the old one said.

    It holds for all pages of the process; Streamlit has no setting for it.
    """
    AppSession._create_scriptrunner = _create_when_all_is_heard  # type: ignore[method-assign]


def _create_when_all_is_heard(self: AppSession, initial_rerun_data: RerunData) -> None:
    """Create a runner at once where none stands, or behind what the ended one has said."""
    ended = self._scriptrunner
    if ended is None:
        _create(self, initial_rerun_data)
    else:
        self._event_loop.call_soon(_go_on, self, ended, initial_rerun_data)


def _go_on(session: AppSession, ended: ScriptRunner, data: RerunData) -> None:
    """Run what was asked for, unless the session has gone on or ended meanwhile."""
    if session._state == AppSessionState.SHUTDOWN_REQUESTED:
        return
    runner = session._scriptrunner
    if runner is None or runner is ended:
        _create(session, data)
    elif not runner.request_rerun(data):
        session._create_scriptrunner(data)
