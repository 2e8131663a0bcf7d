"""A request of a part of a page that arrives when its page has been left already.

Where a tick was on its way while another page began, Streamlit 1.67 runs it behind that page
(``ScriptRunner._run_script``): it finds no such part any more, but announces the run as one of
the page that was left. The browser takes that for a change of pages and clears all it shows: the
new page stays empty until a click.
"""

from streamlit.runtime.scriptrunner import RerunData, ScriptRunner

_run = ScriptRunner._run_script


def ignore_left_pages() -> None:
    """Let nothing run that a part of a page asked for which is not shown any more.

    It holds for all pages of the process; Streamlit has no setting for it.
    """
    ScriptRunner._run_script = _run_for_shown_page  # type: ignore[method-assign]


def _run_for_shown_page(self: ScriptRunner, rerun_data: RerunData) -> None:
    """Run the script, or the fragments that are asked for unless another page is shown."""
    asked, shown = rerun_data.page_script_hash, self._pages_manager.current_page_script_hash
    if rerun_data.fragment_id_queue and asked and asked != shown:
        return
    _run(self, rerun_data)
