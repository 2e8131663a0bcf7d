"""What a page has said and the server has not sent yet, when a part of the page begins again.

Streamlit sends in batches, some 10 ms apart, and drops what is unsent of a fragment when a run of
that fragment begins (``ForwardMsgQueue.clear``, Streamlit 1.67), but not what stands beside it.
After a run of the whole page the browser then has the end of the page without the fragment: it
puts the parts into each other's places, or stops with "Bad delta path index", or takes the
fragment off the page until its own run arrives, and with it zoom, scroll, and what is on a canvas.
"""

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_clear = ForwardMsgQueue.clear


def send_all() -> None:
    """Let the run of a fragment drop nothing, as if the last batch had been sent before it.

    It holds for all pages of the process; Streamlit has no setting for it.
    """
    ForwardMsgQueue.clear = _clear_for_whole_runs  # type: ignore[method-assign]


def _clear_for_whole_runs(
    self: ForwardMsgQueue,
    retain_lifecycle_msgs: bool = False,
    fragment_ids_this_run: list[str] | None = None,
) -> None:
    """Clear as Streamlit does, or, where a fragment begins, only end what later words replace."""
    if fragment_ids_this_run:
        self._delta_index_map = {}
    else:
        _clear(self, retain_lifecycle_msgs)
